"""How often each model version proved right, from outcomes that had time to come."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Min

from apps.core import clock, transactions
from apps.measures import rules, selectors
from apps.measures.models import ModelVersion
from apps.measures.services import alone
from apps.registry.models import AISystem

REST = timedelta(minutes=10)  # outcomes ripen by the hour: no need to count them at every sweep
MORE = 1.1
Pairs = dict[str, tuple[int, int]]


def judge(*, system_id: UUID, now: datetime, anyway: bool = False) -> int:
    """Bring the figures of an AI system's model versions up to date; returns how many were written.

    Figures younger than ten minutes are left as they are, unless a tenth more decisions came since.
    anyway: they are counted however young they are.
    """
    transactions.require()
    if not alone.is_alone("measures.judge", system_id):
        return 0
    used = list(
        selectors.counted(system_id=system_id)
        .filter(decided_at__gt=clock.NOT_RECORDED)
        .values("model_version")
        .annotate(first=Min("decided_at"), last=Max("decided_at"), number=Count("id"))
    )
    if not anyway and not _is_due(system_id, sum(one["number"] for one in used), now):
        return 0
    judged = _judged(AISystem.objects.get(id=system_id), now)
    rows = [_version(system_id, one, judged[one["model_version"]], now) for one in used]
    ModelVersion.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["system", "name"],
        update_fields=[
            "first_at",
            "last_at",
            "n_decisions",
            "n_known",
            "n_right",
            "by_segment",
            "computed_at",
        ],
    )
    return len(rows)


def _version(system_id: UUID, used: Mapping[str, Any], by_segment: Pairs, now: datetime) -> ModelVersion:
    return ModelVersion(
        system_id=system_id,
        name=used["model_version"],
        first_at=used["first"],
        last_at=used["last"],
        n_decisions=used["number"],
        n_known=sum(n for n, _ in by_segment.values()),
        n_right=sum(k for _, k in by_segment.values()),
        by_segment=by_segment,
        computed_at=now,
    )


def _is_due(system_id: UUID, n_decisions: int, now: datetime) -> bool:
    kept = list(ModelVersion.objects.filter(system_id=system_id))
    n_kept = sum(one.n_decisions for one in kept)
    return n_decisions > n_kept * MORE or all(one.computed_at <= now - REST for one in kept)


def _judged(system: AISystem, now: datetime) -> Mapping[str, Pairs]:
    """Model version -> kind of case -> suggestions that an outcome judges, and those that proved right."""
    found: dict[str, Pairs] = defaultdict(dict)
    if not system.measures:
        return found
    what = rules.definition(system.measures[0])
    rows = (
        selectors.ripe(system_id=system.id, what=what, now=now)
        .filter(outcome__isnull=False)
        .values_list("model_version", "segment", "recommended", "outcome")
        .annotate(number=Count("id"))
    )
    for version, segment, recommended, value, number in rows:
        is_right = rules.suggestion_right(what, recommended=recommended, value=value)
        if is_right is not None:
            n, k = found[version].get(segment, (0, 0))
            found[version][segment] = (n + number, k + number * is_right)
    return found
