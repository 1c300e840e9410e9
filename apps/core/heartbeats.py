"""When processes and tasks were last seen at work, written by themselves, read by the page of health."""

from datetime import datetime

from apps.core import clock
from apps.core.models import Heartbeat

TASK = "task:"


def seen(
    *,
    name: str,
    every: float,
    version: str = "",
    started_at: datetime | None = None,
    took_ms: int | None = None,
) -> None:
    """Note that something did well just now. every: in how many seconds it is expected again."""
    given = {"started_at": started_at, "took_ms": took_ms, "version": version}
    _write(
        name,
        seen_at=clock.now(),
        every_seconds=every,
        **{key: value for key, value in given.items() if value},
    )


def failed(*, name: str, every: float, says: str, took_ms: int | None = None) -> None:
    """Note that something failed just now. says: the fault's name, nothing of what was worked on."""
    took = {} if took_ms is None else {"took_ms": took_ms}
    _write(name, failed_at=clock.now(), every_seconds=every, says=says, **took)


def _write(name: str, **fields: object) -> None:
    Heartbeat.objects.update_or_create(name=name, defaults=fields)


def known() -> dict[str, Heartbeat]:
    """Return everything that was ever seen, by name."""
    return {one.name: one for one in Heartbeat.objects.all()}
