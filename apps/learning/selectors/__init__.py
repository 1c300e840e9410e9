"""Reads of what mining found; import as `from apps.learning import selectors as learning`."""

from apps.learning.selectors.corrected import CorrectedFact
from apps.learning.selectors.findings import (
    N_EXAMPLES,
    EvidenceRow,
    ExampleRow,
    FindingPage,
    FindingRow,
    FindingsPage,
    MiningState,
    TaughtRow,
    evidence_of,
    finding,
    findings,
    mining_state,
    taught_by,
)
from apps.learning.selectors.weeks import N_WEEKS, Week, WrongWeeks, weekly, wrong
from apps.learning.selectors.wording import RECOMMENDED, Wording, said, wording

__all__ = [
    "N_EXAMPLES",
    "N_WEEKS",
    "RECOMMENDED",
    "CorrectedFact",
    "EvidenceRow",
    "ExampleRow",
    "FindingPage",
    "FindingRow",
    "FindingsPage",
    "MiningState",
    "TaughtRow",
    "Week",
    "Wording",
    "WrongWeeks",
    "evidence_of",
    "finding",
    "findings",
    "mining_state",
    "said",
    "taught_by",
    "weekly",
    "wording",
    "wrong",
]
