"""Reads of what mining found; import as `from apps.learning import selectors as learning`."""

from apps.learning.selectors.corrected import CorrectedFact
from apps.learning.selectors.findings import (
    N_EXAMPLES,
    N_WEEKS,
    EvidenceRow,
    ExampleRow,
    FindingPage,
    FindingRow,
    FindingsPage,
    MiningState,
    TaughtRow,
    Week,
    evidence_of,
    finding,
    findings,
    mining_state,
    taught_by,
    weekly,
)
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
    "evidence_of",
    "finding",
    "findings",
    "mining_state",
    "said",
    "taught_by",
    "weekly",
    "wording",
]
