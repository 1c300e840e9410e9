"""What changed for an AI system while its figures went on: policy versions and model versions, by week."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import CharField, Value

from apps.measures import rules as measure_rules
from apps.measures.models import ModelVersion
from apps.policy.models import PolicyVersion
from apps.registry.models import AISystem


@dataclass(frozen=True, slots=True)
class WentLive:
    """A version that came into use in a week; `model` is its name, else it is a policy with a number."""

    week_on: date
    model: str = ""
    policy: int = 0


def went_live(*, systems: Iterable[AISystem]) -> Mapping[UUID, list[WentLive]]:
    """Return, by AI system, which versions came into use after its first ones, oldest first."""
    by_id = {one.id: one for one in systems}
    policies = PolicyVersion.objects.filter(system__in=by_id, live_at__isnull=False, number__gt=1)
    models = ModelVersion.objects.filter(system__in=by_id)
    rows = policies.values_list("system", "live_at", Value("", CharField()), "number").union(
        models.values_list("system", "first_at", "name", Value(0)), all=True
    )
    found: dict[UUID, list[WentLive]] = defaultdict(list)
    with_model: set[UUID] = set()
    for system_id, at, model, number in sorted(rows, key=lambda row: row[1]):
        if number or system_id in with_model:
            found[system_id].append(WentLive(_week(by_id[system_id], at), model, number))
        if model:
            with_model.add(system_id)
    return found


def _week(system: AISystem, at: datetime) -> date:
    return measure_rules.week_of(at.astimezone(ZoneInfo(system.organisation.time_zone)).date())
