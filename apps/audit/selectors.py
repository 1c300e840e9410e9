from collections.abc import Iterable
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
