from datetime import timedelta
from importlib import import_module

from django.conf import settings

from apps.core import clock, once, partitions
from tasks.base import job, note_time

_KEYS_ARE_KEPT = timedelta(days=30)


@job("core.keep_time", queue="sweeps", seconds=30)
def keep_time() -> int:
    """Note that beat was heard, and how quickly the broker answers."""
    return note_time()


@job("core.ensure_partitions", queue="sweeps", seconds=60)
def ensure_partitions() -> int:
    """Make the month partitions ahead of time."""
    return partitions.ensure()


@job("core.forget_requests", queue="sweeps", seconds=120)
def forget_requests() -> int:
    """Drop kept answers of requests whose keys are no longer promised."""
    return once.forget(before=clock.now() - _KEYS_ARE_KEPT)


@job("core.forget_sessions", queue="sweeps", seconds=120)
def forget_sessions() -> None:
    """Drop sessions that ended."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
