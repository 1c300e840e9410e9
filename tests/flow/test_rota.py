"""On which days somebody is on: as was said of the day, else on working days of their days of the week."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from apps.flow.selectors.staffing import Takes, taken_on
from apps.policy.rules import Calendar

UTC = ZoneInfo("UTC")
WORKED = [[["09:00", "17:00"]]] * 5 + [[], []]
FRIDAY, SATURDAY, MONDAY = dt.date(2026, 11, 27), dt.date(2026, 11, 28), dt.date(2026, 11, 30)
CALENDAR = Calendar(UTC, WORKED, frozenset({MONDAY}))
EVERY_DAY, NOT_FRIDAY = frozenset(range(7)), frozenset({0, 1, 2, 3})


@pytest.mark.parametrize(
    ("day", "weekdays", "days", "is_on"),
    [
        (FRIDAY, EVERY_DAY, {}, True),
        (SATURDAY, EVERY_DAY, {}, False),  # nobody works
        (MONDAY, EVERY_DAY, {}, False),  # a holiday
        (FRIDAY, NOT_FRIDAY, {}, False),
        (FRIDAY, NOT_FRIDAY, {FRIDAY: True}, True),
        (FRIDAY, EVERY_DAY, {FRIDAY: False}, False),
        (SATURDAY, EVERY_DAY, {SATURDAY: True}, True),
        (MONDAY, EVERY_DAY, {SATURDAY: True}, False),
    ],
)
def test_it_is_as_was_said_of_the_day_else_as_usual(day, weekdays, days, is_on):
    takes = Takes(20, weekdays, days)
    assert takes.is_on(day, CALENDAR) is is_on
    assert taken_on(day, (UTC, CALENDAR), {"olga": takes}, []) == (20 if is_on else 0)


def test_where_nobody_said_when_anybody_works_every_day_counts():
    assert taken_on(SATURDAY, (UTC, None), {"olga": Takes(20, EVERY_DAY)}, []) == 20
