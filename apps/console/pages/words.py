"""How the pages write times, durations, shares and people: one place, so that all pages say it alike."""

from dataclasses import dataclass
from datetime import date as civil_date
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache

from django.utils import translation
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from apps.core import clock, speech

MINUTE, HOUR, DAY = 60, 3600, 86400
DAYS_WITHOUT_YEAR = 300
A_MONTH = 31
SMALL_SHARE = 0.001
MOST_COUNTED = 1000  # lists count exactly so far

number = speech.number
amount = speech.amount
date = speech.day
joined = speech.joined


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant as a person reads it; `iso` is for machines."""

    iso: str
    relative: str
    absolute: str


def duration(seconds: float) -> str:
    """Write a length of time with at most two units, for example `3 h 10 min`; never negative."""
    left = max(0, int(seconds))
    exact = left if left < MINUTE else left // MINUTE * MINUTE
    return _duration(exact, translation.get_language())


@lru_cache(maxsize=4096)
def _duration(left: int, _language: str | None) -> str:
    if left < MINUTE:
        return pgettext("duration", "%(n)s s") % {"n": left}
    if left < HOUR:
        return pgettext("duration", "%(n)s min") % {"n": left // MINUTE}
    if left < DAY:
        minutes = left % HOUR // MINUTE
        hours = pgettext("duration", "%(n)s h") % {"n": left // HOUR}
        return f"{hours} {pgettext('duration', '%(n)s min') % {'n': minutes}}" if minutes else hours
    hours_left = left % DAY // HOUR
    days = pgettext("duration", "%(n)s d") % {"n": left // DAY}
    return (
        f"{days} {pgettext('duration', '%(n)s h') % {'n': hours_left}}"
        if hours_left and left < 10 * DAY
        else days
    )


def day(at: datetime, *, now: datetime) -> str:
    """Write a local date: today, yesterday, tomorrow, or `16 Feb`, with the year when it is far away."""
    if at == clock.NOT_RECORDED:
        return _("time not recorded")
    apart = (at.date() - now.date()).days
    if apart in {-1, 0, 1}:
        return {0: _("today"), -1: _("yesterday"), 1: _("tomorrow")}[apart]
    far = abs(apart) >= DAYS_WITHOUT_YEAR or (at.year != now.year and abs(apart) > A_MONTH)
    return speech.day(at, with_year=far)


def moment(at: datetime, *, now: datetime, zone: tzinfo) -> Moment:
    """Write an aware instant for a person in `zone`; one that nobody recorded says so."""
    if at == clock.NOT_RECORDED:
        said = _("time not recorded")
        return Moment(iso="", relative=said, absolute=said)
    local, here = at.astimezone(zone), now.astimezone(zone)
    ahead = (at - now).total_seconds()
    if abs(ahead) < DAY:
        near = _("in %(duration)s") if ahead > 0 else _("%(duration)s ago")
        relative = near % {"duration": duration(abs(ahead))}
    else:
        parts = {"day": day(local, now=here), "time": f"{local:%H:%M}"}
        relative = pgettext("date", "%(day)s, %(time)s") % parts
    absolute = f"{speech.day(local)}, {local:%H:%M:%S} {local:%Z}"
    return Moment(iso=at.isoformat(), relative=relative, absolute=absolute)


def stamp(at: datetime, *, zone: tzinfo) -> str:
    """Write the day, year and minute that figures are of: it stays true on paper."""
    if at == clock.NOT_RECORDED:
        return _("time not recorded")
    local = at.astimezone(zone)
    return f"{speech.day(local)}, {local:%H:%M}"


def span(begins_at: datetime, ends_at: datetime, *, zone: tzinfo) -> str:
    """Write from when to when; the day once, where both are on one."""
    begun, over = begins_at.astimezone(zone), ends_at.astimezone(zone)
    end = f"{over:%H:%M}" if begun.date() == over.date() else stamp(ends_at, zone=zone)
    return _("%(from)s to %(until)s") % {"from": stamp(begins_at, zone=zone), "until": end}


def day_of_week(on: civil_date) -> str:
    """Write a day with its name, for example `Mon 16 Feb`."""
    return f"{WEEKDAYS_ABBR[on.weekday()]} {speech.day(on, with_year=False)}"


def clock_time(at: datetime, *, now: datetime, zone: tzinfo, seconds: bool = False) -> str:
    """Write `14:02` (or `14:02:07`) for today, else `16 Feb, 14:02`."""
    if at == clock.NOT_RECORDED:
        return _("time not recorded")
    local, here = at.astimezone(zone), now.astimezone(zone)
    text = f"{local:%H:%M:%S}" if seconds else f"{local:%H:%M}"
    return text if local.date() == here.date() else f"{day(local, now=here)}, {text}"


def age(as_of: datetime, *, now: datetime) -> str:
    """Write how old a fact is, for example `3 d`; a fact from the future reads as `0 s`."""
    return duration((now - as_of) / timedelta(seconds=1))


def percent(share: float, *, digits: int = 1) -> str:
    """Write a share in [0, 1] as a percentage."""
    if 0 < share < SMALL_SHARE:
        return _("under %(share)s") % {"share": percent(SMALL_SHARE)}
    written = speech.number(round(share * 100, digits), digits=digits)
    return pgettext("share", "%(number)s%%") % {"number": written}


def level(share: float) -> str:
    """Write the level of an interval with as many digits as it has, at most two: `95%`, `97.5%`, `98.75%`."""
    digits = next((n for n in range(2) if round(share * 100, n) == round(share * 100, 2)), 2)
    return percent(share, digits=digits)


def ratio(times: float) -> str:
    """Write how many times as often, with one digit after the point."""
    return speech.number(round(times, 1), digits=1)


def in_hundred(share: float) -> str:
    """Write a share in [0, 1] as a natural frequency."""
    return _("%(share)s in 100") % {"share": round(share * 100)}


def count(n: int, one: str, many: str) -> str:
    """Write a number with its noun, for example `1 case`, `2,306 cases`."""
    return f"{speech.number(n)} {one if n == 1 else many}"


def initials(name: str) -> str:
    """Return up to two letters for an avatar."""
    parts = [part for part in name.replace("-", " ").split() if part[:1].isalpha()]
    chosen = parts[:1] + parts[-1:] if len(parts) > 1 else parts
    return "".join(part[0] for part in chosen).upper() or "?"


def sentence_case(text: str) -> str:
    """Capitalise only the first letter."""
    return text[:1].upper() + text[1:]


def up_to_thousand(n: int) -> str:
    """Write a count that is exact up to 1,000, and says so above."""
    return number(n) if n <= MOST_COUNTED else f"{number(MOST_COUNTED)}+"


def place(zone: tzinfo) -> str:
    """Name a time zone by its city, as people say it."""
    return str(zone).rpartition("/")[2].replace("_", " ")
