"""The one decorator of all tasks, and the way to repeat a sweep."""

import functools
import logging
import time
from collections.abc import Callable

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.db import close_old_connections

log = logging.getLogger("tasks")

# What a task may need, after its limit, to end its open calls before it is killed.
GRACE_SECONDS = 20

Sweep = Callable[[], int | None]


def job(name: str, *, queue: str, seconds: int) -> Callable[[Sweep], Callable[..., None]]:
    """Make a task: named `area.function`, late to acknowledge, given back when its worker dies, limited.

    Unknown arguments are tolerated, so that a message of another version of the product does no harm. Nothing
    is retried through the broker: what is undone is still due and the next sweep finds it.
    """

    def make(function: Sweep) -> Callable[..., None]:
        @functools.wraps(function)
        def run(*_args: object, **_unknown: object) -> None:
            close_old_connections()
            try:
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
            ignore_result=True,
            typing=False,
        )(run)
        return task

    return make


def _run(name: str, function: Sweep) -> None:
    """Run once and log one line; a sweep that found nothing is quiet, one that ran out of time no fault."""
    begun = time.monotonic()
    level, ended = logging.WARNING, "failed"
    try:
        found = function() or 0
        level, ended = logging.INFO if found else logging.DEBUG, f"{found}"
    except SoftTimeLimitExceeded:
        ended = "ran out of time"
    finally:
        log.log(level, "%s: %s, %d ms", name, ended, (time.monotonic() - begun) * 1000)


def repeat(sweep: Callable[[], int], *, seconds: float) -> int:
    """Call a sweep until it finds nothing more or the time is over; returns what all calls found together."""
    until = time.monotonic() + seconds
    total = found = sweep()
    while found and time.monotonic() < until:
        found = sweep()
        total += found
    return total
