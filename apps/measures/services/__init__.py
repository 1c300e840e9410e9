"""The verbs of measures: keep what was decided and what became known, and compute figures from it."""

from apps.measures.services.alarming import watch_sources
from apps.measures.services.asking import answer, ask, withdraw
from apps.measures.services.broken import report_broken, take_broken_back
from apps.measures.services.calibrating import calibrate
from apps.measures.services.columns import UNKNOWN, Columns, microseconds
from apps.measures.services.comparing import compare
from apps.measures.services.computing import compute
from apps.measures.services.counting import count_context
from apps.measures.services.dataset_files import (
    DatasetFails,
    NoDatasetFolder,
    Part,
    PartGone,
    parts,
    pinned,
    read_part,
)
from apps.measures.services.dataset_live import live_months, read_live
from apps.measures.services.dataset_rows import facts_of
from apps.measures.services.exporting import (
    Exported,
    FolderTaken,
    NothingToExport,
    bring_up,
    export_dataset,
    export_due,
    export_facts,
)
from apps.measures.services.group_tallies import GroupWeeks, group_weeks
from apps.measures.services.judging import judge
from apps.measures.services.recording import (
    FactsLine,
    SameOutcomeOtherBody,
    Signal,
    record_facts,
    record_outcome,
    record_signal,
    record_signals,
)
from apps.measures.services.replay_reading import prices
from apps.measures.services.replay_working import NOBODY, Heard, replay_policies, steps_of
from apps.measures.services.replaying import (
    NothingInForce,
    NothingToReplay,
    OnlyWhoTries,
    ReplayOver,
    arrivals,
    ask_replay,
    may_try,
    resume_replay,
    stop_replay,
)
from apps.measures.services.tallying import keep_bounded, tally

__all__ = [
    "NOBODY",
    "UNKNOWN",
    "Columns",
    "DatasetFails",
    "Exported",
    "FactsLine",
    "FolderTaken",
    "GroupWeeks",
    "Heard",
    "NoDatasetFolder",
    "NothingInForce",
    "NothingToExport",
    "NothingToReplay",
    "OnlyWhoTries",
    "Part",
    "PartGone",
    "ReplayOver",
    "SameOutcomeOtherBody",
    "Signal",
    "answer",
    "arrivals",
    "ask",
    "ask_replay",
    "bring_up",
    "calibrate",
    "compare",
    "compute",
    "count_context",
    "export_dataset",
    "export_due",
    "export_facts",
    "facts_of",
    "group_weeks",
    "judge",
    "keep_bounded",
    "live_months",
    "may_try",
    "microseconds",
    "parts",
    "pinned",
    "prices",
    "read_live",
    "read_part",
    "record_facts",
    "record_outcome",
    "record_signal",
    "record_signals",
    "replay_policies",
    "report_broken",
    "resume_replay",
    "steps_of",
    "stop_replay",
    "take_broken_back",
    "tally",
    "watch_sources",
    "withdraw",
]
