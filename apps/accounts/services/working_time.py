"""When an organisation works: set by an admin, or by the set-up."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import available_timezones

from apps.accounts.models import Actor, Organisation, WorkingTime
from apps.audit import services as audit
from apps.core import refusals, transactions
from apps.core.words import say

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST_HOLIDAYS = 1_000
PAIR = 2
DAY_ENDS = "24:00"


class WorkingTimeInvalid(refusals.Invalid):
    code = "working_time_invalid"
    sentence = say(
        "Working time is a list of [from, until] as HH:MM for each day, rising, and at least one in the week."
    )


class ZoneUnknown(refusals.Invalid):
    code = "zone_unknown"
    sentence = say("Choose one of the time zones that are listed.")


class HolidayInvalid(refusals.Invalid):
    code = "holiday_invalid"
    sentence = say("Holidays are at most 1,000 days, each written as YYYY-MM-DD.")


def set_working_time(
    *, organisation: Organisation, body: Mapping[str, Any], by: Actor, now: datetime
) -> WorkingTime:
    """Say when an organisation works. What is due already keeps its time.

    body: `hours` (day of the week -> list of [from, until]), `holidays` (ISO days) and, to change it,
    `time_zone`.
    Raises: WorkingTimeInvalid, HolidayInvalid, ZoneUnknown.
    """
    transactions.require()
    hours, holidays, zone = read_working_time({"time_zone": organisation.time_zone, **body})
    if zone != organisation.time_zone:
        organisation.time_zone = zone
        organisation.save(update_fields=["time_zone"])
    row, _ = WorkingTime.objects.update_or_create(
        organisation=organisation, defaults={"hours": hours, "holidays": holidays, "set_at": now}
    )
    data = {"hours": hours, "holidays": holidays, "time_zone": zone}
    audit.record("working_time.set", on=("organisation", organisation.id), by=by, at=now, data=data)
    return row


def read_working_time(body: Mapping[str, Any]) -> tuple[list[list[list[str]]], list[str], str]:
    """Read hours, holidays and time zone, as `set_working_time` takes them.

    Raises: WorkingTimeInvalid, HolidayInvalid, ZoneUnknown.
    """
    hours, holidays = _hours(body.get("hours")), _holidays(body.get("holidays", []))
    zone = str(body.get("time_zone", ""))
    if zone not in available_timezones():
        raise ZoneUnknown(field="time_zone")
    return hours, holidays, zone


def _hours(raw: object) -> list[list[list[str]]]:
    if not isinstance(raw, Mapping) or not raw or not set(raw) <= set(DAYS):
        raise WorkingTimeInvalid(field="hours")
    hours = [_spans(raw.get(day, []), f"hours.{day}") for day in DAYS]
    if not any(hours):
        raise WorkingTimeInvalid(field="hours")
    return hours


def _spans(raw: object, at: str) -> list[list[str]]:
    if not isinstance(raw, list):
        raise WorkingTimeInvalid(field=at)
    spans, ended = [], ""
    for one in raw:
        if not isinstance(one, list) or len(one) != PAIR or not all(_is_time(text) for text in one):
            raise WorkingTimeInvalid(field=at)
        if not ended <= one[0] < one[1] or one[0] == DAY_ENDS:
            raise WorkingTimeInvalid(field=at)
        spans.append([one[0], one[1]])
        ended = one[1]
    return spans


def _is_time(text: object) -> bool:
    if text == DAY_ENDS:
        return True
    try:
        return isinstance(text, str) and time.fromisoformat(text).strftime("%H:%M") == text
    except ValueError:
        return False


def _holidays(raw: object) -> list[str]:
    if not isinstance(raw, list) or len(raw) > MOST_HOLIDAYS:
        raise HolidayInvalid(field="holidays")
    try:
        return sorted({date.fromisoformat(str(one)).isoformat() for one in raw})
    except ValueError as error:
        raise HolidayInvalid(field="holidays") from error
