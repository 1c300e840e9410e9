"""What changed for an AI system while its figures went on: policy versions and model versions, by week."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

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
    found: dict[UUID, list[WentLive]] = defaultdict(list)
    policies = PolicyVersion.objects.filter(system__in=by_id, live_at__isnull=False, number__gt=1)
    for version in policies.order_by("live_at"):
        system = by_id[version.system_id]
        if version.live_at is not None:
            found[system.id].append(WentLive(_week(system, version.live_at), policy=version.number))
    seen: set[UUID] = set()
    models = ModelVersion.objects.filter(system__in=by_id).order_by("first_at", "name")
    for system_id, name, at in models.values_list("system", "name", "first_at"):
        if system_id in seen:
            found[system_id].append(WentLive(_week(by_id[system_id], at), model=name))
        seen.add(system_id)
    return {key: sorted(rows, key=lambda one: one.week_on) for key, rows in found.items()}


def _week(system: AISystem, at: datetime) -> date:
    return measure_rules.week_of(at.astimezone(ZoneInfo(system.organisation.time_zone)).date())
