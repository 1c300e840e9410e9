"""How much lies in inboxes beside the room they have: for whoever says who works where."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import OuterRef

from apps.flow.selectors.counting import up_to
from apps.intake.models import CaseKind
from apps.reviews.models import Inbox, ReviewItem
from apps.reviews.states import ItemState


@dataclass(frozen=True, slots=True)
class Load:
    """Cases that wait and that somebody holds, exact up to 1,000. room: so many fall due on a day."""

    n_open: int
    n_held: int
    room: int | None


def loads(inbox_ids: Collection[UUID]) -> dict[UUID, Load]:
    """Return what lies in each of these inboxes; the caller knows that it may be told. One statement."""
    items = ReviewItem.objects.filter(inbox=OuterRef("pk")).exclude(case__kind=CaseKind.KNOWN_ANSWER)
    rows = Inbox.objects.filter(id__in=inbox_ids).annotate(
        n_open=up_to(items.filter(state=ItemState.OPEN)), n_held=up_to(items.filter(state=ItemState.CLAIMED))
    )
    return {one.id: Load(one.n_open, one.n_held, one.per_day) for one in rows}
