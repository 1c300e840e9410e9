"""What people wrote is read by the rule for strongly negative notes, each local day of each AI system."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from apps.core import transactions
from apps.flow.selectors import notes
from apps.learning.models import NoteDay
from apps.learning.services import daily
from apps.learning.services.note_groups import Note
from apps.registry.models import AISystem

DAYS = 30  # how far back days are read that nobody read before


def read_notes(*, now: datetime) -> int:
    """Read the notes of the last 30 days where something was written since; returns how many days were read.

    Waits while the past is imported. Late or twice it leaves the same.
    """
    with transactions.verb():
        if transactions.history_runs():
            return 0
    n_read = 0
    for system in AISystem.objects.select_related("organisation").order_by("id"):
        n_read += _read(system, now)
    return n_read


def _read(system: AISystem, now: datetime) -> int:
    zone = ZoneInfo(system.organisation.time_zone)
    today = now.astimezone(zone).date()
    days = _due(system, [today - timedelta(days=back) for back in range(DAYS, -1, -1)], zone)
    if not days:
        return 0
    begin, end = _midnight(days[0], zone), _midnight(days[-1] + timedelta(days=1), zone)
    by_day: dict[date, list[Note]] = defaultdict(list)
    for at, note in notes.notes_between(system=system, begin=begin, end=end):
        by_day[at.astimezone(zone).date()].append(note)
    for on in days:
        daily.keep_day(system=system, on=on, notes=by_day[on], now=now)
    return len(days)


def _due(system: AISystem, days: Sequence[date], zone: ZoneInfo) -> list[date]:
    """Return the days that were never read, or have more or fewer notes than were read."""
    rows = NoteDay.objects.filter(system=system, on__gte=days[0])
    read = dict(rows.values_list("on", "n_notes"))
    there = notes.n_by_day(system=system, begin=_midnight(days[0], zone), zone=zone)
    return [on for on in days if read.get(on) != there.get(on, 0)]


def _midnight(on: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(on, time.min, zone)
