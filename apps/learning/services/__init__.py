"""The verbs of learning: queue, ask, repeat and stop a mining run, and work the runs that wait."""

from apps.learning.services.leading import lead_mining
from apps.learning.services.mining import mine
from apps.learning.services.parting import mine_parts, n_waiting
from apps.learning.services.queuing import (
    NothingToMine,
    OnlyWhoAnalyses,
    RunsAlready,
    SearchNotOver,
    SearchOver,
    SearchStopped,
    ask_run,
    may_mine,
    queue_run,
    repeat_run,
    stop_run,
)

__all__ = [
    "NothingToMine",
    "OnlyWhoAnalyses",
    "RunsAlready",
    "SearchNotOver",
    "SearchOver",
    "SearchStopped",
    "ask_run",
    "lead_mining",
    "may_mine",
    "mine",
    "mine_parts",
    "n_waiting",
    "queue_run",
    "repeat_run",
    "stop_run",
]
