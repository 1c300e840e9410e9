"""The verbs of measures: keep what was decided and what became known, and compute figures from it."""

from apps.measures.services.alarming import watch_sources
from apps.measures.services.asking import answer, ask, withdraw
from apps.measures.services.calibrating import calibrate
from apps.measures.services.comparing import compare
from apps.measures.services.computing import compute
from apps.measures.services.counting import count_context
from apps.measures.services.judging import judge
from apps.measures.services.recording import (
    FactsLine,
    SameOutcomeOtherBody,
    record_facts,
    record_outcome,
    record_signal,
)

__all__ = [
    "FactsLine",
    "SameOutcomeOtherBody",
    "answer",
    "ask",
    "calibrate",
    "compare",
    "compute",
    "count_context",
    "judge",
    "record_facts",
    "record_outcome",
    "record_signal",
    "watch_sources",
    "withdraw",
]
