"""Putting another definition of the segments of an AI system in the place of the one that counts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from apps.core import transactions
from apps.registry.models import AISystem, Autonomy


def define_segments(*, system: AISystem, segments: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """Let other segments count from now on; the caller holds the system's row, checked them, and records it.

    What goes keeps its key and name for rows of the past. Its step of autonomy ends with it.
    """
    transactions.require()
    kept = {one["key"] for one in segments}
    former = {one["key"]: one for one in (*system.former_segments, *system.segments)}
    system.former_segments = [one for key, one in former.items() if key not in kept]
    system.segments, system.segments_since = list(segments), now
    system.save(update_fields=["segments", "segments_since", "former_segments"])
    Autonomy.objects.filter(system=system).exclude(segment__in=kept).delete()
