"""How work on an AI system's cases really happened: signals by kind and coded reason, never by person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from apps.measures.models import WorkSignal


@dataclass(frozen=True, slots=True)
class SignalCount:
    """So many signals of one kind with one code."""

    kind: str
    code: str
    n: int


def signal_counts(*, system_id: UUID, since: datetime | None) -> Sequence[SignalCount]:
    """Count signals since an instant, the most frequent first; one statement over the index of an AI system.

    The caller has seen to it that the reader may read the figures of the AI system.
    """
    rows = WorkSignal.objects.filter(system_id=system_id)
    if since is not None:
        rows = rows.filter(at__gte=since)
    counted = rows.order_by().values_list("kind", "code").annotate(n=Count("id"))
    return [SignalCount(*one) for one in counted.order_by("-n", "kind", "code")]
