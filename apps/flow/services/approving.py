"""A second person resolves a held decision: what holds is in force at once, and whoever decided is told."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from apps.accounts import access as accounts
from apps.accounts import selectors as people
from apps.accounts.models import Actor, Power
from apps.core import transactions
from apps.core.wake import wake
from apps.flow.services import changing, releasing
from apps.notify import services as notify
from apps.reviews import services as reviews
from apps.reviews.models import Approval, Decision, FirstView
from apps.reviews.rules import Answer, Principal
from apps.reviews.services import View, approving, viewing
from apps.reviews.services import releasing as reviews_releasing


def raised(decision: Decision, *, now: datetime) -> bool:
    """Tell those who may resolve a decision that was just held; False where it is not."""
    approval = getattr(decision, "approval", None)
    if approval is not None:
        tell_approvers(approval, decision.case_id, now=now)
    return approval is not None


def tell_senders(decision: Decision, senders: Iterable[UUID], *, now: datetime) -> None:
    """Tell whoever had sent a case up that it is decided: once nobody holds the decision any more.

    Of a past that is told afterwards nobody is notified; what was written to them is there.
    """
    for one in () if transactions.tells_past() else senders:
        notify.tell(
            to_actor_id=one,
            kind="escalation_decided",
            about_id=decision.id,
            case_id=decision.case_id,
            now=now,
        )


def tell_approvers(approval: Approval, case_id: UUID, *, now: datetime) -> None:
    """Tell those who decide where a held decision waits; not whoever made it."""
    transactions.require()
    if approval.inbox_id is None:
        to = {approval.system.owner.actor_id}
    else:
        names = ("work_inbox", "supervise_inbox")
        to = {one.id for name in names for one in accounts.holders(name, approval.inbox_id, now=now)}
    handed = accounts.running(now).filter(
        power=Power.APPROVE, object_id=approval.system_id, giver__actor__in=to
    )
    to |= set(handed.values_list("to__actor", flat=True))
    for actor_id in sorted(to - {approval.decided_by_id}):
        notify.tell(
            to_actor_id=actor_id, kind="decision_held", about_id=approval.id, case_id=case_id, now=now
        )


def uphold(*, approval_id: UUID, words: str, version: int, by: Actor, now: datetime) -> Approval:
    """Let a held decision come into force as it was made.

    Raises: as approving.uphold.
    """
    with transactions.verb():
        done = approving.uphold(approval_id=approval_id, words=words, version=version, by=by, now=now)
        return _settled(done, why="upheld", kind="held_upheld", by=by, now=now)


def amend(
    *,
    approval_id: UUID,
    answer: Answer,
    version: int,
    by: Actor,
    now: datetime,
    amount_minor: int | None = None,
) -> Approval:
    """Decide otherwise than a held decision and than the AI, or of another amount; this is in force at once.

    Raises: as approving.amend.
    """
    with transactions.verb():
        done = approving.amend(
            approval_id=approval_id,
            answer=answer,
            version=version,
            by=by,
            now=now,
            amount_minor=amount_minor,
        )
        return _settled(done, why="amended", kind="held_amended", by=by, now=now)


def reverse_held(
    *,
    approval_id: UUID,
    words: str,
    principal: Sequence[Principal] = (),
    version: int,
    by: Actor,
    now: datetime,
) -> Approval:
    """Let what the AI suggested hold instead of a decision against it, at once.

    Raises: as approving.reverse_held.
    """
    with transactions.verb():
        done = approving.reverse_held(
            approval_id=approval_id, words=words, principal=principal, version=version, by=by, now=now
        )
        return _settled(done, why="turned_down", kind="held_turned_down", by=by, now=now)


def return_held(*, approval_id: UUID, words: str, version: int, by: Actor, now: datetime) -> Approval:
    """Give a case whose decision is held back to whoever decided, undecided, with a note.

    Raises: as approving.return_held.
    """
    with transactions.verb():
        done = approving.return_held(approval_id=approval_id, words=words, version=version, by=by, now=now)
        item = done.approval.item
        reviews_releasing.reopen_returned(item=item, decision=done.approval.decision, now=now)
        changing.catch_up(item=item, by=by, now=now)
        _tell(done.approval, kind="held_returned", now=now)
        return done.approval


def pass_up(*, approval_id: UUID, version: int, by: Actor, now: datetime) -> Approval:
    """Let a held decision wait one level higher; those who decide there are told.

    Raises: as approving.pass_up.
    """
    with transactions.verb():
        approval = approving.pass_up(approval_id=approval_id, version=version, by=by, now=now)
        tell_approvers(approval, approval.decision.case_id, now=now)
        return approval


def view_held(*, approval_id: UUID, view: View, version: int, by: Actor, now: datetime) -> FirstView:
    """Keep an approver's own view of a case that asks for it; then the suggestion and the decision are shown.

    Raises: as viewing.view_held.
    """
    with transactions.verb():
        return viewing.view_held(approval_id=approval_id, view=view, version=version, by=by, now=now)


def _settled(done: approving.Resolved, *, why: str, kind: str, by: Actor, now: datetime) -> Approval:
    decision = done.in_force
    assert decision is not None, "something holds now"
    decision.case = done.approval.decision.case
    decision.recommendation = done.approval.decision.recommendation
    releasing.put_in_force(decisions=[decision], by=by, why=why, now=now)
    wake("delivery.send_due")
    _tell(done.approval, kind=kind, now=now)
    senders = set(reviews.senders(decision)) - {done.approval.decided_by_id}
    tell_senders(decision, sorted(senders), now=now)
    return done.approval


def _tell(approval: Approval, *, kind: str, now: datetime, to: UUID | None = None) -> None:
    notify.tell(
        to_actor_id=to or approval.decided_by_id,
        kind=kind,
        about_id=approval.id,
        case_id=approval.decision.case_id,
        now=now,
    )


def climb_overdue(*, now: datetime, limit: int = 100) -> int:
    """Let held decisions climb that nobody resolved in time; on the last level the owner is told, once.

    Once each per level, also after downtime and with two schedulers. Returns how many were moved or told of.
    """
    with transactions.verb():
        if transactions.history_runs():
            return 0
        done = 0
        for approval, item in approving.overdue(now=now, limit=limit):
            by = people.system_actor(item.inbox.organisation_id)
            if approving.climb(approval, item, by=by, now=now):
                tell_approvers(approval, item.case_id, now=now)
            else:
                approving.mark_late(approval, item, by=by, now=now)
                owner = approval.system.owner.actor_id
                notify.tell(
                    to_actor_id=owner,
                    kind="held_overdue",
                    about_id=approval.id,
                    case_id=item.case_id,
                    now=now,
                )
            done += 1
        return done
