"""Signs of how work really happens, kept beside the verbs that they belong to (mission, row S2)."""

from datetime import datetime

from apps.accounts.models import Actor
from apps.core import refusals, transactions
from apps.core.words import say
from apps.flow.selectors.inbox import SORTS
from apps.measures import services as measures
from apps.reviews import access
from apps.reviews.models import ReviewItem
from apps.reviews.states import ItemState


class SortUnknown(refusals.Invalid):
    code = "sort_unknown"
    sentence = say("Choose one of the orders that the list knows.")


def resort(*, inbox_slug: str, sort: str, by: Actor, now: datetime) -> ReviewItem | None:
    """Note that somebody wants an inbox in another order than policy's; returns what policy had put first.

    Nothing is moved: an order belongs to who reads. Without an open item there is nothing to pass over.
    Raises: refusals.NotVisible, SortUnknown.
    Writes: WorkSignal `resorted` on that item, its code the order.
    """
    with transactions.verb():
        inbox = access.visible_inbox(by, slug=inbox_slug)
        if sort not in SORTS:
            raise SortUnknown(field="sort")
        waiting = ReviewItem.objects.filter(inbox=inbox, state=ItemState.OPEN)
        first = waiting.order_by("-urgency", "due_at", "id").first()
        if first is not None:
            measures.record_signal(
                item_id=first.id, system_id=first.system_id, kind="resorted", code=sort, by=by, at=now
            )
        return first
