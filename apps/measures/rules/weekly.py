"""Weekly series: one figure with interval per week, weeks without a case included."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from apps.measures.rules import intervals

WEEK = dt.timedelta(days=7)
OVERRIDE_SHARE = "override_share"
MEDIAN_SECONDS = "median_seconds_to_decide"
DECISIONS = "decisions"
STRAIGHT_THROUGH_SHARE = "straight_through_share"

T = TypeVar("T")


@dataclass(frozen=True)
class WeekShare:
    """The share of one week; `week_on` is its Monday."""

    week_on: dt.date
    share: intervals.Share


@dataclass(frozen=True)
class WeekMedian:
    """The median of one week, in the unit of the values; `week_on` is its Monday."""

    week_on: dt.date
    median: intervals.Median


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one week with its interval."""

    measure: str
    n: int
    value: float | None
    low: float | None
    high: float | None


def counted_figures(*, n_all: int, n_persons: int, n_overrides: int) -> Iterator[Figure]:
    """Return the figures of a week that follow from how many decisions it had, by name."""
    yield Figure(DECISIONS, n_persons, float(n_persons), None, None)
    yield _of(OVERRIDE_SHARE, intervals.share(n_persons, n_overrides))
    yield _of(STRAIGHT_THROUGH_SHARE, intervals.share(n_all, n_all - n_persons))


def _of(measure: str, share: intervals.Share) -> Figure:
    return Figure(measure, share.n, share.value, share.low, share.high)


def weeks_between(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Return every Monday from one to another."""
    for number in range((last - first) // WEEK + 1):
        yield first + WEEK * number


def week_of(day: dt.date) -> dt.date:
    """Return the Monday of the day's week (ISO 8601)."""
    return day - dt.timedelta(days=day.weekday())


def weeks_back(now: dt.datetime, *, weeks: int, zone: dt.tzinfo) -> dt.datetime:
    """Return when the last so many weeks began there, this one among them."""
    monday = week_of(now.astimezone(zone).date()) - WEEK * (weeks - 1)
    return dt.datetime.combine(monday, dt.time.min, tzinfo=zone)


def weekly_shares(cases: Iterable[tuple[dt.date, bool]]) -> tuple[WeekShare, ...]:
    """Return the share of true flags per week, from the first week with a case to the last, in order.

    Each case is (day in the organisation's time zone, flag), for example (decided on, overridden).
    """
    return tuple(
        WeekShare(week_on=week, share=intervals.share(len(flags), sum(flags)))
        for week, flags in _by_week(cases)
    )


def weekly_medians(cases: Iterable[tuple[dt.date, float]]) -> tuple[WeekMedian, ...]:
    """Return the median per week, from the first week with a case to the last, in order.

    Each case is (day in the organisation's time zone, value), for example (decided on, seconds to decide).
    """
    return tuple(
        WeekMedian(week_on=week, median=intervals.median(values)) for week, values in _by_week(cases)
    )


def _by_week(cases: Iterable[tuple[dt.date, T]]) -> list[tuple[dt.date, list[T]]]:
    weeks: dict[dt.date, list[T]] = {}
    for day, value in cases:
        weeks.setdefault(week_of(day), []).append(value)
    if not weeks:
        return []
    first, last = min(weeks), max(weeks)
    return [(week, weeks.get(week, [])) for week in weeks_between(first, last)]
