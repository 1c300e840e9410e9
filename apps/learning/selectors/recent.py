"""Reads of what rose or fell in the latest full week, in the words of who reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from apps.accounts.models import Actor
from apps.core.speech import speak, speak_kept
from apps.core.words import say
from apps.learning import access, rules
from apps.learning.models import MiningRun
from apps.learning.selectors.newest import newest_runs
from apps.learning.selectors.wording import Wording, wording
from apps.learning.states import Target


@dataclass(frozen=True, slots=True)
class RecentLine:
    """One group that rose or fell: its share in the week with its interval, and in the weeks before."""

    words: str
    rose: bool
    n: int
    k: int
    rate: float
    low: float
    high: float
    n_before: int
    k_before: int
    rate_before: float
    q: float


@dataclass(frozen=True, slots=True)
class RecentWeek:
    """The latest full week that a run looked at, from its Monday on, and what changed in it, surest first."""

    system_id: UUID
    system_name: str
    run_id: UUID
    week_on: date
    n_weeks_before: int
    n: int
    k: int
    n_before: int
    k_before: int
    n_tests: int
    lines: list[RecentLine]


def recent(
    *, to: Actor, target: Target = Target.OVERRIDDEN, system_id: UUID | None = None
) -> list[RecentWeek]:
    """Return the week of the newest good run over each AI system whose patterns the actor may see, or one."""
    seen = access.visible_systems(to)
    if system_id is not None:
        seen = seen.filter(id=system_id)
    done = newest_runs(target=target, system__in=seen).select_related("system").only("recent", "system__name")
    weeks = [week for run in done if (week := week_of(run)) is not None]
    return sorted(weeks, key=lambda one: (one.system_name, one.system_id))


def week_of(run: MiningRun) -> RecentWeek | None:
    """Return the week that a run looked at; None where its decisions have no time."""
    raw = run.recent
    if raw is None:
        return None
    words = wording(system_id=run.system_id) if raw["changes"] else None
    counts = ("n_weeks_before", "n", "k", "n_before", "k_before", "n_tests")
    return RecentWeek(
        system_id=run.system_id,
        system_name=speak_kept(run.system.name),
        run_id=run.id,
        week_on=date.fromisoformat(raw["week_on"]),
        lines=[_line(one, words) for one in raw["changes"]],
        **{name: raw[name] for name in counts},
    )


def _line(one: Mapping[str, Any], words: Wording | None) -> RecentLine:
    conditions = tuple(rules.Condition(part["fact"], part["value"]) for part in one["conditions"])
    low, high = one["interval"]
    said = (
        speak(rules.in_words(conditions, facts=words.facts, values=words.values))
        if conditions and words
        else speak(say("all decisions"))
    )
    return RecentLine(
        words=said,
        low=low,
        high=high,
        rate=one["k"] / one["n"],
        rate_before=one["k_before"] / one["n_before"],
        **{name: one[name] for name in ("rose", "n", "k", "n_before", "k_before", "q")},
    )
