"""A supervisor takes what somebody holds or was given from them: back to everybody, or to somebody else."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import refusals, transactions
from apps.core.words import Words, say
from apps.reviews import access
from apps.reviews.access import standing_in
from apps.reviews.models import ReviewItem
from apps.reviews.services import assigning, because, moving
from apps.reviews.states import HandOnWhy, ItemState, ReasonKind

SAYS: dict[HandOnWhy, Words] = {
    HandOnWhy.ABSENT: say("Handed on by a supervisor: whoever had it is away"),
    HandOnWhy.LOAD: say("Handed on by a supervisor: whoever had it has too much"),
    HandOnWhy.SKILL: say("Handed on by a supervisor: somebody else knows this kind of case"),
    HandOnWhy.CONFLICT: say("Handed on by a supervisor: whoever had it should not decide it"),
    HandOnWhy.OTHER: say("Handed on by a supervisor: see the note"),
}


class NothingToHandOn(refusals.IllegalMove):
    code = "nothing_to_hand_on"
    sentence = say("Nobody holds this case any more, and it is given to nobody.")


class HasItAlready(refusals.Invalid):
    code = "has_it_already"
    sentence = say("This person has the case already. Choose somebody else, or everybody.")


class HandOnWhyMissing(refusals.Invalid):
    code = "hand_on_why"
    sentence = say("Say why: choose one of the list.")


class HandOnNoteMissing(refusals.Invalid):
    code = "hand_on_note"
    sentence = say("Write why, for whoever has the case next.")


@dataclass(frozen=True, slots=True)
class HandedOn:
    """An item that somebody had, and now nobody or somebody else has."""

    item: ReviewItem
    before: Actor
    to: Actor | None


def who_has(item: ReviewItem, *, now: datetime) -> Actor | None:
    """Return who holds an item now, or to whom an open one is given; None when nobody has it."""
    if item.state == ItemState.CLAIMED and item.held_until is not None and item.held_until > now:
        return item.holder
    is_given = item.state == ItemState.OPEN and item.assigned_until is not None and item.assigned_until > now
    return item.assigned_to if is_given else None


def hand_on(
    *, item_id: UUID, to: Actor | None, why: str, note: str, version: int, by: Actor, now: datetime
) -> HandedOn:
    """Take an item from who has it: with None it is everybody's again, else it is kept for somebody a day.

    Who held it writes nothing any more; what they typed stays theirs.
    Raises: refusals.NotVisible, MayNotAssign, AlreadyClosed, NothingToHandOn, ItemStale, HasItAlready,
    RecipientAway, NotForThem, HandOnWhyMissing, HandOnNoteMissing.
    Writes: ItemReason, record `item.handed_on`.
    """
    transactions.require()
    item = moving.lock(item_id=item_id, by=by)
    assigning.require_supervisor(by, item.inbox_id)
    if not ItemState(item.state).waits:
        raise moving.AlreadyClosed(state=item.state)
    before = who_has(item, now=now)
    if before is None:
        raise NothingToHandOn
    if item.version != version:
        raise moving.ItemStale(version=item.version)
    cause = because.coded(
        why,
        note,
        of=HandOnWhy,
        unknown=HandOnWhyMissing(field="why"),
        wordless=HandOnNoteMissing(field="note"),
    )
    if to is not None:
        _require_fit(item, to, before, now)
    pass_to(item, to=to, before=before, cause=cause, note=note, by=by, now=now)
    return HandedOn(item, before, to)


def _require_fit(item: ReviewItem, to: Actor, before: Actor, now: datetime) -> None:
    if to.id == before.id:
        raise HasItAlready(field="to")
    assigning.require_present(to, now=now)
    if access.why_not(to, item, item.escalations.all()) is not None:
        raise assigning.NotForThem(field="to")


def pass_to(
    item: ReviewItem,
    *,
    to: Actor | None,
    before: Actor,
    cause: HandOnWhy,
    note: str,
    by: Actor,
    now: datetime,
    says: Words | None = None,
) -> None:
    """Move a locked item from who has it to somebody, or to everybody; the caller knows that it may be.

    Writes: ItemReason, record `item.handed_on`.
    """
    given = {"assigned_to_id": to.id if to else None, "assigned_until": now + assigning.LASTS if to else None}
    if item.state == ItemState.CLAIMED:
        moving.end_claim(item, why="handed_on", now=now)
        moving.move(item, to=ItemState.OPEN, **given, **moving.FREED)
    else:
        moving.renew(item, **given)
    said = says or SAYS[cause]
    reason = because.open_reason(
        item, kind=ReasonKind.HANDED_ON, code=cause.value, says=said, note=note, now=now
    )
    audit.record(
        "item.handed_on",
        on=("item", item.id),
        by=by,
        at=now,
        case_id=item.case_id,
        data={"from": before.id, "to": item.assigned_to_id, "why": cause.value, "until": item.assigned_until}
        | standing_in.supervising_under(by, item.inbox_id),
        rows=[{"reason": reason.id, "note": reason.sealed_note}],
    )
