"""Whether the product is well: each part with a word, what is known of it, and what to do when it is not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from apps.console.edge import Reader
from apps.console.pages import health_words, words
from apps.console.pages.health_words import FAILING, LATE, UNSEEN, WELL
from apps.core import heartbeats, progress
from apps.core.models import Heartbeat
from apps.flow import selectors as flow

# Grace beyond a few intervals: a message may wait for a worker that mines, which takes up to 200 seconds.
PROCESS_GRACE = timedelta(seconds=30)
TASK_GRACE = timedelta(seconds=260)
GONE = timedelta(minutes=10)
LATE_UNORDERED, GONE_UNORDERED = timedelta(minutes=1), timedelta(minutes=10)
LATE_DELIVERY, GONE_DELIVERY = timedelta(minutes=5), timedelta(hours=1)
PAST_STANDS = timedelta(minutes=10)
LONG_TRANSACTION = timedelta(minutes=10)
FULL, NEARLY_FULL = 0.95, 0.8
APART_SECONDS, FAR_APART_SECONDS = 2.0, 60.0
SAFE_COMMITS = frozenset({"on", "remote_write", "remote_apply"})
MINER = f"{heartbeats.TASK}learning.mine"
MEASURER = f"{heartbeats.TASK}measures.compute_measures"
CALIBRATOR = f"{heartbeats.TASK}measures.calibrate"
STATES = {
    WELL: ("ok", "circle-check", gettext_lazy("Well")),
    LATE: ("warn", "clock-alert", gettext_lazy("Late")),
    FAILING: ("bad", "circle-x", gettext_lazy("Failing")),
    UNSEEN: ("bad", "eye-off", gettext_lazy("Not seen")),
}
ORDER = (WELL, LATE, UNSEEN, FAILING)


@dataclass(frozen=True, slots=True)
class Check:
    """One part of the product; `then` says what to do next, and is empty while it is well."""

    name: str
    state: str
    says: str
    then: str = ""

    @property
    def tone(self) -> str:
        return STATES[self.state][0]

    @property
    def icon(self) -> str:
        return STATES[self.state][1]

    @property
    def word(self) -> str:
        return str(STATES[self.state][2])


@dataclass(frozen=True, slots=True)
class Group:
    key: str
    title: str
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class HealthPage:
    """`worst` is the state of the worst part, `summary` says it in words."""

    worst: Check
    groups: tuple[Group, ...]
    read_at: str

    @property
    def is_failing(self) -> bool:
        return self.worst.state in {FAILING, UNSEEN}


def build(found: flow.Health, *, reader: Reader) -> HealthPage:
    """Judge what was found and write it."""
    groups = (
        Group("processes", _("Processes"), tuple(_processes(found, reader))),
        Group("database", _("Database"), tuple(_database(found))),
        Group("work", _("Work"), tuple(_work(found, reader))),
        Group("learning", _("Figures and patterns"), tuple(_learning(found, reader))),
        Group("product", _("Product"), tuple(_product(found))),
    )
    checks = [check for group in groups for check in group.checks]
    return HealthPage(
        worst=_worst(checks),
        groups=groups,
        read_at=words.clock_time(found.now, now=reader.now, zone=reader.zone, seconds=True),
    )


def _worst(checks: list[Check]) -> Check:
    state = max((one.state for one in checks), key=ORDER.index)
    if state == WELL:
        return Check("", WELL, _("Every part of the product is well."))
    unwell = ", ".join(one.name for one in checks if one.state != WELL)
    return Check("", state, _("Look at: %(parts)s.") % {"parts": unwell})


def _ago(at: datetime, found: flow.Health) -> str:
    return _("%(duration)s ago") % {"duration": words.age(at, now=found.now)}


def _state(beat: Heartbeat | None, found: flow.Health, grace: timedelta) -> str:
    """Say how something is by when it was last seen, and whether it failed since."""
    if beat is None:
        return UNSEEN
    if beat.failed_at and (beat.seen_at is None or beat.failed_at > beat.seen_at):
        return FAILING
    assert beat.seen_at is not None
    age, usual = found.now - beat.seen_at, timedelta(seconds=4 * beat.every_seconds) + grace
    if age <= usual:
        return WELL
    return LATE if age <= max(GONE, 2 * usual) else UNSEEN


def _said(beat: Heartbeat | None, state: str, found: flow.Health, reader: Reader) -> str:
    if beat is None:
        return _("It was never seen in this database.")
    parts = []
    if state == FAILING and beat.failed_at:
        parts.append(
            _("failed %(ago)s (%(fault)s)") % {"ago": _ago(beat.failed_at, found), "fault": beat.says}
        )
    if beat.seen_at:
        seen = _("seen %(ago)s") if state != FAILING else _("last well %(ago)s")
        parts.append(seen % {"ago": _ago(beat.seen_at, found)})
    if beat.took_ms is not None:
        parts.append(_("it took %(n)s ms") % {"n": words.number(beat.took_ms)})
    if beat.version:
        parts.append(_("version %(version)s") % {"version": beat.version})
    if beat.started_at:
        at = words.clock_time(beat.started_at, now=reader.now, zone=reader.zone)
        parts.append(_("started %(time)s") % {"time": at})
    return words.sentence_case(", ".join(parts)) + "."


def _processes(found: flow.Health, reader: Reader) -> Iterable[Check]:
    for name, (label, then) in health_words.PROCESSES.items():
        beat = found.seen.get(name)
        state = _state(beat, found, PROCESS_GRACE)
        yield Check(str(label), state, _said(beat, state, found, reader), "" if state == WELL else str(then))


def _database(found: flow.Health) -> Iterable[Check]:
    one = found.database
    size = {"version": one.version, "size": filesizeformat(one.n_bytes)}
    yield Check(_("PostgreSQL"), WELL, _("Version %(version)s, %(size)s in this database.") % size)
    yield _connections(one.n_connections, one.most_connections)
    yield _transaction(found)
    is_safe = one.synchronous_commit in SAFE_COMMITS
    yield Check(
        _("Commits"),
        WELL if is_safe else FAILING,
        _("synchronous_commit is %(value)s.") % {"value": one.synchronous_commit},
        "" if is_safe else _("Set it to on: after a crash, decisions that were confirmed could be missing."),
    )
    yield _clocks(found.clock_apart)


def _connections(n: int, most: int) -> Check:
    share = n / most
    state = FAILING if share >= FULL else LATE if share >= NEARLY_FULL else WELL
    said = _("%(n)s of %(most)s that are allowed.") % {"n": words.number(n), "most": words.number(most)}
    then = _("Raise max_connections, or run fewer web and worker processes.")
    return Check(_("Connections"), state, said, "" if state == WELL else then)


def _transaction(found: flow.Health) -> Check:
    oldest = found.database.oldest_at
    if oldest is None:
        return Check(_("Oldest transaction"), WELL, _("No other one is open."))
    age = found.database.now - oldest
    is_long = age > LONG_TRANSACTION
    then = _(
        "The record cannot be ordered past it. Find it in pg_stat_activity, "
        "and end it with pg_terminate_backend."
    )
    said = _("Open for %(duration)s.") % {"duration": words.duration(age.total_seconds())}
    return Check(_("Oldest transaction"), LATE if is_long else WELL, said, then if is_long else "")


def _clocks(apart: float) -> Check:
    far = abs(apart)
    state = FAILING if far > FAR_APART_SECONDS else LATE if far > APART_SECONDS else WELL
    said = _("The web and the database differ by %(seconds)s s.") % {"seconds": words.number(round(far, 2))}
    then = _("Set both clocks by NTP. Decisions go by the database's; sign-in codes by the web's.")
    return Check(_("Clocks"), state, said, "" if state == WELL else then)


def past_words(found: flow.Health) -> str:
    """Say how far a told past is, and what waits for its end; empty when none is being filled in."""
    far = found.past
    if far is None:
        return ""
    said = {"done": words.number(far.done), "total": words.number(far.total)}
    begun = (
        _("The past is being filled in: %(done)s of %(total)s decisions.")
        if far.total
        else _("The past is being filled in; its size is not known yet.")
    )
    waits = _("Until it is in, due times and holds that run out are not acted on.")
    return f"{begun % said} {waits}"


def _work(found: flow.Health, reader: Reader) -> Iterable[Check]:
    if found.past is not None:
        yield _past(found.past, found)
    yield _record(found)
    yield _due(found)
    yield _confirmed(found, reader)
    yield _overdue(found)
    yield _sweeps(found)


def _past(far: progress.Far, found: flow.Health) -> Check:
    stands = far.at is not None and found.now - far.at > PAST_STANDS
    then = _("It stands still: see the demonstration's log, and start bin/up again. It goes on where it was.")
    return Check(_("Simulated past"), LATE if stands else WELL, past_words(found), then if stands else "")


def _by_age(at: datetime | None, found: flow.Health, late: timedelta, gone: timedelta) -> str:
    if at is None or found.now - at <= late:
        return WELL
    return LATE if found.now - at <= gone else FAILING


def _record(found: flow.Health) -> Check:
    record = found.record
    state = _by_age(record.oldest_at, found, LATE_UNORDERED, GONE_UNORDERED)
    place = {"place": words.number(record.ordered_to)}
    said = _("Numbered up to %(place)s, without a gap.") % place
    if record.oldest_at:
        waiting = ngettext(
            "%(n)s entry waits for its place, the oldest for %(age)s.",
            "%(n)s entries wait for their place, the oldest for %(age)s.",
            record.n_unordered,
        )
        age = words.age(record.oldest_at, now=found.now)
        said = f"{said} {waiting % {'n': words.number(record.n_unordered), 'age': age}}"
    then = _("The worker orders it every few seconds. See the worker, beat and the oldest transaction.")
    return Check(_("Record"), state, said, "" if state == WELL else then)


def _due(found: flow.Health) -> Check:
    one = found.deliveries
    state = _by_age(one.oldest_due_at, found, LATE_DELIVERY, GONE_DELIVERY)
    said = _("Nothing is due.")
    if one.oldest_due_at:
        said = ngettext(
            "%(n)s decision is due to be sent, the oldest since %(age)s.",
            "%(n)s decisions are due to be sent, the oldest since %(age)s.",
            one.n_due,
        ) % {"n": words.number(one.n_due), "age": words.age(one.oldest_due_at, now=found.now)}
    if one.n_filled_in:
        more = ngettext(
            "%(n)s more is of the past that is filled in, sent meanwhile.",
            "%(n)s more are of the past that is filled in, sent meanwhile.",
            one.n_filled_in,
        )
        said = f"{said} {more % {'n': words.number(one.n_filled_in)}}"
    then = _("See the worker first; then whether the business system answers at its address.")
    return Check(_("Deliveries to send"), state, said, "" if state == WELL else then)


def _confirmed(found: flow.Health, reader: Reader) -> Check:
    one = found.deliveries
    said = _("No decision was confirmed as applied yet.")
    if one.last_applied_at:
        at = words.clock_time(one.last_applied_at, now=reader.now, zone=reader.zone)
        said = _("The last one was confirmed as applied %(time)s.") % {"time": at}
    refused = ngettext(
        "%(n)s was refused by the business system.",
        "%(n)s were refused by the business system.",
        one.n_refused,
    ) % {"n": words.number(one.n_refused)}
    return Check(_("Confirmed deliveries"), WELL, f"{said} {refused}")


def _overdue(found: flow.Health) -> Check:
    rows = found.deliveries.overdue
    said = ", ".join(f"{name}: {words.number(n)}" for name, n in rows) or _("None.")
    then = _("Ask those who run the business system whether it applies decisions and sends receipts.")
    return Check(_("Overdue receipts"), LATE if rows else WELL, said, then if rows else "")


def _sweeps(found: flow.Health) -> Check:
    named = {MINER, MEASURER, CALIBRATOR}
    beats = [
        one for name, one in found.seen.items() if name.startswith(heartbeats.TASK) and name not in named
    ]
    states = {one.name.removeprefix(heartbeats.TASK): _state(one, found, TASK_GRACE) for one in beats}
    unwell = sorted(name for name, state in states.items() if state != WELL)
    if not beats:
        return Check(
            _("Sweeps"), UNSEEN, _("None was ever seen in this database."), health_words.start_worker()
        )
    said = _("%(n)s of %(all)s ran well and in time.") % {"n": len(beats) - len(unwell), "all": len(beats)}
    if not unwell:
        return Check(_("Sweeps"), WELL, said)
    faults = ", ".join(f"{name} ({_fault(found.seen[heartbeats.TASK + name], found)})" for name in unwell)
    worst = max((states[name] for name in unwell), key=ORDER.index)
    return Check(_("Sweeps"), worst, f"{said} {faults}.", health_words.start_worker())


def _fault(beat: Heartbeat, found: flow.Health) -> str:
    if beat.failed_at and (beat.seen_at is None or beat.failed_at > beat.seen_at):
        return _("failed %(ago)s: %(fault)s") % {"ago": _ago(beat.failed_at, found), "fault": beat.says}
    return _("seen %(ago)s") % {"ago": _ago(beat.seen_at, found)} if beat.seen_at else ""


def _learning(found: flow.Health, reader: Reader) -> Iterable[Check]:
    one, run = found.learning, found.learning.mining
    mined = ""
    if run is not None:
        mined = health_words.mining(run, when=_ago(run.ended_at or run.queued_at, found))
    measured = (
        _("Figures were last written %(ago)s.") % {"ago": _ago(one.measured_at, found)}
        if one.measured_at
        else ""
    )
    calibrated = (
        _("Calibrations were last written %(ago)s.") % {"ago": _ago(one.calibrated_at, found)}
        if one.calibrated_at
        else ""
    )
    yield _task(_("Miner"), MINER, mined, found, reader, is_failed=run is not None and run.state == "FAILED")
    yield _task(_("Measures"), MEASURER, measured, found, reader)
    yield _task(_("Calibration"), CALIBRATOR, calibrated, found, reader)


def _task(
    label: str, name: str, also: str, found: flow.Health, reader: Reader, *, is_failed: bool = False
) -> Check:
    beat = found.seen.get(name)
    state = FAILING if is_failed else _state(beat, found, TASK_GRACE)
    said = f"{_said(beat, _state(beat, found, TASK_GRACE), found, reader)} {also}".strip()
    then = health_words.read_log(name.removeprefix(heartbeats.TASK))
    return Check(label, state, said, "" if state == WELL else then)


def _product(found: flow.Health) -> Iterable[Check]:
    versions = {one.version for one in found.seen.values() if one.version}
    several = len(versions) > 1
    yield Check(
        pgettext("program", "Version"),
        LATE if several else WELL,
        _("%(versions)s at work.") % {"versions": ", ".join(sorted(versions)) or _("none seen")},
        _("Processes of two versions are at work: restart those that were not.") if several else "",
    )
    n = {"n": words.number(found.n_migrations)}
    missing = ", ".join(found.unapplied)
    yield Check(
        _("Migrations"),
        FAILING if missing else WELL,
        _("Not applied: %(names)s.") % {"names": missing} if missing else _("All %(n)s are applied.") % n,
        _("Run manage.py migrate as the owner of the database.") if missing else "",
    )
    sessions = ngettext("%(n)s is open.", "%(n)s are open.", found.n_sessions)
    yield Check(_("Sessions"), WELL, sessions % {"n": words.number(found.n_sessions)})
