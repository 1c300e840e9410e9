"""Intake gives way first: while the database has too much to do, arrivals are refused; decisions go on."""

import threading
import time

from django.conf import settings
from django.db import connection

from apps.core import refusals

SECONDS_BETWEEN_LOOKS = 1.0
RETRY_AFTER_SECONDS = 5
# Sessions at work, and sessions that wait for a lock of another one; a batch that waits for its own first try
# (an advisory lock) is no sign of anything.
LOOK = """
SELECT count(*) FILTER (WHERE state = 'active'),
       count(*) FILTER (WHERE wait_event_type = 'Lock' AND wait_event <> 'advisory')
FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""


class IntakeOverloaded(refusals.Unavailable):
    code = "intake_overloaded"
    sentence = "ReviewHub has more to do than it can at present, so it takes nothing in. Send the same again."


class Gauge:
    """How busy the database is, looked at most once a second by one web process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next_look = 0.0
        self._busy = (0, 0)

    def busy(self, *, at: float) -> tuple[int, int]:
        """Return how many sessions are at work and how many wait for a lock.

        at: seconds on a clock that never goes back.
        """
        with self._lock:
            looks = at >= self._next_look
            if looks:
                self._next_look = at + SECONDS_BETWEEN_LOOKS
        if looks:
            with connection.cursor() as cursor:
                cursor.execute(LOOK)
                self._busy = cursor.fetchone() or (0, 0)
        return self._busy

    def forget(self) -> None:
        """Look again at the next question."""
        self._next_look, self._busy = 0.0, (0, 0)


GAUGE = Gauge()


def refuse_when_pressed() -> None:
    """Refuse to take anything in while the database has too much to do; decisions never ask.

    Raises: IntakeOverloaded.
    """
    n_active, n_waiting = GAUGE.busy(at=time.monotonic())
    if n_active > settings.INTAKE_MOST_ACTIVE or n_waiting > settings.INTAKE_MOST_WAITING:
        raise IntakeOverloaded(retry_after=RETRY_AFTER_SECONDS)
