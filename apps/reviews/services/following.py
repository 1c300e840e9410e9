"""A newer recommendation replaces an item: whoever held it goes on, and drafts go with their writers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.accounts import selectors as accounts
from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import transactions
from apps.reviews import access
from apps.reviews.models import Claim, Draft, ReviewItem
from apps.reviews.states import ItemKind, ItemState


@dataclass(frozen=True, slots=True)
class Followed:
    """A replaced item and the newer one, with the people who held it or had typed on it."""

    old: ReviewItem
    new: ReviewItem | None
    people: tuple[UUID, ...]


def successor(item: ReviewItem) -> ReviewItem | None:
    """Return the item that waits in the place of a replaced one."""
    return _waiting([item]).get((item.case_id, item.system_id))


def _waiting(closed: Collection[ReviewItem]) -> dict[tuple[UUID, UUID], ReviewItem]:
    states = [state.value for state in ItemState if state.waits]
    rows = (
        ReviewItem.objects.select_related("inbox", "case")
        .filter(
            case__in={one.case_id for one in closed},
            system__in={one.system_id for one in closed},
            kind=ItemKind.RECOMMENDATION,
            state__in=states,
        )
        .order_by("opened_at", "id")
    )
    return {(one.case_id, one.system_id): one for one in rows}


def follow(*, closed: Sequence[ReviewItem], askers: Mapping[UUID, UUID], now: datetime) -> list[Followed]:
    """Carry holds and drafts over to the items that wait instead of the closed ones.

    A hold goes on to its end; only for whoever may work in the newer item's inbox. Nobody else's draft moves:
    it stays readable where it was typed. `askers`: who asked for a fact of a closed item, by its id.
    Writes: Claim, record `item.hold_carried`.
    """
    transactions.require()
    drafts: dict[UUID, list[Draft]] = {}
    for one in Draft.objects.select_related("by").filter(item__in=[item.id for item in closed]):
        drafts.setdefault(one.item_id, []).append(one)
    touched = [one for one in closed if one.holder_id or one.id in drafts or one.id in askers]
    if not touched:
        return []
    waiting = _waiting(touched)
    return [
        _carry(
            one, waiting.get((one.case_id, one.system_id)), drafts.get(one.id, []), askers.get(one.id), now
        )
        for one in touched
    ]


def _carry(
    old: ReviewItem, new: ReviewItem | None, drafts: Sequence[Draft], asker: UUID | None, now: datetime
) -> Followed:
    holder = old.holder if old.held_until is not None and old.held_until > now else None
    people = {one.by_id for one in drafts} | ({holder.id} if holder else set())
    people |= {asker} if asker else set()
    if new is not None:
        movable = [one.id for one in drafts if access.may_work(one.by, new.inbox_id)]
        Draft.objects.filter(id__in=movable).update(item=new)
        if holder is not None and new.state == ItemState.OPEN and access.may_work(holder, new.inbox_id):
            _hold_on(old, new, holder, now)
    return Followed(old, new, tuple(sorted(people)))


def _hold_on(old: ReviewItem, new: ReviewItem, holder: Actor, now: datetime) -> None:
    changed = ReviewItem.objects.filter(
        id=new.id, state=new.state, version=new.version, token=new.token
    ).update(
        state=ItemState.CLAIMED,
        holder=holder,
        held_since=now,
        held_until=old.held_until,
        token=new.token + 1,
    )
    assert changed == 1, "the newer item was opened in this transaction"
    new.state, new.holder, new.token = ItemState.CLAIMED, holder, new.token + 1
    new.held_since, new.held_until = now, old.held_until
    Claim.objects.create(item=new, by=holder, token=new.token, taken_at=now)
    audit.record(
        "item.hold_carried",
        on=("item", new.id),
        by=accounts.system_actor(new.inbox.organisation_id),
        at=now,
        case_id=new.case_id,
        data={"instead_of": old.id, "holder": holder.id, "token": new.token, "until": old.held_until},
    )
