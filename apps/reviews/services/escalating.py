"""Escalation: an undecided item climbs to somebody who may decide it, or comes back with a note."""

from datetime import datetime
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Least

from apps.accounts import selectors as accounts
from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import refusals, transactions
from apps.core.words import say
from apps.reviews import rules
from apps.reviews.models import Escalation, Inbox, ReviewItem
from apps.reviews.services import because, moving
from apps.reviews.states import EscalationWhy, ItemState, ReasonKind

WORDS = {
    EscalationWhy.OVER_AUTHORITY: say("Above the officer's authority"),
    EscalationWhy.UNSURE: say("The officer was not sure"),
    EscalationWhy.SECOND_OPINION: say("The officer asked for a second opinion"),
    EscalationWhy.DEADLINE: say("Its due time passed undecided"),
    EscalationWhy.OTHER: say("Escalated by the officer"),
}


class NowhereToClimb(refusals.IllegalMove):
    code = "nowhere_to_climb"
    sentence = say("There is no level above this inbox.")


class NotEscalated(refusals.IllegalMove):
    code = "not_escalated"
    sentence = say(
        "This case was not escalated, so it cannot be returned. Give it back to its inbox instead."
    )


class NoteMissing(refusals.Invalid):
    code = "note_missing"
    sentence = say("Write one sentence for the person who reads this next.")


def escalate(
    *, item_id: UUID, why: str, note: str, version: int, token: int, by: Actor, now: datetime
) -> Escalation:
    """Send an item one holds to the next level.

    Raises: as moving.require_hold; NowhereToClimb, refusals.Invalid, NoteMissing (why is `other`).
    Writes: Escalation, ItemReason, record `item.escalated`.
    """
    transactions.require()
    item = moving.lock(item_id=item_id, by=by)
    moving.require_hold(item, by=by, token=token, version=version, now=now)
    reason = cause(why, note)
    above = item.inbox.climbs_to
    if above is None:
        raise NowhereToClimb
    moving.end_claim(item, why="escalated", now=now)
    return _climb(item, above=above, why=reason, note=note, by=by, now=now)


def cause(why: str, note: str) -> EscalationWhy:
    """Return the coded reason for sending an item up.

    Raises: refusals.Invalid, NoteMissing.
    """
    unknown = refusals.Invalid(say("Say why it climbs: choose one of the list."), field="why")
    if why == EscalationWhy.DEADLINE:
        raise unknown
    return because.coded(why, note, of=EscalationWhy, unknown=unknown, wordless=NoteMissing(field="note"))


def _climb(
    item: ReviewItem, *, above: Inbox, why: EscalationWhy, note: str, by: Actor, now: datetime
) -> Escalation:
    """Move an item up; the caller has ended any claim. An escalation still open is handed on."""
    Escalation.objects.filter(item=item, closed_at=None).update(closed_at=now, result="CLIMBED")
    below = item.inbox
    moving.close_reasons(item, now=now)
    if item.state == ItemState.CLAIMED:
        moving.move(item, to=ItemState.OPEN, inbox=above, **moving.FREED, **moving.UNASSIGNED)
    else:
        ReviewItem.objects.filter(id=item.id).update(
            inbox=above, version=F("version") + 1, **moving.UNASSIGNED
        )
        item.inbox, item.version = above, item.version + 1
    escalation = Escalation.objects.create(
        item=item,
        raised_by=by,
        raised_at=now,
        why=why,
        sealed_note=because.sealed(item, note),
        from_inbox=below,
        to_inbox=above,
    )
    because.open_reason(
        item,
        kind=ReasonKind.ESCALATED,
        code=why.value,
        says=WORDS[why],
        tells_advice=why is not EscalationWhy.DEADLINE,  # what an officer saw and thought of it
        now=now,
    )
    audit.record(
        "item.escalated",
        on=("item", item.id),
        by=by,
        at=now,
        case_id=item.case_id,
        data={"why": why.value, "from": below.id, "to": above.id, "escalation": escalation.id},
        rows=[{"escalation": escalation.id, "note": escalation.sealed_note}],
    )
    return escalation


def return_escalated(
    *, item_id: UUID, note: str, version: int, token: int, by: Actor, now: datetime
) -> Escalation:
    """Send an escalated item one holds back to where it came from, with a note for the officer.

    Raises: as moving.require_hold; NotEscalated, NoteMissing.
    Writes: Escalation closed, ItemReason, record `item.returned`.
    """
    transactions.require()
    item = moving.lock(item_id=item_id, by=by)
    moving.require_hold(item, by=by, token=token, version=version, now=now)
    escalation = Escalation.objects.filter(item=item, closed_at=None).select_related("from_inbox").first()
    if escalation is None:
        raise NotEscalated
    if not note.strip():
        raise NoteMissing(field="note")
    because.refuse_long(note)
    sealed = because.sealed(item, note)
    Escalation.objects.filter(id=escalation.id).update(
        closed_at=now, closed_by=by, result="RETURNED", sealed_answer=sealed
    )
    _open_the_one_below(item, escalation)
    moving.end_claim(item, why="returned", now=now)
    moving.close_reasons(item, now=now)
    moving.move(item, to=ItemState.OPEN, inbox=escalation.from_inbox, **moving.FREED, **moving.UNASSIGNED)
    says = say("Returned by the supervisor with a note")
    because.open_reason(item, kind=ReasonKind.RETURNED, says=says, now=now)
    audit.record(
        "item.returned",
        on=("item", item.id),
        by=by,
        at=now,
        case_id=item.case_id,
        data={"escalation": escalation.id, "to": escalation.from_inbox_id},
        rows=[{"escalation": escalation.id, "note": sealed}],
    )
    return escalation


def _open_the_one_below(item: ReviewItem, returned: Escalation) -> None:
    """Let an item that had climbed twice wait one level lower again, as it did before it climbed on."""
    handed_on = Escalation.objects.filter(item=item, result="CLIMBED", to_inbox=returned.from_inbox)
    below = handed_on.order_by("raised_at", "id").last()
    if below is not None:
        Escalation.objects.filter(id=below.id).update(closed_at=None, result="")


def escalate_overdue(*, now: datetime, limit: int = 100) -> int:
    """Let open items climb whose due time passed; once each, also after downtime and with two schedulers.

    On the last level the item stays and becomes more urgent. Returns how many fired.
    """
    with transactions.verb():
        if transactions.history_runs():
            return 0
        rows = list(
            ReviewItem.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("inbox__climbs_to", "case")
            .filter(state=ItemState.OPEN, due_at__lte=now, urgency_due=0)
            .order_by("due_at")[:limit]
        )
        for item in rows:
            _overdue(item, now)
        return len(rows)


def _overdue(item: ReviewItem, now: datetime) -> None:
    system = accounts.system_actor(item.inbox.organisation_id)
    ReviewItem.objects.filter(id=item.id).update(
        urgency_due=rules.DUE_POINTS, urgency=Least(F("urgency") + rules.DUE_POINTS, 100)
    )
    above = item.inbox.climbs_to
    if above is not None:
        _climb(item, above=above, why=EscalationWhy.DEADLINE, note="", by=system, now=now)
        return
    because.open_reason(item, kind=ReasonKind.DEADLINE, says=say("Its due time passed undecided"), now=now)
    audit.record(
        "item.overdue",
        on=("item", item.id),
        by=system,
        at=now,
        case_id=item.case_id,
        data={"due_at": item.due_at},
    )
