"""How busy the database is, as a share of what intake bears; what can wait gives way before intake does."""

import threading
import time

from django.conf import settings
from django.db import connection

SECONDS_BETWEEN_LOOKS = 1.0
# Sessions at work, and sessions that wait for a lock of another one; a batch that waits for its own first try
# (an advisory lock) is no sign of anything.
LOOK = """
SELECT count(*) FILTER (WHERE state = 'active'),
       count(*) FILTER (WHERE wait_event_type = 'Lock' AND wait_event <> 'advisory')
FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""


class Gauge:
    """How busy the database is, looked at most once a second by one process."""

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


def share() -> float:
    """Return how much of what intake bears is used up; above 1 intake is refused, decisions never are."""
    n_active, n_waiting = GAUGE.busy(at=time.monotonic())
    most_active, most_waiting = max(settings.INTAKE_MOST_ACTIVE, 1), max(settings.INTAKE_MOST_WAITING, 1)
    return max(n_active / most_active, n_waiting / most_waiting)
