"""The one decorator of all tasks, and the way to repeat a sweep."""

import functools
import logging
import time
from collections.abc import Callable
from typing import Any

from celery import chord, current_app, shared_task, signature
from celery.exceptions import SoftTimeLimitExceeded
from celery.result import denied_join_result
from django.conf import settings
from django.db import Error, close_old_connections
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from apps.core import heartbeats, pressure
from tasks import schedule

log = logging.getLogger("tasks")

# What a task may need, after its limit, to end its open calls before it is killed.
GRACE_SECONDS = 20

# How often a worker says again that it works, and that the same task ran well.
SEEN_SECONDS = 10.0

# So long at most does a task give way: then it runs however busy the database is.
MOST_SECONDS_WAITING = 1800.0
BROKER_SECONDS = 3

MOST_AT_ONCE = 16  # messages of one chord; each worker goes on as long as parts wait

Sweep = Callable[[], int | None]


def job(
    name: str, *, queue: str, seconds: int, joins: bool = False
) -> Callable[[Sweep], Callable[..., None]]:
    """Make a task: named `area.function`, late to acknowledge, given back when its worker dies, limited.

    Unknown arguments are tolerated, so that a message of another version of the product does no harm. Nothing
    is retried through the broker: what is undone is still due and the next sweep finds it. joins: the broker
    keeps for an hour that it ended, so that a chord can wake whoever adds up what several of them did.
    """

    def make(function: Sweep) -> Callable[..., None]:
        @functools.wraps(function)
        def run(*_args: object, **_unknown: object) -> None:
            close_old_connections()
            try:
                if not _gives_way(name, at=time.monotonic()):
                    _run(name, function)
            finally:
                close_old_connections()

        task: Callable[..., None] = shared_task(
            name=name,
            queue=queue,
            soft_time_limit=seconds,
            time_limit=seconds + GRACE_SECONDS,
            acks_late=True,
            reject_on_worker_lost=True,
            ignore_result=not joins,
            typing=False,
        )(run)
        return task

    return make


_waits_since: dict[str, float] = {}


def _gives_way(name: str, *, at: float) -> bool:
    """Tell whether a task leaves this turn to what is more urgent; what it would do stays due."""
    waits_above = schedule.WAITS_ABOVE.get(name)
    if waits_above is None or (used := pressure.share()) <= waits_above:
        _waits_since.pop(name, None)
        return False
    waited = at - _waits_since.setdefault(name, at)
    if waited >= MOST_SECONDS_WAITING:
        _waits_since.pop(name)
        return False
    log.info("%s: gives way (%.0f %% of what intake bears is used up), for %.0f s", name, used * 100, waited)
    return True


def _run(name: str, function: Sweep) -> None:
    """Run once and log one line; a sweep that found nothing is quiet, one that ran out of time no fault."""
    begun = time.monotonic()
    level, ended, fault = logging.WARNING, "failed", ""
    try:
        found = function() or 0
        level, ended = logging.INFO if found else logging.DEBUG, f"{found}"
    except SoftTimeLimitExceeded as late:
        ended, fault = "ran out of time", type(late).__name__
    except Exception as error:
        fault = type(error).__name__
        raise
    finally:
        took = round((time.monotonic() - begun) * 1000)
        log.log(level, "%s: %s, %d ms", name, ended, took)
        _note(name, took_ms=took, fault=fault)


_noted: dict[str, float] = {}


def _note(name: str, *, took_ms: int, fault: str) -> None:
    """Write when this worker and this task were last seen; a run that went well is not written each time."""
    if name not in schedule.BEAT:
        return
    at, task = time.monotonic(), f"{heartbeats.TASK}{name}"
    due = [one for one in ("worker", task) if at - _noted.get(one, -SEEN_SECONDS) >= SEEN_SECONDS]
    try:
        if "worker" in due:
            heartbeats.seen(name="worker", every=SEEN_SECONDS, version=settings.VERSION)
        if fault:
            heartbeats.failed(name=task, every=schedule.BEAT[name]["schedule"], says=fault, took_ms=took_ms)
        elif task in due:
            heartbeats.seen(name=task, every=schedule.BEAT[name]["schedule"], took_ms=took_ms)
    except Error as error:
        log.warning("%s: its run could not be noted (%s).", name, type(error).__name__)
    else:
        _noted.update(dict.fromkeys(due, at))


def note_time() -> int:
    """Note that beat was heard, and ask the broker whether it answers; that it does not is noted too."""
    every = schedule.BEAT["core.keep_time"]["schedule"]
    heartbeats.seen(name="beat", every=every, version=settings.VERSION)
    begun = time.monotonic()
    try:
        with current_app.connection_for_write() as connection:
            connection.ensure_connection(max_retries=1, timeout=BROKER_SECONDS)
            channel: Any = connection.default_channel
            channel.client.ping()
    except (OperationalError, RedisError, OSError) as error:
        heartbeats.failed(name="broker", every=every, says=type(error).__name__)
    else:
        took = round((time.monotonic() - begun) * 1000)
        heartbeats.seen(name="broker", every=every, took_ms=took)
    return 0


def spread(n: int, *, work: str, then: str) -> int:
    """Wake as many workers as there are parts, and when all have ended, whoever adds up; returns n.

    Nothing rests on it: each looks for what is due by itself, and what is lost here the next sweep finds.
    """
    if n:
        expires = schedule.BEAT[work]["options"]["expires"]
        part, end = (signature(name, immutable=True, options={"expires": expires}) for name in (work, then))
        with denied_join_result():  # nobody waits for it, so no process subscribes to its end
            chord([part.clone() for _ in range(min(n, MOST_AT_ONCE))])(end)
    return n


def repeat(sweep: Callable[[], int], *, seconds: float) -> int:
    """Call a sweep until it finds nothing more or the time is over; returns what all calls found together."""
    until = time.monotonic() + seconds
    total = found = sweep()
    while found and time.monotonic() < until:
        found = sweep()
        total += found
    return total
