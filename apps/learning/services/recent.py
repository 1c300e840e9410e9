"""The latest full local week of a run, and what changed in it as it is stored."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from apps.learning import rules
from apps.learning.models import MiningRun
from apps.measures import rules as measures

N_BEFORE = 8  # weeks that the latest one is held against: enough for slices, not so many that seasons mix in


def weeks_of(run: MiningRun) -> rules.Weeks:
    """Return the last week that was over, where the organisation is, when the run began, and those before."""
    assert run.known_at is not None
    zone = ZoneInfo(run.system.organisation.time_zone)
    monday = measures.week_of(run.known_at.astimezone(zone).date())
    starts = (monday - timedelta(weeks=1 + N_BEFORE), monday - timedelta(weeks=1), monday)
    return rules.Weeks(*(datetime.combine(day, time.min, zone).timestamp() for day in starts))


def as_json(run: MiningRun, plan: rules.Plan, weeks: Sequence[rules.Cube]) -> dict[str, Any] | None:
    """Return what changed as it is stored with the run; None where its decisions have no time."""
    found = rules.recent(weeks, plan)
    if found is None or plan.weeks is None:
        return None
    zone = ZoneInfo(run.system.organisation.time_zone)
    return {
        "week_on": datetime.fromtimestamp(plan.weeks.week, UTC).astimezone(zone).date().isoformat(),
        "n_weeks_before": N_BEFORE,
        **{name: getattr(found, name) for name in ("n", "k", "n_before", "k_before", "n_tests")},
        "changes": [asdict(one) | {"conditions": _conditions(one)} for one in found.changes],
    }


def _conditions(one: rules.Change) -> list[dict[str, str | None]]:
    return [{"fact": fact, "value": value} for fact, value in one.conditions]
