"""The verbs of learning: queue, ask, repeat, stop and work a mining run, and what people do with findings."""

from apps.learning.access import CannotWorkOnFindings
from apps.learning.services.exporting import labelled, labelled_parquet
from apps.learning.services.fixes import (
    FixAuthorCannotSign,
    FixIsOpenAlready,
    FixOver,
    follow_contract,
    follow_policy,
)
from apps.learning.services.leading import lead_mining
from apps.learning.services.measuring import measure_effects
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
    queue_run,
    queue_search,
    repeat_run,
    stop_run,
    stop_search,
)
from apps.learning.services.steps import FindingChanged, FindingOver
from apps.learning.services.tallying import tally_findings
from apps.learning.services.working import (
    CannotBeGiven,
    FixIsOpen,
    NoDay,
    NoReasonGiven,
    assign,
    close,
    discuss,
    dismiss,
    watch,
)

__all__ = [
    "CannotBeGiven",
    "CannotWorkOnFindings",
    "FindingChanged",
    "FindingOver",
    "FixAuthorCannotSign",
    "FixIsOpen",
    "FixIsOpenAlready",
    "FixOver",
    "NoDay",
    "NoReasonGiven",
    "NothingToMine",
    "OnlyWhoAnalyses",
    "RunsAlready",
    "SearchNotOver",
    "SearchOver",
    "SearchStopped",
    "ask_run",
    "assign",
    "close",
    "discuss",
    "dismiss",
    "follow_contract",
    "follow_policy",
    "labelled",
    "labelled_parquet",
    "lead_mining",
    "measure_effects",
    "mine",
    "mine_parts",
    "n_waiting",
    "queue_run",
    "queue_search",
    "repeat_run",
    "stop_run",
    "stop_search",
    "tally_findings",
    "watch",
]
