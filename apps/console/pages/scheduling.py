"""Working time as a form, what it makes of due times, and the room of each inbox."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.services import HolidayInvalid, WorkingTimeInvalid, ZoneUnknown
from apps.accounts.services.working_time import DAYS
from apps.console.edge import Reader
from apps.console.pages import list_form, words
from apps.console.pages.list_form import Pages
from apps.console.pages.shell import Note
from apps.core import ids, speech
from apps.flow import selectors as flow
from apps.policy import rules
from apps.reviews.models import Inbox

LONGEST = 20_000
HOURS = (4, 8, 24, 40)
SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*(?:-|\u2013|to|bis)\s*(\d{1,2}):(\d{2})")


@dataclass(frozen=True, slots=True)
class DayRow:
    name: str
    label: str
    value: str
    is_wrong: bool


@dataclass(frozen=True, slots=True)
class DueRow:
    """So many hours from now: by the clock, as working hours in force, and as typed."""

    hours: str
    by_clock: str
    now: str
    typed: str
    differs: bool


@dataclass(frozen=True, slots=True)
class RoomRow:
    """days: how many fall due, in words, for each of the next days; is_full by day."""

    id: str
    name: str
    level: str
    per_day: str
    days: tuple[tuple[str, str, bool], ...]
    is_wrong: bool
    stops: bool


@dataclass(frozen=True, slots=True)
class SchedulePage:
    about: str
    is_set: bool
    seen: str
    key: str
    zones: tuple[str, ...]
    zone: str
    days: tuple[DayRow, ...]
    holidays: str
    dues: tuple[DueRow, ...]
    is_typed: bool
    clocks: str
    day_labels: tuple[str, ...]
    rooms: tuple[RoomRow, ...]
    pages: Pages
    note: Note | None
    field: str


def typed(post: Mapping[str, str]) -> dict[str, str]:
    """Read the form; long text is cut."""
    names = (*DAYS, "holidays", "time_zone", "seen")
    return {name: str(post.get(name, "")).strip()[:LONGEST] for name in names}


def body(given: Mapping[str, str]) -> dict[str, object]:
    """Read what was typed into what the verb takes; what cannot be read is refused by it."""
    return {
        "hours": {day: _spans(given[day]) for day in DAYS if given[day]},
        "holidays": given["holidays"].replace(",", " ").split(),
        "time_zone": given["time_zone"],
    }


def _spans(text: str) -> list[object]:
    """Read `08:00-12:00, 13:00-17:00`; a part that is none stays a text."""
    found: list[object] = []
    for part in filter(None, (one.strip() for one in text.split(","))):
        read = SPAN.fullmatch(part)
        found.append([f"{int(read[1]):02}:{read[2]}", f"{int(read[3]):02}:{read[4]}"] if read else part)
    return found


def build(
    found: flow.Schedule,
    who: Reader,
    *,
    after: str,
    typed: Mapping[str, str] | None,
    note: Note | None,
    at: str,
    wrong_inbox: str,
) -> SchedulePage:
    """Turn what is in force, and what was typed, into template data."""
    shown = typed or _kept(found)
    calendar, fault = _calendar(typed)
    wrong, at = (note or fault[0], at or fault[1]) if fault else (note, at)
    changes = flow.clock_change(found.zone, who.now)
    base = reverse("console:working_time")
    return SchedulePage(
        about=_about(found, who),
        is_set=found.row is not None,
        seen=shown["seen"],
        key=str(ids.new()),
        zones=tuple(sorted(available_timezones())),
        zone=shown["time_zone"],
        days=tuple(
            DayRow(day, str(WEEKDAYS[place]), shown[day], at in (f"hours.{day}", "hours"))
            for place, day in enumerate(DAYS)
        ),
        holidays=shown["holidays"],
        dues=tuple(_due(hours, found, calendar if typed else None, who) for hours in HOURS),
        is_typed=typed is not None and calendar is not None,
        clocks=_clocks(changes),
        day_labels=tuple(words.day_of_week(day) for day in found.days),
        rooms=tuple(_room(one, found, wrong_inbox) for one in found.inboxes.rows),
        pages=list_form.pages(base, found.inboxes.following, after, {}),
        note=wrong,
        field=at,
    )


def _about(found: flow.Schedule, who: Reader) -> str:
    if found.row is None:
        return _(
            "Nobody has said yet when this organisation works, so policies cannot ask for working hours. "
            "Fill in the hours below and put them in force."
        )
    day = words.day(found.row.set_at.astimezone(who.zone), now=who.now.astimezone(who.zone))
    return _("in force since %(day)s") % {"day": day}


def _kept(found: flow.Schedule) -> dict[str, str]:
    row = found.row
    hours = row.hours if row else [[] for _day in DAYS]
    return {
        **{day: ", ".join("-".join(span) for span in spans) for day, spans in zip(DAYS, hours, strict=True)},
        "holidays": "\n".join(row.holidays) if row else "",
        "time_zone": found.organisation.time_zone,
        "seen": row.set_at.isoformat() if row else "",
    }


def _clocks(day: date | None) -> str:
    if day is None:
        return _("The clocks of this time zone do not change within a year.")
    return _(
        "The clocks change next on %(day)s. Hours of work are counted as they pass, so no case gains or "
        "loses one by it."
    ) % {"day": speech.day(day)}


def _calendar(
    given: Mapping[str, str] | None,
) -> tuple[rules.Calendar | None, tuple[Note, str] | None]:
    """Read what was typed into a calendar, or into what is wrong with it."""
    if given is None:
        return None, None
    asked = body(given)
    try:
        return flow.calendar_from(asked), None
    except (WorkingTimeInvalid, HolidayInvalid, ZoneUnknown) as refusal:
        title = _("This is no working time yet.")
        note = Note("bad", "triangle-alert", title, speech.speak(refusal.sentence), alert=True)
        return None, (note, str(refusal.details.get("field", "")))


def _due(hours: int, found: flow.Schedule, calendar: rules.Calendar | None, who: Reader) -> DueRow:
    said = ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": words.number(hours)}
    by_clock = _at(who.now + timedelta(hours=hours), found.zone)
    now = _counted(found.calendar, hours, found.zone, who.now)
    new = _counted(calendar, hours, calendar.zone, who.now) if calendar else ""
    return DueRow(said, by_clock, now, new, bool(new) and new != now)


def _counted(calendar: rules.Calendar | None, hours: int, zone: ZoneInfo, now: datetime) -> str:
    if calendar is None:
        return ""
    try:
        return _at(rules.due_at(calendar, now, hours), zone)
    except rules.NeverWorks:
        return _("never; the clock counts instead")


def _at(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{words.day_of_week(local.date())}, {local:%H:%M}"


def _room(inbox: Inbox, found: flow.Schedule, wrong_inbox: str) -> RoomRow:
    counts = [(words.day_of_week(day), found.due.get((inbox.id, day), 0)) for day in found.days]
    most = inbox.per_day
    return RoomRow(
        id=str(inbox.id),
        name=speech.speak_kept(inbox.name),
        level=str(inbox.level),
        per_day="" if most is None else str(most),
        days=tuple((label, words.number(n), most is not None and n >= most) for label, n in counts),
        is_wrong=str(inbox.id) == wrong_inbox,
        stops=inbox.asking_stops_clock,
    )
