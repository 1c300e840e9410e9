"""Escalation: an undecided item climbs to somebody who may decide it, or comes back with a note."""

from datetime import datetime
from uuid import UUID

from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import refusals, transactions
from apps.core.words import say
from apps.policy.rules import On
from apps.reviews.models import Escalation, ReviewItem
from apps.reviews.services import because, climbing, ladders, moving
from apps.reviews.states import RAISED_FOR, EscalationWhy, ItemState, ReasonKind


class NowhereToClimb(refusals.IllegalMove):
    code = "nowhere_to_climb"
    sentence = say("There is no level above the owner's.")


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

    Raises: as moving.require_hold, moving.require_first_hand; NowhereToClimb, refusals.Invalid, NoteMissing
    (why: `other`).
    Writes: Escalation, ItemReason, record `item.escalated`.
    """
    transactions.require()
    item = moving.lock(item_id=item_id, by=by)
    moving.require_hold(item, by=by, token=token, version=version, now=now)
    moving.require_first_hand(item)
    reason = cause(why, note)
    on = On.OVER_AUTHORITY if reason is EscalationWhy.OVER_AUTHORITY else On.RAISED
    stay, rung = _next(item, on)
    sealed = because.sealed(item, note)
    return climbing.climb([climbing.Climb(item, stay, rung, (reason,), by, sealed)], now=now)[0]


def _next(item: ReviewItem, on: On) -> tuple[Escalation | None, ladders.Rung]:
    """Return where an item is on its ladder and the level to which something sends it, at least one up.

    Raises: NowhereToClimb.
    """
    stay = Escalation.objects.filter(item=item, closed_at=None).first()
    above = ladders.read([item])
    rung = ladders.wanted(above.rungs(item, stay), ladders.level_of(above.ladder(item), on))
    if rung is None:
        raise NowhereToClimb
    return stay, rung


def cause(why: str, note: str) -> EscalationWhy:
    """Return the coded reason for sending an item up.

    Raises: refusals.Invalid, NoteMissing.
    """
    unknown = refusals.Invalid(say("Say why it climbs: choose one of the list."), field="why")
    if why not in {one.value for one in RAISED_FOR}:
        raise unknown
    return because.coded(why, note, of=EscalationWhy, unknown=unknown, wordless=NoteMissing(field="note"))


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
    _open_the_one_below(item, escalation, now)
    moving.end_claim(item, why="returned", now=now)
    moving.close_reasons(item, now=now)
    more_time = _more_time(item, escalation, now)
    moving.move(
        item,
        to=ItemState.OPEN,
        inbox=escalation.from_inbox,
        entered_at=now,
        **more_time,
        **moving.FREED,
        **moving.UNASSIGNED,
    )
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


def _more_time(item: ReviewItem, escalation: Escalation, now: datetime) -> dict[str, object]:
    """Give a case that comes back overdue one working day more, after which it climbs again."""
    if not item.urgency_due:
        return {}
    until = ladders.Clocks(now).until(ladders.usual(escalation.from_inbox))
    return {"due_at": until, "urgency_due": 0, "urgency": max(0, item.urgency - item.urgency_due)}


def _open_the_one_below(item: ReviewItem, returned: Escalation, now: datetime) -> None:
    """Let an item that had climbed twice wait one level lower again, for all of that level's time."""
    handed_on = Escalation.objects.filter(item=item, result="CLIMBED", level__lt=returned.level)
    below = handed_on.filter(to_inbox=returned.from_inbox).order_by("raised_at", "id").last()
    if below is not None:
        until = ladders.again_until(item, below, now=now)
        Escalation.objects.filter(id=below.id).update(closed_at=None, result="", climbs_at=until)
