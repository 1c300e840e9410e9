"""How often one principal may ask, and how much it may send, per web process: buckets of tokens in memory.

Deliberately generous and approximate: it protects the process from a runaway client; it is no quota.
"""

import threading
import time
from collections import OrderedDict

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from apps.core import refusals

PER_MINUTE = 6000
MOST_PRINCIPALS = 10_000


class Buckets:
    """Token buckets by name; the one unused for longest is forgotten first, full again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, name: str, *, at: float, per_minute: int, n: int = 1) -> float:
        """Take tokens if there is one; returns 0, or the seconds until there is one.

        A bucket that has one gives all n and may owe: whoever sends much at once waits longer the next time.

        at: seconds on a clock that never goes back.
        """
        rate = per_minute / 60
        with self._lock:
            level, since = self._levels.pop(name, (float(per_minute), at))
            level = min(float(per_minute), level + (at - since) * rate)
            wait = 0.0 if level >= 1 else (1 - level) / rate
            self._levels[name] = (level if wait else level - n, at)
            if len(self._levels) > MOST_PRINCIPALS:
                self._levels.popitem(last=False)
        return wait

    def clear(self) -> None:
        """Forget everybody."""
        with self._lock:
            self._levels.clear()


BUCKETS = Buckets()
LINES = Buckets()


class LinesTooFast(refusals.TooMany):
    code = "too_many_lines_a_minute"
    sentence = "This client sends more recommendations a minute than it may. Wait, then send the same again."


def take_lines(principal_id: object, n: int) -> None:
    """Count recommendations that a client sends, whatever becomes of them.

    Raises: LinesTooFast, with the seconds to wait.
    """
    limit = settings.API_LINES_PER_MINUTE
    wait = LINES.take(str(principal_id), at=time.monotonic(), per_minute=limit, n=n)
    if wait:
        raise LinesTooFast(retry_after=wait)


class PerPrincipal(BaseThrottle):
    """At most API_REQUESTS_PER_MINUTE requests of one actor in one web process."""

    def __init__(self) -> None:
        self._wait_seconds = 0.0

    def allow_request(self, request: Request, view: APIView) -> bool:  # noqa: ARG002 - DRF's signature
        limit = getattr(settings, "API_REQUESTS_PER_MINUTE", PER_MINUTE)
        name = str(getattr(request.user, "id", "nobody"))
        self._wait_seconds = BUCKETS.take(name, at=time.monotonic(), per_minute=limit)
        return self._wait_seconds == 0

    def wait(self) -> float:
        """Return the seconds until the next request may pass."""
        return self._wait_seconds
