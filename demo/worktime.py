"""Office hours: when simulated people work, and when claims come in."""

import datetime as dt
import random
import zoneinfo

LOCAL = zoneinfo.ZoneInfo("America/Kentucky/Louisville")
OPENS = dt.time(8, 30)
CLOSES = dt.time(16, 45)
SATURDAY = 5


def is_open(when: dt.datetime) -> bool:
    """Tell whether the office is open at this instant."""
    local = when.astimezone(LOCAL)
    return local.weekday() < SATURDAY and OPENS <= local.time() < CLOSES


def _opening(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, OPENS, tzinfo=LOCAL).astimezone(dt.UTC)


def next_open(when: dt.datetime) -> dt.datetime:
    """Give the instant itself while the office is open, otherwise the next opening."""
    if is_open(when):
        return when
    local = when.astimezone(LOCAL)
    day = local.date() if local.time() < OPENS else local.date() + dt.timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += dt.timedelta(days=1)
    return _opening(day)


def spread(n: int, start: dt.datetime, end: dt.datetime, dice: random.Random) -> list[dt.datetime]:
    """Draw n sorted instants in office hours between start and end."""
    found: list[dt.datetime] = []
    seconds = int((end - start).total_seconds())
    while len(found) < n:
        when = start + dt.timedelta(seconds=dice.randrange(seconds))
        if is_open(when):
            found.append(when)
    return sorted(found)
