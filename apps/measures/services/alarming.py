"""Alarms on sources: raised once, told to the owner and the analysts, closed by themselves."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from apps.accounts import access
from apps.accounts import selectors as accounts
from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import ids, transactions
from apps.measures.models import ContextCount, SourceAlarm
from apps.measures.rules import watch
from apps.measures.rules.watch import Change, Key, Tally, Told
from apps.measures.rules.weekly import WEEK, week_of
from apps.measures.services import alone
from apps.measures.services.counting import ARRIVED, GIVEN
from apps.notify import services as notify
from apps.registry.models import AISystem

NOTICE = "source_alarm"
WATCHED = frozenset({"missing", "coded", "stale", "undated", "conflict", "impossible"})
Days = dict[dt.date, int]


def watch_sources(*, system_id: UUID, now: dt.datetime) -> int:
    """Raise and close the alarms of an AI system's sources; returns how many changed.

    Which weeks and silences were told of already is read from the alarms: a run that comes late, twice or
    never adds none. Weeks are the organisation's, and only complete ones are judged.
    Writes: SourceAlarm, Notification, record `source.alarm_raised`, `source.alarm_closed`.
    """
    transactions.require()
    if not alone.is_alone("measures.watch_sources", system_id):
        return 0
    system = AISystem.objects.select_related("organisation", "owner").get(id=system_id)
    today = now.astimezone(ZoneInfo(system.organisation.time_zone)).date()
    figures, given, arrived = _figures(system_id, since=week_of(today) - WEEK * 2 * watch.WEEKS_BEFORE)
    by = accounts.system_actor(system.organisation_id)
    weeks = [week_of(today) - WEEK * back for back in range(watch.WEEKS_BACK, 0, -1)]
    n_changed = 0
    for week in weeks:
        n_changed += _close(system, [week], figures, by, now)
        n_changed += _raise(system, watch.risen(figures, week), by, now)
    n_changed += _end_silences(system, given, by, now)
    found = (watch.silent(key, days, arrived) for key, days in given.items())
    return n_changed + _raise(system, _widest([one for one in found if one]), by, now)


def _figures(
    system_id: UUID, *, since: dt.date
) -> tuple[dict[Key, dict[dt.date, Tally]], dict[Key, Days], Days]:
    """Read, per source and fact, weekly tallies of each kind of fault, and the days with a value."""
    rows = ContextCount.objects.filter(system=system_id, day_on__gte=since).exclude(source="", fact__gt="")
    arrived: Days = defaultdict(int)
    given: dict[Key, Days] = defaultdict(lambda: defaultdict(int))
    faults: dict[Key, Days] = defaultdict(lambda: defaultdict(int))
    for day, fact, source, kind, n in rows.values_list("day_on", "fact", "source", "kind", "n"):
        if kind == ARRIVED:
            arrived[day] += n
        elif kind == GIVEN:
            given[Key(fact, source, watch.SILENT)][day] += n
            given[Key("", source, watch.SILENT)][day] = max(given[Key("", source, watch.SILENT)][day], n)
        elif kind in WATCHED:
            faults[Key(fact, source, kind)][day] += n
    return {key: _weekly(key, days, given, faults) for key, days in faults.items()}, given, arrived


def _weekly(
    key: Key, days: Days, given: Mapping[Key, Days], faults: Mapping[Key, Days]
) -> dict[dt.date, Tally]:
    """Of what a source was expected to say of a fact (said, or missing), how much was at fault."""
    expected: Days = defaultdict(int)
    for part in (
        given.get(Key(key.fact, key.source, watch.SILENT), {}),
        faults.get(Key(key.fact, key.source, "missing"), {}),
    ):
        for day, n in part.items():
            expected[day] += n
    weeks: dict[dt.date, Tally] = defaultdict(Tally)
    for day in expected.keys() | days.keys():
        weeks[week_of(day)] += Tally(max(expected[day], days.get(day, 0)), days.get(day, 0))
    return weeks


def _widest(changes: Sequence[Change]) -> list[Change]:
    """Of a source that is silent as a whole, tell that alone and not each of its facts."""
    whole = {one.key.source for one in changes if not one.key.fact}
    return [one for one in changes if not one.key.fact or one.key.source not in whole]


def _told(system: AISystem) -> list[Told]:
    return [_as_told(row) for row in SourceAlarm.objects.filter(system=system)]


def _as_told(row: SourceAlarm) -> Told:
    earlier = Tally(row.n_before, row.n_at_fault_before)
    return Told(Key(row.fact, row.source, row.kind), row.onset_on, earlier, row.closed_on)


def _raise(system: AISystem, changes: Sequence[Change], by: Actor, now: dt.datetime) -> int:
    told = _told(system) if changes else []
    new = [one for one in changes if not watch.is_covered(one, told)]
    for one in new:
        alarm = SourceAlarm.objects.create(
            id=ids.new(), system=system, fact=one.key.fact, source=one.key.source, kind=one.key.kind,
            onset_on=one.onset_on, n=one.now.n, n_at_fault=one.now.k, n_before=one.before.n,
            n_at_fault_before=one.before.k, q=one.q, raised_at=now,
        )  # fmt: skip
        _record("source.alarm_raised", alarm, by, now)
        for actor_id in _listeners(system, now):
            notify.tell(to_actor_id=actor_id, kind=NOTICE, about_id=alarm.id, case_id=None, now=now)
    return len(new)


def _listeners(system: AISystem, now: dt.datetime) -> set[UUID]:
    analysts = access.holders("analyse_system", system.id, now=now).values_list("id", flat=True)
    return {system.owner.actor_id, *analysts}


def _close(
    system: AISystem,
    weeks: Iterable[dt.date],
    figures: Mapping[Key, Mapping[dt.date, Tally]],
    by: Actor,
    now: dt.datetime,
) -> int:
    n_closed = 0
    for row in SourceAlarm.objects.filter(system=system, closed_at=None).exclude(kind=watch.SILENT):
        told = _as_told(row)
        back = next((week for week in weeks if watch.is_back(told, figures.get(told.key, {}), week)), None)
        if back is not None:
            n_closed += _end(row, back, by, now)
    return n_closed


def _end_silences(system: AISystem, given: Mapping[Key, Days], by: Actor, now: dt.datetime) -> int:
    n_closed = 0
    for row in SourceAlarm.objects.filter(system=system, closed_at=None, kind=watch.SILENT):
        days = given.get(Key(row.fact, row.source, row.kind), {})
        heard = min((day for day, n in days.items() if n and day >= row.onset_on), default=None)
        if heard is not None:
            n_closed += _end(row, heard, by, now)
    return n_closed


def _end(row: SourceAlarm, on: dt.date, by: Actor, now: dt.datetime) -> int:
    n_closed = SourceAlarm.objects.filter(id=row.id, closed_at=None).update(closed_at=now, closed_on=on)
    if n_closed:
        _record("source.alarm_closed", row, by, now)
    return n_closed


def _record(verb: str, alarm: SourceAlarm, by: Actor, now: dt.datetime) -> None:
    data = {
        "system": alarm.system_id,
        "fact": alarm.fact,
        "source": alarm.source,
        "kind": alarm.kind,
        "onset_on": alarm.onset_on,
    }
    audit.record(verb, on=("source_alarm", alarm.id), by=by, at=now, data=data)
