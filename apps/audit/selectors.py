from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from apps.audit.models import Entry, Position


def entries_of_case(*, case_id: UUID, organisation_ids: Iterable[UUID]) -> QuerySet[Entry]:
    """Entries of one case, oldest first, each with its `position` (None until ordered)."""
    place = Position.objects.filter(entry_id=OuterRef("id")).values("number")[:1]
    return (
        Entry.objects.filter(case_id=case_id, organisation_id__in=list(organisation_ids))
        .annotate(position=Subquery(place))
        .order_by("said_at", "id")
    )


_CLOCKS_DIFFER = timedelta(minutes=2)  # ids are made by each machine's own clock


def entries_of_actor(*, actor_id: UUID, after: UUID, until: datetime) -> QuerySet[Entry]:
    """Entries of what an actor did behind an id and up to a time, oldest first; found by the time in ids."""
    last = UUID(int=int((until + _CLOCKS_DIFFER).timestamp() * 1000) << 80)
    return Entry.objects.filter(id__gt=after, id__lt=last, actor_id=actor_id).order_by("id")
