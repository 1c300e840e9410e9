"""How many cases are to be expected on a day: what came on the same weekday of the weeks before."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

WEEKS = 8  # so many weeks back are looked at
ENOUGH_WEEKS = 3  # under them nothing is said


@dataclass(frozen=True, slots=True)
class Expected:
    """The mean over `n_weeks` weeks, and the fewest and the most that came on this weekday in them."""

    value: float
    low: int
    high: int
    n_weeks: int


def expected(day: dt.date, came: Mapping[dt.date, int]) -> Expected | None:
    """Say what a day is likely to bring; came: how many came by day. None with too few weeks to say."""
    steps = (dt.timedelta(weeks=n) for n in range(1, WEEKS + 2))
    known = [came[day - step] for step in steps if day - step in came][:WEEKS]
    if len(known) < ENOUGH_WEEKS:
        return None
    return Expected(sum(known) / len(known), min(known), max(known), len(known))
