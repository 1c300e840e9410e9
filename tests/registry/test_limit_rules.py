"""A limit acts above its bound, never on too few cases, and lets go only well inside it and not within a day."""

from datetime import timedelta
from decimal import Decimal

import pytest

from apps.registry.rules import Limit, Reading, is_passed, is_well_inside
from apps.registry.states import LimitAct, LimitKind
from tests.world import noon

SHARE = Limit(LimitKind.OVERRIDE, Decimal("0.3"), LimitAct.NARROW, at_least=30)
NUMBER = Limit(LimitKind.OVERDUE, Decimal(5), LimitAct.PAUSE)


@pytest.mark.parametrize(
    ("limit", "value", "n", "passed"),
    [
        (SHARE, "0.31", 30, True),
        (SHARE, "0.3", 30, False),
        (SHARE, "0.9", 29, False),
        (SHARE, None, 30, False),
        (NUMBER, 6, 0, True),
        (NUMBER, 5, 0, False),
        (NUMBER, None, 0, False),
    ],
)
def test_it_acts_above_its_bound(limit, value, n, passed):
    assert is_passed(limit, reading(value, n)) is passed


@pytest.mark.parametrize(
    ("limit", "value", "n", "hours", "lets_go"),
    [
        (SHARE, "0.24", 30, 24, True),
        (SHARE, "0.25", 30, 48, False),
        (SHARE, "0.1", 30, 23, False),
        (SHARE, "0.1", 29, 48, False),
        (SHARE, None, 30, 48, False),
        (NUMBER, 4, 0, 24, True),
        (NUMBER, 5, 0, 24, False),
    ],
)
def test_it_lets_go_well_inside_and_after_a_day(limit, value, n, hours, lets_go):
    since = noon - timedelta(hours=hours)

    assert is_well_inside(limit, reading(value, n), since=since, now=noon) is lets_go


def reading(value, n):
    return Reading(None if value is None else Decimal(value), n)
