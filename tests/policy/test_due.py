"""When something is due: working hours of an organisation in its time zone, over nights, holidays and clock changes."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from apps.policy import rules

ZONE = ZoneInfo("America/Kentucky/Louisville")
WEEKDAY = [["08:00", "12:00"], ["13:00", "17:00"]]
CALENDAR = rules.Calendar(ZONE, [WEEKDAY] * 5 + [[], []], frozenset({dt.date(2026, 11, 26)}))  # Thanksgiving


def local(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZONE)


def due(start, hours, calendar=CALENDAR):
    return rules.due_at(calendar, local(start), hours).astimezone(ZONE).isoformat()[:16]


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-20T09:00", 2, "2026-11-20T11:00"),
        ("2026-11-20T11:00", 2, "2026-11-20T14:00"),  # over noon
        ("2026-11-20T03:00", 8, "2026-11-20T17:00"),  # before work, to its very end
        ("2026-11-20T16:00", 2, "2026-11-23T09:00"),  # over a weekend
        ("2026-11-21T12:00", 1, "2026-11-23T09:00"),  # begun on one
        ("2026-11-25T16:00", 2, "2026-11-27T09:00"),  # over a holiday
        ("2026-11-20T18:00", 40, "2026-11-30T17:00"),  # a week with one
    ],
)
def test_only_working_time_counts(start, hours, end):
    assert due(start, hours) == end


ALWAYS = rules.Calendar(ZONE, [[["00:00", "24:00"]]] * 7)


@pytest.mark.parametrize(
    ("start", "end"),
    [("2026-03-07T12:00", "2026-03-08T13:00"), ("2026-10-31T12:00", "2026-11-01T11:00")],
)
def test_where_the_clock_is_moved_an_hour_is_still_an_hour(start, end):
    assert due(start, 24, ALWAYS) == end
    assert rules.due_at(ALWAYS, local(start), 24) - local(start).astimezone(dt.UTC) == dt.timedelta(hours=24)


def test_a_span_that_the_clock_skips_is_worked_when_it_goes_on():
    night = rules.Calendar(ZONE, [[["02:10", "02:50"], ["09:00", "10:00"]]] * 7)

    assert due("2026-03-08T00:00", 1, night) == "2026-03-08T09:20"  # 40 minutes from 03:10


def test_a_calendar_that_never_works_says_so():
    with pytest.raises(rules.NeverWorks):
        rules.due_at(rules.Calendar(ZONE, [[]] * 7), local("2026-11-20T09:00"), 1)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-11-20T10:00", "2026-11-23T10:00"), ("2026-11-25T10:00", "2026-11-27T10:00"),
        ("2026-11-20T22:00", "2026-11-23T17:00"), ("2026-11-20T03:00", "2026-11-23T08:00"),
    ],
)  # fmt: skip
def test_the_next_day_is_the_next_that_is_worked_on_at_the_same_time(start, end):
    assert rules.next_day(CALENDAR, ZONE, local(start)).astimezone(ZONE) == local(end)


def test_without_a_calendar_the_next_day_is_tomorrow():
    assert rules.next_day(None, ZONE, local("2026-11-20T22:00")) == local("2026-11-21T22:00").astimezone(
        dt.UTC
    )
