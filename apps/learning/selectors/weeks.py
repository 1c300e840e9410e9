"""A finding's group of cases week by week: what was overruled, and what of the decided proved wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, DateField, Q
from django.db.models.functions import TruncWeek

from apps.accounts.models import Actor
from apps.learning import access
from apps.learning.models import Finding
from apps.learning.selectors import slices
from apps.measures import selectors as measures
from apps.measures import services as measured

N_WEEKS = 26


@dataclass(frozen=True, slots=True)
class Week:
    """How many decisions of a group fell into the week of a Monday, and how many of them were overrides."""

    on: date
    n: int
    n_overridden: int


def weekly(*, finding_ids: Sequence[UUID], to: Actor, now: datetime) -> dict[UUID, list[Week]]:
    """Return the last 26 weeks of each finding's group of cases, oldest first; the newest pattern says which.

    A week without a decision in the group has n = 0. One statement per AI system.
    """
    rows = access.visible_findings(to).filter(id__in=finding_ids)
    by_system: dict[UUID, list[Finding]] = {}
    for one in rows.select_related("system__organisation", "last_pattern"):
        by_system.setdefault(one.system_id, []).append(one)
    found: dict[UUID, list[Week]] = {}
    for these in by_system.values():
        found |= _weeks(these, now)
    return found


def _weeks(these: Sequence[Finding], now: datetime) -> dict[UUID, list[Week]]:
    system = these[0].system
    zone = ZoneInfo(system.organisation.time_zone)
    today = now.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    first = monday - timedelta(weeks=N_WEEKS - 1)
    rows = measures.by_persons(system_id=system.id).filter(
        is_audit=False, decided_at__gte=datetime.combine(first, time.min, zone)
    )
    groups = {one.id: slices.of(one.last_pattern) for one in these}
    said = {name: column for group in groups.values() for name, column in group.columns.items()}
    counts = {
        name: counted
        for place, group in enumerate(groups.values())
        for name, counted in (
            (f"n_{place}", Count("id", filter=group.where)),
            (f"k_{place}", Count("id", filter=group.where & Q(is_override=True))),
        )
    }
    week = TruncWeek("decided_at", output_field=DateField(), tzinfo=zone)
    by_week = rows.alias(**said).annotate(week=week).values("week").annotate(**counts)
    told: dict[date, Mapping[str, int]] = {row["week"]: cast("Any", row) for row in by_week}
    mondays = [first + timedelta(weeks=number) for number in range(N_WEEKS)]
    return {
        finding_id: [
            Week(on, told[on][f"n_{place}"], told[on][f"k_{place}"]) if on in told else Week(on, 0, 0)
            for on in mondays
        ]
        for place, finding_id in enumerate(groups)
    }


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


def wrong(*, finding: Finding, now: datetime) -> WrongWeeks | None:
    """Count what of a group's decisions proved wrong; None where no outcome can say so. Two statements."""
    system = finding.system
    if not system.measures:
        return None
    what = measures.spoken_definition(system.measures[0])
    prices = measured.prices(system.id, what)
    group, zone = slices.of(finding.last_pattern), ZoneInfo(system.organisation.time_zone)
    rows = measures.ripe(system_id=system.id, what=what, now=now).alias(**group.columns).filter(group.where)
    week = TruncWeek("decided_at", output_field=DateField(), tzinfo=zone)
    # What became known is looked up last, for the rows that are left: filtered, it would be for every join.
    counted = (
        rows.annotate(week=week).values_list("week", "decided", "outcome").annotate(n=Count("id")).order_by()
    )
    by_week: dict[date, list[int]] = {}
    cost, is_priced = 0, False
    for on, decided, value, n in counted:
        if value is None:
            continue
        k = n if prices.wrong.get(decided) == value else 0
        sums = by_week.setdefault(on, [0, 0])
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
