"""Searches as a file, and what one of them found."""

from collections.abc import Iterable, Iterator

from apps.console.pages import table_file
from apps.learning import selectors as learning
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


FOUND = (
    "ai_system", "target", "pattern", "n", "happened", "share", "low", "high", "rest_share", "rest_n",
    "rest_low", "rest_high", "adjusted_p", "later_n", "later_happened", "later_share", "holds", "n_stakes",
    "stake_minor", "n_changed", "change_minor", "currency", "finding",
)  # fmt: skip


def found_as_csv(found: learning.RunPage) -> str:
    """Write what a search found, one line a group, the strongest first; shares in [0, 1]."""
    return table_file.as_csv(FOUND, (_found(one, found.run) for one in found.found))


def _found(line: learning.FoundLine, run: MiningRun) -> Iterator[object]:
    one, later = line.pattern, line.pattern.confirmation or {}
    yield from (run.system.slug, run.target, line.words, one.n, one.n_overridden, one.rate, one.low, one.high)
    yield from (one.rest_rate, *(getattr(line.rest, name, None) for name in ("n", "low", "high")))
    yield from (one.q, *(later.get(name) for name in ("n", "n_overridden", "rate", "holds")))
    yield from (one.n_stakes, one.stake_minor if one.n_stakes else None)
    yield from (one.n_changed, one.change_minor if one.n_changed else None, run.system.currency)
    yield line.finding_id


GROUPS = (
    "ai_system", "fact", "group", "side", "n", "happened", "share", "low", "high", "rest_n", "rest_share",
    "rest_low", "rest_high", "adjusted_p", "differs",
)  # fmt: skip


def groups_as_csv(found: learning.RunPage) -> str:
    """Write every group of the protected facts, one line a side; no share under 30 decisions."""
    return table_file.as_csv(GROUPS, (_group(one, found.run) for one in found.protected))


def _group(one: learning.ProtectedLine, run: MiningRun) -> Iterator[object]:
    yield from (run.system.slug, one.fact, one.value, one.side, one.n, one.k, one.rate, one.low, one.high)
    yield from (one.rest_n, one.rest_rate, one.rest_low, one.rest_high, one.q, one.stands_out)
