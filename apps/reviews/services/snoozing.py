"""Laying a case aside until a time, with a coded reason: it comes back to its inbox by itself."""

from datetime import datetime, timedelta
from uuid import UUID

from apps.accounts import selectors as accounts
from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import refusals, transactions
from apps.core.words import Words, say
from apps.reviews import access
from apps.reviews.models import ItemReason, ReviewItem
from apps.reviews.services import because, moving
from apps.reviews.states import ItemState, LaterWhy, ReasonKind

LONGEST = timedelta(days=60)
SAYS: dict[LaterWhy, Words] = {
    LaterWhy.DOCUMENT: say("Laid aside: a document is on its way"),
    LaterWhy.CALL: say("Laid aside: a call is awaited"),
    LaterWhy.QUIET: say("Laid aside: it needs a quiet hour"),
    LaterWhy.MIX: say("Laid aside: other cases come first"),
    LaterWhy.OTHER: say("Laid aside: see the note"),
}
BACK = say("It was laid aside until now")


class LaterWhyMissing(refusals.Invalid):
    code = "later_why"
    sentence = say("Say why it is for later: choose one of the list.")


class LaterNoteMissing(refusals.Invalid):
    code = "later_note"
    sentence = say("Write a word on why.")


class SnoozeTimeWrong(refusals.Invalid):
    code = "snooze_until"
    sentence = say("Choose a time that is to come, at most 60 days from now.")


class PastDueWithoutAWord(refusals.Invalid):
    code = "past_due"
    sentence = say(
        "This is past the time by which the case is due. Write a note that says why that is right."
    )


class NotSnoozed(refusals.IllegalMove):
    code = "not_snoozed"
    sentence = say("This case is not laid aside.")


def cause(why: str, note: str, *, field: str = "later_why") -> LaterWhy:
    """Return the coded reason for doing a case later; field: the one of the form in which it is chosen.

    Raises: LaterWhyMissing, LaterNoteMissing.
    """
    return because.coded(
        why,
        note,
        of=LaterWhy,
        unknown=LaterWhyMissing(field=field),
        wordless=LaterNoteMissing(field="note"),
    )


def snooze(
    *,
    item_id: UUID,
    until: datetime,
    why: str,
    note: str,
    version: int,
    token: int,
    by: Actor,
    now: datetime,
) -> ReviewItem:
    """Lay an item one holds aside until a time; what was typed is kept.

    Raises: as moving.require_hold and cause; SnoozeTimeWrong, PastDueWithoutAWord.
    Writes: ItemReason, Claim ended, record `item.snoozed`.
    """
    transactions.require()
    item = moving.lock(item_id=item_id, by=by)
    moving.require_hold(item, by=by, token=token, version=version, now=now)
    code = cause(why, note)
    require_time(until, now=now)
    if until > item.due_at and not note.strip():
        raise PastDueWithoutAWord(field="note")
    moving.end_claim(item, why="snoozed", now=now)
    ItemReason.objects.filter(item=item, kind=ReasonKind.SNOOZED, closed_at=None).update(closed_at=now)
    moving.move(item, to=ItemState.WAITING, snoozed_until=until, snoozed_by_id=by.id, **moving.FREED)
    reason = because.open_reason(
        item, kind=ReasonKind.SNOOZED, code=code.value, says=SAYS[code], note=note, now=now
    )
    audit.record(
        "item.snoozed",
        on=("item", item.id),
        by=by,
        at=now,
        case_id=item.case_id,
        data={"until": until, "why": code.value, "past_due": until > item.due_at},
        rows=[{"reason": reason.id, "note": reason.sealed_note}],
    )
    return item


def require_time(until: datetime, *, now: datetime) -> None:
    """Refuse a time that is past, or too far away.

    Raises: SnoozeTimeWrong.
    """
    if not now < until <= now + LONGEST:
        raise SnoozeTimeWrong(field="until")


def wake_up(*, item_id: UUID, version: int, by: Actor, now: datetime) -> ReviewItem:
    """Bring an item that is laid aside back before its time; whoever may decide it may do so.

    Raises: refusals.NotVisible, CannotWork, RaisedByYou, NotSnoozed, ItemStale.
    Writes: ItemReason, record `item.woken`.
    """
    with transactions.verb():
        item = moving.lock(item_id=item_id, by=by)
        access.require_work(by, item)
        if item.state != ItemState.WAITING or item.snoozed_until is None:
            raise NotSnoozed
        if item.version != version:
            raise moving.ItemStale(version=item.version)
        _return(item, by=by, now=now)
        return item


def return_snoozed(*, now: datetime, limit: int = 200) -> int:
    """Put items whose time came back into their inboxes; each once, however often this runs."""
    with transactions.verb():
        if transactions.history_runs():
            return 0
        rows = list(
            ReviewItem.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("inbox", "case")
            .filter(state=ItemState.WAITING, snoozed_until__lte=now)
            .order_by("snoozed_until")[:limit]
        )
        for item in rows:
            _return(item, by=accounts.system_actor(item.inbox.organisation_id), now=now)
        return len(rows)


def _return(item: ReviewItem, *, by: Actor, now: datetime) -> None:
    until = item.snoozed_until
    ItemReason.objects.filter(item=item, kind=ReasonKind.SNOOZED, closed_at=None).update(closed_at=now)
    moving.move(item, to=ItemState.OPEN, snoozed_until=None, snoozed_by_id=None)
    because.open_reason(item, kind=ReasonKind.SNOOZED, code="back", says=BACK, now=now)
    audit.record(
        "item.woken",
        on=("item", item.id),
        by=by,
        at=now,
        case_id=item.case_id,
        data={"until": until, "early": bool(until and until > now)},
    )
