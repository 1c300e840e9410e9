"""The case before and after one in the order of its inbox, as somebody who works through it meets them."""

from uuid import UUID

from apps.accounts.models import Actor
from apps.core import refusals
from apps.flow.selectors import cursors
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
