"""The dispatcher: turns wakes of the database into Celery messages, so that due work starts in milliseconds.

Nothing depends on it: what it misses, the sweeps find within a minute.
"""

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import Error, connection
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from apps.core import clock, heartbeats
from reviewhub import celery

CHANNEL = "reviewhub_wake"
GAP_SECONDS = 0.2
LONGEST_WAIT_SECONDS = 1.0  # so that a wish to stop is heard
AGAIN_SECONDS = 2.0
BROKER_SECONDS = 3
SEEN_SECONDS = 10.0
EXPIRES_SECONDS = 120  # an older wake says nothing that a sweep has not found

log = logging.getLogger(__name__)


class Waking:
    """Names that wait to be sent: at once when quiet, in a burst one message per name and gap."""

    def __init__(self, gap: float = GAP_SECONDS) -> None:
        self.gap = gap
        self.waiting: set[str] = set()
        self.next_at: dict[str, float] = {}

    def note(self, names: Iterable[str]) -> None:
        """Remember that these were woken."""
        self.waiting.update(names)

    def take_due(self, now: float) -> list[str]:
        """Take the names that may be sent now (monotonic seconds)."""
        due = sorted(name for name in self.waiting if self.next_at.get(name, now) <= now)
        self.waiting.difference_update(due)
        self.next_at.update(dict.fromkeys(due, now + self.gap))
        return due

    def wait(self, now: float) -> float:
        """Return for how many seconds nothing can become due unless a new wake arrives."""
        nearest = min(
            (self.next_at.get(name, now) for name in self.waiting), default=now + LONGEST_WAIT_SECONDS
        )
        return min(max(nearest - now, 0.0), LONGEST_WAIT_SECONDS)


def run(wakes: Mapping[str, str], *, stopped: Callable[[], bool]) -> None:
    """Listen and send until stopped; a lost database is tried again for ever.

    wakes: payload on the channel -> task name.
    """
    impatient = {"socket_timeout": BROKER_SECONDS, "socket_connect_timeout": BROKER_SECONDS}
    celery.app.conf.broker_transport_options = {**celery.TRANSPORT, **impatient}
    celery.app.loader.import_default_modules()
    while not stopped():
        try:
            _listen(wakes, stopped)
        except Error as error:
            log.warning("The database is gone (%s); listening again in %s s.", _line(error), AGAIN_SECONDS)
            time.sleep(AGAIN_SECONDS)
        finally:
            connection.close()


def _listen(wakes: Mapping[str, str], stopped: Callable[[], bool]) -> None:
    raw = _listening()
    log.info("Listening on %s.", CHANNEL)
    waking, started_at, seen_at = Waking(), clock.now(), -SEEN_SECONDS
    waking.note(wakes)  # what was said while nobody listened is unknown: wake everything once
    while not stopped():
        if time.monotonic() - seen_at >= SEEN_SECONDS:
            seen_at = time.monotonic()
            _note(started_at)
        with connection.wrap_database_errors:
            heard = raw.notifies(timeout=waking.wait(time.monotonic()), stop_after=1)
            waking.note(notice.payload for notice in heard)
        for name in waking.take_due(time.monotonic()):
            _send(name, wakes)


def _note(started_at: datetime) -> None:
    """Say that the dispatcher works; that this cannot be written keeps no wake back."""
    try:
        heartbeats.seen(
            name="dispatcher", every=SEEN_SECONDS, version=settings.VERSION, started_at=started_at
        )
    except Error as error:
        log.warning("That the dispatcher works could not be noted (%s).", _line(error))


def _note_broker(error: Exception) -> None:
    try:
        heartbeats.failed(name="broker", every=SEEN_SECONDS, says=type(error).__name__)
    except Error as fault:
        log.warning("That the broker fails could not be noted (%s).", _line(fault))


def _listening() -> Any:
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {CHANNEL}")
    return connection.connection


def _send(name: str, wakes: Mapping[str, str]) -> None:
    task = wakes.get(name)
    if task is None:
        log.warning("Nobody knows the wake %r.", name)
        return
    try:
        celery.app.tasks[task].apply_async(retry=False, expires=EXPIRES_SECONDS)
    except (OperationalError, RedisError, OSError) as error:
        _note_broker(error)
        log.warning("The broker did not take %s (%s); the sweep will find the work.", task, _line(error))


def _line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
