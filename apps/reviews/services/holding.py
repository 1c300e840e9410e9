"""Items that nobody can take while their AI system is paused that way; afterwards they are as any other."""

from datetime import datetime
from uuid import UUID

from apps.core import transactions
from apps.reviews.models import ItemReason, ReviewItem
from apps.reviews.services import climbing, moving
from apps.reviews.states import ItemState, ReasonKind


def systems_with_held() -> list[UUID]:
    """Return the AI systems of which items are held by a pause."""
    held = ReviewItem.objects.filter(
        state=ItemState.WAITING, reasons__kind=ReasonKind.PAUSED, reasons__closed_at=None
    )
    return list(held.order_by("system_id").values_list("system_id", flat=True).distinct())


def lock_held(*, system_id: UUID, limit: int) -> list[ReviewItem]:
    """Lock items of a system that a pause holds, the oldest first; what somebody else works on is left."""
    transactions.require()
    held = ItemReason.objects.filter(kind=ReasonKind.PAUSED, closed_at=None).values("item")
    rows = ReviewItem.objects.select_for_update(of=("self",), skip_locked=True).filter(
        system=system_id, state=ItemState.WAITING, id__in=held
    )
    found = rows.select_related("system", "recommendation__outcome_code").order_by("opened_at", "id")
    return list(found[:limit])


def free(*, item: ReviewItem, now: datetime) -> None:
    """Let people take a locked item; the time it was held does not count against them."""
    transactions.require()
    held_for = now - item.opened_at
    moving.move(item, to=ItemState.OPEN, due_at=item.due_at + held_for)
    climbing.stand_still(item, held_for)
    ItemReason.objects.filter(item=item, kind=ReasonKind.PAUSED, closed_at=None).update(closed_at=now)
