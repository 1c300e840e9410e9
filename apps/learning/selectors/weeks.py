"""A finding's group of cases week by week: what was overruled, and what of the decided proved wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from apps.accounts.models import Actor
from apps.learning import access
from apps.learning.models import Finding
from apps.learning.states import Target
from apps.measures import selectors as measures
from apps.measures import services as measured

N_WEEKS = 26


@dataclass(frozen=True, slots=True)
class Week:
    """How many decisions of a group fell into the week of a Monday, and how many of them were overrides."""

    on: date
    n: int
    n_overridden: int


@dataclass(frozen=True, slots=True)
class Weekly:
    """Weeks by finding, oldest first; `as_of`: when those of the one counted longest ago were counted."""

    of: dict[UUID, list[Week]]
    as_of: datetime | None


def weekly(*, finding_ids: Sequence[UUID], to: Actor, now: datetime) -> Weekly:
    """Return the last 26 weeks of each finding's group of cases, as a job counted them.

    A week without a decision in the group has n = 0. A finding that was not counted yet is left out. Of what
    is not about overrides, weeks are as the newest search counted them.
    """
    rows = list(
        access.visible_findings(to)
        .filter(id__in=finding_ids)
        .select_related("system__organisation", "tally", "last_pattern")
        .only(
            "target",
            "system__organisation__time_zone",
            "tally__weeks",
            "tally__computed_at",
            "last_pattern__weeks",
        )
    )
    return Weekly(
        of={
            one.id: [Week(on, *weeks.get(on.isoformat(), (0, 0))) for on in _mondays(one, now)]
            for one in rows
            if (weeks := _counted(one)) is not None
        },
        as_of=min((one.tally.computed_at for one in rows if hasattr(one, "tally")), default=None),
    )


def _counted(finding: Finding) -> dict[str, list[int]] | None:
    if finding.target != Target.OVERRIDDEN:
        found: dict[str, list[int]] = finding.last_pattern.weeks
        return found
    tally = getattr(finding, "tally", None)
    return tally.weeks if tally else None


def _mondays(finding: Finding, now: datetime) -> list[date]:
    today = now.astimezone(ZoneInfo(finding.system.organisation.time_zone)).date()
    monday = today - timedelta(days=today.weekday())
    return [monday - timedelta(weeks=number) for number in reversed(range(N_WEEKS))]


@dataclass(frozen=True, slots=True)
class WrongWeeks:
    """What was decided in a group and proved wrong, by whomever: week by week, oldest first, and in all.

    `n_overridden` of a week are its wrong decisions. `cost_minor`: at the prices of posture number
    `posture`, None where it prices none. The last weeks are missing until their outcomes are due.
    """

    weeks: list[Week]
    n: int
    n_wrong: int
    cost_minor: int | None
    posture: int | None
    label: str
    wait: timedelta


def wrong(*, finding: Finding) -> WrongWeeks | None:
    """Add up what of a group's decisions proved wrong; None where no outcome can say so, or none counted."""
    system, kept = finding.system, getattr(finding, "tally", None)
    if not system.measures or kept is None:
        return None
    what = measures.spoken_definition(system.measures[0])
    prices = measured.prices(system.id, what)
    by_week: dict[date, list[int]] = {}
    cost, is_priced = 0, False
    for on, decided, value, n in kept.known:
        k = n if prices.wrong.get(decided) == value else 0
        sums = by_week.setdefault(date.fromisoformat(on), [0, 0])
        sums[0], sums[1] = sums[0] + n, sums[1] + k
        is_priced |= decided in prices.error_minor
        cost += k * prices.error_minor.get(decided, 0)
    return WrongWeeks(
        weeks=_filled(by_week),
        n=sum(n for n, _k in by_week.values()),
        n_wrong=sum(k for _n, k in by_week.values()),
        cost_minor=cost if is_priced else None,
        posture=prices.posture,
        label=what.label,
        wait=what.wait,
    )


def _filled(by_week: Mapping[date, Sequence[int]]) -> list[Week]:
    if not by_week:
        return []
    last = max(by_week)
    first = max(min(by_week), last - timedelta(weeks=N_WEEKS - 1))
    mondays = [first + timedelta(weeks=number) for number in range((last - first).days // 7 + 1)]
    return [Week(on, *by_week.get(on, (0, 0))) for on in mondays]
