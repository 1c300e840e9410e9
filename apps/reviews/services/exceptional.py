"""Authority for one case, once: given by somebody whose own authority covers it, used by one decision."""

from datetime import datetime, timedelta
from uuid import UUID

from apps.accounts import access as accounts
from apps.accounts import closeness
from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import ids, refusals, transactions
from apps.core.words import say
from apps.registry import selectors as registry
from apps.registry.models import OutcomeCode
from apps.reviews import access, rules
from apps.reviews.access import approving as who_may
from apps.reviews.access import relations, standing_in
from apps.reviews.models import Approval, Decision, OneTimeAuthority, ReviewItem
from apps.reviews.services import because, moving

LONGEST = timedelta(days=7)


class NotYourOwn(refusals.NotAllowed):
    code = "authority_for_yourself"
    sentence = say("Nobody gives themselves authority. Somebody else, who has it, does.")


class NotCovered(refusals.NotAllowed):
    code = "authority_not_yours"
    sentence = say("You can only give an authority that you have yourself.")


class AuthorityOver(refusals.IllegalMove):
    code = "authority_over"
    sentence = say("This authority was used, taken back or ended already.")


class OneTimeInvalid(refusals.Invalid):
    code = "one_time_authority"
    sentence = say("Say to whom, up to which amount, why, and until when: at most seven days.")


def grant_once(
    *,
    item_id: UUID,
    to: Actor,
    amount_minor: int,
    outcome: str,
    why: str,
    expires_at: datetime,
    by: Actor,
    now: datetime,
) -> OneTimeAuthority:
    """Let a person decide one case once, up to an amount, until a time; a held one: say whether it holds.

    outcome: only that one; empty for any. Whoever gives it supervises the case's inbox, or the one where its
    decision is held, or owns the system; of a held decision neither giver nor taker had a part in it.
    Inside the verb of flow.authorising, which tells them.
    Raises: refusals.NotVisible, NotYourOwn, NotCovered, OneTimeInvalid, relations.RelatedToYou, and as
    who_may.why_not_approve.
    Writes: OneTimeAuthority, record `authority.given_once`.
    """
    transactions.require()
    item = moving.lock(item_id=item_id, by=by)
    if to.id in {by.id, *closeness.same_mailbox([by.id])}:
        raise NotYourOwn(permission="authority")
    held = Approval.objects.select_related("decision").filter(item=item, closed_at=None).first()
    if not may_give(by, item, held):
        raise NotCovered(permission="supervise_inbox")
    _require_apart(item, held, by, to)
    code = _outcome(item, outcome)
    said = why.strip()
    for field, is_right in (
        ("to", item.closed_at is None and may_get(to, item, held)),
        ("why", 1 <= len(said) <= rules.MAX_NOTE),
        ("amount_minor", amount_minor >= 0),
        ("expires_at", now < expires_at <= now + LONGEST),
    ):
        if not is_right:
            raise OneTimeInvalid(field=field)
    _require_covered(item, code, amount_minor, by=by, now=now)
    row = OneTimeAuthority.objects.create(
        id=ids.new(),
        case_id=item.case_id,
        system_id=item.system_id,
        person=to,
        outcome_code=code,
        amount_minor=amount_minor,
        sealed_why=because.sealed(item, said),
        granted_by=by,
        granted_at=now,
        expires_at=expires_at,
        approval=held,
    )
    _record_given(row, item, outcome)
    return row


def _record_given(row: OneTimeAuthority, item: ReviewItem, outcome: str) -> None:
    data = {
        "authority": row.id,
        "to": row.person_id,
        "outcome": outcome or None,
        "amount_minor": row.amount_minor,
        "until": row.expires_at,
        "approval": row.approval_id,
    }
    audit.record(
        "authority.given_once",
        on=("item", item.id),
        by=row.granted_by,
        at=row.granted_at,
        case_id=item.case_id,
        data=data | standing_in.supervising_under(row.granted_by, item.inbox_id),
        rows=[{"authority": row.id, "why": row.sealed_why}],
    )


def places(item: ReviewItem, held: Approval | None) -> set[UUID]:
    """Return the inboxes where a case is and where its decision is held."""
    return {item.inbox_id, *([held.inbox_id] if held and held.inbox_id else [])}


def may_give(by: Actor, item: ReviewItem, held: Approval | None) -> bool:
    """Say whether somebody may give authority on a case at all; how much is another question."""
    return item.system.owner.actor_id == by.id or any(
        access.may_supervise(by, one) for one in places(item, held)
    )


def may_get(to: Actor, item: ReviewItem, held: Approval | None) -> bool:
    """Say whether somebody works where a case is or its decision is held, so that they see it."""
    return any(access.may_work(to, one) or access.may_supervise(to, one) for one in places(item, held))


def _require_apart(item: ReviewItem, held: Approval | None, by: Actor, to: Actor) -> None:
    """Refuse whoever had a part in a held decision, or has something to do with the subject.

    Raises: relations.RelatedToYou, and as who_may.why_not_approve.
    """
    relations.require_unrelated(to, item)
    if held is None:
        return
    excluded = who_may.excluded_from(
        item.id, decided_by_id=held.decided_by_id, policy_id=held.decision.policy_id
    )
    for one in (to, by):
        if one.id in excluded:
            raise excluded[one.id](permission="approve_what_another_decided")


def take_back_once(*, authority_id: UUID, by: Actor, now: datetime) -> OneTimeAuthority:
    """Take back an authority that was not used: by whoever gave it, supervises the case or owns the system.

    Raises: refusals.NotVisible, NotCovered, AuthorityOver.
    Writes: OneTimeAuthority taken back, record `authority.taken_back`.
    """
    with transactions.verb():
        rows = who_may.visible_authorities(by).filter(id=authority_id)
        if not rows.exists():
            raise refusals.NotVisible
        row = (
            OneTimeAuthority.objects.select_related("system__owner", "person")
            .select_for_update(of=("self",))
            .get(id=authority_id)
        )
        if not who_may.may_take_back(by, row):
            raise NotCovered(permission="supervise_inbox")
        if row.used_at is not None or row.revoked_at is not None or row.expires_at <= now:
            raise AuthorityOver
        row.revoked_at, row.revoked_by = now, by
        row.save(update_fields=["revoked_at", "revoked_by"])
        on = ("authority", row.id)
        data = {"authority": row.id, "from": row.person_id}
        audit.record("authority.taken_back", on=on, by=by, at=now, case_id=row.case_id, data=data)
        return row


def _outcome(item: ReviewItem, outcome: str) -> OutcomeCode | None:
    if not outcome:
        return None
    found = OutcomeCode.objects.filter(system=item.system_id, code=outcome).first()
    if found is None:
        raise OneTimeInvalid(field="outcome")
    return found


def _require_covered(
    item: ReviewItem, outcome: OutcomeCode | None, amount_minor: int, *, by: Actor, now: datetime
) -> None:
    """Refuse to give more than one has; for any outcome, one has to have it for every one."""
    reach = registry.reach(system_id=item.system_id, roles=accounts.roles(by), person_id=by.id, now=now)
    for one in reach.outcome_codes if outcome is None else [outcome]:
        if not registry.covers(reach.limits, outcome_id=one.id, amount_minor=amount_minor):
            raise NotCovered(permission="authority")


def find_once(
    item: ReviewItem,
    *,
    outcome_id: UUID,
    by: Actor,
    now: datetime,
    approval: UUID | None = None,
    amount_minor: int | None = None,
) -> OneTimeAuthority | None:
    """Lock the one-time authority that covers a decision on an item, the first to end; None without.

    approval: to resolve this held decision; None: to decide. amount_minor: of which it shall be,
    where that is not what is at stake.
    """
    transactions.require()
    rows = OneTimeAuthority.objects.select_for_update(of=("self",)).filter(
        case=item.case_id,
        system=item.system_id,
        person=by,
        approval=approval,
        used_by=None,
        revoked_at=None,
        expires_at__gt=now,
        amount_minor__gte=max(item.stake_minor or 0, amount_minor or 0),
    )
    fitting = (one for one in rows.order_by("expires_at", "id") if one.outcome_code_id in {None, outcome_id})
    return next(fitting, None)


def use_once(row: OneTimeAuthority, decision: Decision, *, now: datetime) -> None:
    """Keep which decision an authority carried; undone before it is in force, it is used all the same."""
    transactions.require()
    row.used_by, row.used_at = decision, now
    row.save(update_fields=["used_by", "used_at"])
