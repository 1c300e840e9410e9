"""Searches as a file."""

from collections.abc import Iterable, Iterator

from apps.console.pages import table_file
from apps.learning.models import MiningRun

HEADS = (
    "ai_system", "target", "state", "queued_at", "started_at", "ended_at", "n_decisions", "n_overrides",
    "n_tests", "digest", "failure", "id",
)  # fmt: skip


def as_csv(rows: Iterable[MiningRun]) -> str:
    """Write searches, one line each; who asked for one is on its page."""
    return table_file.as_csv(HEADS, (_cells(one) for one in rows))


def _cells(one: MiningRun) -> Iterator[object]:
    times = (one.queued_at, one.started_at, one.ended_at)
    yield from (one.system.slug, one.target, one.state, *(at and at.isoformat() for at in times))
    yield from (one.n_decisions, one.n_overrides, one.n_tests)
    yield from (bytes(one.digest).hex() if one.digest else None, one.failure, str(one.id))
