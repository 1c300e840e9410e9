"""A supervisor takes a held case over with a reason; the old tab of its holder writes nothing any more."""

from datetime import datetime
from uuid import UUID

from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import refusals, transactions
from apps.core.words import Words, say
from apps.reviews import access
from apps.reviews.access import standing_in
from apps.reviews.models import ReviewItem
from apps.reviews.services import because, claiming, moving
from apps.reviews.states import ItemState, ReasonKind, TakeOverWhy

SAYS: dict[TakeOverWhy, Words] = {
    TakeOverWhy.ABSENT: say("Taken over by a supervisor: its holder is away"),
    TakeOverWhy.URGENT: say("Taken over by a supervisor: it cannot wait"),
    TakeOverWhy.CONFLICT: say("Taken over by a supervisor: its holder should not decide it"),
    TakeOverWhy.OTHER: say("Taken over by a supervisor: see the note"),
}


class NotSupervising(refusals.NotAllowed):
    code = "not_supervising"
    sentence = say("Only whoever supervises this inbox may take a held case over.")


class NotHeldByAnother(refusals.IllegalMove):
    code = "not_held_by_another"
    sentence = say("Nobody else holds this case now. It can be taken as usual.")


class TakeOverWhyMissing(refusals.Invalid):
    code = "take_over_why"
    sentence = say("Say why you take it over: choose one of the list.")


class TakeOverNoteMissing(refusals.Invalid):
    code = "take_over_note"
    sentence = say("Write why you take it over.")


def take_over(
    *, item_id: UUID, why: str, note: str, version: int, by: Actor, now: datetime
) -> tuple[ReviewItem, Actor]:
    """Take an item that somebody else holds; returns it with who held it.

    Raises: refusals.NotVisible, NotSupervising, moving.OnlyAnOpinion, AlreadyClosed, NotHeldByAnother,
    ItemStale, TakeOverWhyMissing, TakeOverNoteMissing.
    Writes: Claim, ItemReason, record `item.taken_over`.
    """
    transactions.require()
    item = moving.lock(item_id=item_id, by=by)
    if not access.may_supervise(by, item.inbox_id):
        raise NotSupervising(permission="supervise_inbox")
    access.refuse_owners(by, item)
    moving.require_first_hand(item)
    if not ItemState(item.state).waits:
        raise moving.AlreadyClosed(state=item.state)
    holder = item.holder
    is_held = item.state == ItemState.CLAIMED and item.held_until is not None and item.held_until > now
    if not is_held or holder is None or holder.id == by.id:
        raise NotHeldByAnother
    if item.version != version:
        raise moving.ItemStale(version=item.version)
    cause = because.coded(
        why,
        note,
        of=TakeOverWhy,
        unknown=TakeOverWhyMissing(field="take_why"),
        wordless=TakeOverNoteMissing(field="take_note"),
        field="take_note",
    )
    moving.end_claim(item, why="taken_over", now=now)
    claiming.hold(item, by=by, now=now)
    reason = because.open_reason(
        item, kind=ReasonKind.TAKEN_OVER, code=cause.value, says=SAYS[cause], note=note, now=now
    )
    audit.record(
        "item.taken_over",
        on=("item", item.id),
        by=by,
        at=now,
        case_id=item.case_id,
        data={"from": holder.id, "why": cause.value, "token": item.token, "until": item.held_until}
        | standing_in.supervising_under(by, item.inbox_id),
        rows=[{"reason": reason.id, "note": reason.sealed_note}],
    )
    return item, holder
