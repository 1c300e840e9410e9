"""What the limits of a posture read at this moment: each figure with its n, by segment where it is one's."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q, Sum

from apps.accounts.models import ActorKind
from apps.delivery.models import Delivery
from apps.delivery.states import DeliveryState
from apps.measures.models import ContextCount, DecisionFacts, GroundingCount
from apps.registry.models import AISystem
from apps.registry.rules import Limit, Posture, Reading
from apps.registry.states import LimitKind

Key = tuple[LimitKind, str]
ARRIVED, STALE = "arrived", "stale"


def readings(*, system: AISystem, posture: Posture, now: datetime) -> dict[Key, Reading]:
    """Read every limit of a posture: (kind, segment) -> figure; the segment is empty for the whole system."""
    found: dict[Key, Reading] = {}
    for kind, limit in posture.limits.items():
        if kind is LimitKind.OVERRIDE:
            found |= _overrides(system.id, posture, limit, now)
        else:
            found[kind, ""] = _WHOLE[kind](system.id, limit, now)
    return found


def _overrides(system_id: UUID, posture: Posture, limit: Limit, now: datetime) -> Mapping[Key, Reading]:
    rows = (
        DecisionFacts.objects.filter(
            system_id=system_id,
            by_kind=ActorKind.PERSON,
            segment__in=posture.segments,
            decided_at__gt=now - timedelta(weeks=limit.weeks),
            decided_at__lte=now,
        )
        .values_list("segment")
        .annotate(n=Count("id"), k=Count("id", filter=Q(is_override=True)))
    )
    counted = {segment: (n, k) for segment, n, k in rows}
    return {
        (LimitKind.OVERRIDE, segment): _share(*counted.get(segment, (0, 0))) for segment in posture.segments
    }


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
