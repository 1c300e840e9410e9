"""When something is due: so many working hours from now, in the organisation's time zone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LOOKED_AHEAD = 3_660  # days; a calendar without any work in ten years ends the search
DAY_ENDS = "24:00"


class NeverWorks(ValueError):
    """The calendar has too little work ahead for so many hours."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working time: seven days, Monday first, each a list of (from, until) as "HH:MM", in a time zone."""

    zone: ZoneInfo
    hours: Sequence[Sequence[Sequence[str]]]
    holidays: frozenset[date] = frozenset()

    def works_on(self, day: date) -> bool:
        """Say whether anybody works that day."""
        return day not in self.holidays and bool(self.hours[day.weekday()])

    def spans(self, day: date) -> list[tuple[datetime, datetime]]:
        """Return the day's working time as instants; the lengths are real ones, whatever the clock did."""
        if not self.works_on(day):
            return []
        found = ((self._at(day, start), self._at(day, end)) for start, end in self.hours[day.weekday()])
        return [(start, end) for start, end in found if start < end]

    def _at(self, day: date, text: str) -> datetime:
        if text == DAY_ENDS:
            day, text = day + timedelta(days=1), "00:00"
        local = datetime.combine(day, time.fromisoformat(text), tzinfo=self.zone)
        return local.astimezone(UTC)


def due_at(calendar: Calendar, now: datetime, hours: int) -> datetime:
    """Return the instant at which so many working hours from now are over, in UTC.

    Raises: NeverWorks.
    """
    return after(calendar, now, timedelta(hours=hours))


def after(calendar: Calendar, now: datetime, left: timedelta) -> datetime:
    """Return the instant at which so much working time from now is over, in UTC.

    Raises: NeverWorks.
    """
    for start, end in _ahead(calendar, now):
        begin = max(start, now)
        if begin >= end:
            continue
        if end - begin >= left:
            return (begin + left).astimezone(UTC)
        left -= end - begin
    raise NeverWorks


def _ahead(calendar: Calendar, now: datetime) -> Iterator[tuple[datetime, datetime]]:
    day = now.astimezone(calendar.zone).date()
    for n in range(LOOKED_AHEAD):
        yield from calendar.spans(day + timedelta(days=n))


def next_day(calendar: Calendar | None, zone: ZoneInfo, due: datetime) -> datetime:
    """Move a due time to the next day that is worked on, to the same time of day as far as that is worked.

    Without a calendar it is the next day at the same time.
    """
    local = due.astimezone(zone)
    day = local.date() + timedelta(days=1)
    if calendar is None:
        return local.replace(year=day.year, month=day.month, day=day.day).astimezone(UTC)
    for _ in range(LOOKED_AHEAD):
        spans = calendar.spans(day)
        if spans:
            moved = datetime.combine(day, local.time(), tzinfo=zone).astimezone(UTC)
            return min(max(moved, spans[0][0]), spans[-1][1])
        day += timedelta(days=1)
    raise NeverWorks
