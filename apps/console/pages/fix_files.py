"""Fixes as a file, and what one of them was measured to do."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from apps.console.pages import table_file
from apps.flow.selectors import fixes as flow

HEADS = (
    "ai_system", "fix", "kind", "state", "pattern", "says", "drafted_at", "signed_at", "live_at", "ended_at",
    "verdict", "n_before", "k_before", "n_after", "k_after", "expected", "difference", "low", "high",
    "ever_harmed", "finding",
)  # fmt: skip
LOOK = (
    "look", "verdict", "counts", "method", "from_at", "to_at", "n_before", "k_before", "n_after", "k_after",
    "rest_n_before", "rest_k_before", "rest_n_after", "rest_k_after", "expected", "difference", "low", "high",
    "level", "at",
)  # fmt: skip


def as_csv(rows: Iterable[flow.FixRow]) -> str:
    """Write fixes, one line each; differences in [-1, 1], of the last look at what a fix did."""
    return table_file.as_csv(HEADS, (_cells(one) for one in rows))


def _cells(one: flow.FixRow) -> Iterator[object]:
    fix, look = one.fix, one.effects[-1] if one.effects else None
    times = (fix.drafted_at, fix.signed_at, fix.live_at, fix.ended_at)
    yield from (fix.system.slug, fix.number, fix.kind, fix.state, one.words, fix.says)
    yield from (at and at.isoformat() for at in times)
    names = ("verdict", "n_before", "k_before", "n_after", "k_after", "expected", "difference", "low", "high")
    yield from (getattr(look, name, None) for name in names)
    yield from (one.has_harmed, str(fix.finding_id))


def looks_as_csv(one: flow.FixRow) -> str:
    """Write what a fix was measured to do, one line a look; shares in [0, 1]."""
    return table_file.as_csv(LOOK, ([_cell(getattr(look, name)) for name in LOOK] for look in one.effects))


def _cell(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
