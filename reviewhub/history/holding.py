"""How somebody of a past holds an item: the lease of an open page, and what they say first."""

from datetime import datetime, timedelta

from apps.accounts.models import Actor
from apps.reviews import services as reviews
from apps.reviews.models import ReviewItem

_HEARTBEAT = timedelta(seconds=30)  # an open page lengthens its lease this long before it runs out


def kept(item: ReviewItem, *, by: Actor, until: datetime) -> ReviewItem:
    """Keep the lease of an item as an open page does."""
    while item.held_until is not None and item.held_until <= until:
        item = reviews.extend(item_id=item.id, token=item.token, by=by, now=item.held_until - _HEARTBEAT)
    return item


def said_first(item: ReviewItem, view: reviews.View, *, by: Actor, at: datetime) -> ReviewItem:
    """Say what the facts alone suggest, on an item that asks for it."""
    held = kept(item, by=by, until=at)
    given = reviews.give_first_view(
        item_id=held.id, view=view, version=held.version, token=held.token, by=by, now=at
    )
    return given.item
