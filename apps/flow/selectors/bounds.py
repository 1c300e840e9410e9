"""What the limits of a posture read at this moment: each figure with its n, by segment where it is one's."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q, Sum

from apps.accounts.models import ActorKind
from apps.delivery.models import Delivery
from apps.delivery.states import DeliveryState
from apps.measures import selectors as measures
from apps.measures.models import ContextCount, GroundingCount
from apps.registry import models as registry
from apps.registry import rules
from apps.registry.models import AISystem
from apps.registry.rules import Limit, Posture, Reading
from apps.registry.states import LimitKind

Key = tuple[LimitKind, str]
ARRIVED, STALE = "arrived", "stale"
WHOLE = ""  # where a segment's key would stand: all segments together


@dataclass(frozen=True, slots=True)
class Bounded:
    """The limit that a posture in force sets a figure, and what the limit reads of it now."""

    limit: Limit
    reading: Reading

    @property
    def is_passed(self) -> bool:
        """Say whether the figure is above its bound."""
        return rules.is_passed(self.limit, self.reading)


def bounded_overrides(*, systems: Iterable[AISystem], now: datetime) -> Mapping[UUID, Bounded]:
    """Return, by AI system, the limit of its override share as a whole; without one it is left out.

    What the limit reads is as a job counted it, or counted now where the limit looks at other weeks since.
    """
    found: dict[UUID, Bounded] = {}
    for system_id, posture, limit in _limited(systems):
        kept = measures.tallied(system_id=system_id)
        told = (kept.bounded if kept else None) or {}
        if told.get("weeks") == limit.weeks:
            found[system_id] = Bounded(limit, _share(told["n"], told["k"]))
        else:
            found[system_id] = Bounded(limit, _counted(system_id, posture, limit, now))
    return found


def overrides_to_keep(*, system: AISystem, now: datetime) -> Bounded | None:
    """Count what the limit of an AI system's override share reads; None without one. For a job."""
    for system_id, posture, limit in _limited([system]):
        return Bounded(limit, _counted(system_id, posture, limit, now))
    return None


def _limited(systems: Iterable[AISystem]) -> Iterator[tuple[UUID, Posture, Limit]]:
    for row in registry.Posture.objects.filter(system__in=list(systems), ended_at=None):
        posture = rules.read_posture(row.body)
        limit = posture.limits.get(LimitKind.OVERRIDE)
        if limit is not None:
            yield row.system_id, posture, limit


def _counted(system_id: UUID, posture: Posture, limit: Limit, now: datetime) -> Reading:
    return _overrides(system_id, posture, limit, now)[LimitKind.OVERRIDE, WHOLE]


def readings(*, system: AISystem, posture: Posture, now: datetime) -> dict[Key, Reading]:
    """Read every limit of a posture: (kind, segment) -> figure; the segment is empty for the whole system."""
    found: dict[Key, Reading] = {}
    for kind, limit in posture.limits.items():
        if kind is LimitKind.OVERRIDE:
            found |= _overrides(system.id, posture, limit, now)
        else:
            found[kind, WHOLE] = _WHOLE[kind](system.id, limit, now)
    return found


def _overrides(system_id: UUID, posture: Posture, limit: Limit, now: datetime) -> Mapping[Key, Reading]:
    """Read the whole AI system as its weekly figure counts it, and each segment with its second looks.

    Where the AI acts alone, second looks are nearly all that people say.
    """
    rows = (
        measures.counted(system_id=system_id)
        .filter(
            by_kind=ActorKind.PERSON,
            decided_at__gt=now - timedelta(weeks=limit.weeks),
            decided_at__lte=now,
        )
        .order_by()
        .values_list("segment", "is_audit")
        .annotate(n=Count("id"), k=Count("id", filter=Q(is_override=True)))
    )
    counted = list(rows)
    found = {
        (LimitKind.OVERRIDE, WHOLE): _summed((n, k) for _segment, is_audit, n, k in counted if not is_audit)
    }
    for segment in posture.segments:
        found[LimitKind.OVERRIDE, segment] = _summed((n, k) for key, _, n, k in counted if key == segment)
    return found


def _summed(parts: Iterable[tuple[int, int]]) -> Reading:
    pairs = list(parts)
    return _share(sum(n for n, _ in pairs), sum(k for _, k in pairs))


def _stale(system_id: UUID, limit: Limit, now: datetime) -> Reading:
    rows = ContextCount.objects.filter(
        system=system_id, fact="", source="", kind__in=[ARRIVED, STALE], day_on__gt=_since(limit, now)
    )
    counted = dict(rows.values_list("kind").annotate(n=Sum("n")).values_list("kind", "n"))
    return _share(counted.get(ARRIVED, 0), counted.get(STALE, 0))


def _unsupported(system_id: UUID, limit: Limit, now: datetime) -> Reading:
    rows = GroundingCount.objects.filter(system=system_id, day_on__gt=_since(limit, now))
    found = rows.aggregate(n=Sum("n_statements"), k=Sum("n_unsupported"))
    return _share(found["n"] or 0, found["k"] or 0)


def _overdue(system_id: UUID, _limit: Limit, _now: datetime) -> Reading:
    n = Delivery.objects.filter(
        decision__recommendation__system=system_id, state=DeliveryState.OVERDUE
    ).count()
    return Reading(Decimal(n), n)


_WHOLE = {LimitKind.STALE: _stale, LimitKind.UNSUPPORTED: _unsupported, LimitKind.OVERDUE: _overdue}


def _since(limit: Limit, now: datetime) -> object:
    return (now - timedelta(weeks=limit.weeks)).date()


def _share(n: int, k: int) -> Reading:
    return Reading(Decimal(k) / n if n else None, n)
