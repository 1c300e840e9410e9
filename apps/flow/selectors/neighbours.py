"""The case before and after one in the order of its inbox, as somebody who works through it meets them."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import OuterRef

from apps.accounts.models import Actor
from apps.core import refusals
from apps.flow.selectors import cursors
from apps.flow.selectors.counting import COUNT_TO, Counted, up_to
from apps.reviews import access
from apps.reviews.models import ReviewItem
from apps.reviews.states import ItemState


def neighbour(*, item_id: UUID, is_next: bool, to: Actor) -> UUID | None:
    """Return the open item that stands next to one in its inbox; None where the list ends.

    In policy's order; what somebody holds, or what waits, is passed over. Two statements.
    Raises: refusals.NotVisible.
    """
    item = access.visible_items(to).filter(id=item_id).first()
    if item is None:
        raise refusals.NotVisible
    order = cursors.POLICY if is_next else cursors.AGAINST_POLICY
    inboxes = access.inbox_ids(to) & {item.inbox_id}
    seen = ReviewItem.objects.filter(inbox__in=inboxes, state=ItemState.OPEN)
    beside = order.page(seen.exclude(id=item.id), order.cursor(item), 1).values_list("id", flat=True)
    return next(iter(beside), None)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item stands among the open ones of its inbox; exact up to 1,000, 1,001 says more."""

    n: int
    of: int


def counts() -> dict[str, Counted]:
    """Count for an item what `place` needs, inside the statement that reads it.

    What stands before it in three pieces: each is one range of the index of open items, cut at 1,001.
    """
    others = ReviewItem.objects.filter(inbox=OuterRef("inbox"), state=ItemState.OPEN)
    as_urgent = others.filter(urgency=OuterRef("urgency"))
    return {
        "n_more_urgent": up_to(others.filter(urgency__gt=OuterRef("urgency"))),
        "n_due_before": up_to(as_urgent.filter(due_at__lt=OuterRef("due_at"))),
        "n_due_as_soon": up_to(as_urgent.filter(due_at=OuterRef("due_at"), id__lt=OuterRef("pk"))),
        "n_others": up_to(others.exclude(id=OuterRef("pk"))),
    }


def place(item: ReviewItem, to: Actor) -> Place | None:
    """Say where an item read with `counts` stands, to who may look into its inbox; None once it is closed."""
    if item.closed_at is not None or item.inbox_id not in access.inbox_ids(to):
        return None
    told = item.__dict__
    before = told["n_more_urgent"] + told["n_due_before"] + told["n_due_as_soon"]
    return Place(min(before + 1, COUNT_TO), min(told["n_others"] + 1, COUNT_TO))
