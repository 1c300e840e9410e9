"""The tables of learning."""

from apps.learning.models.daily import NoteDay, NoteLook, SharpNote
from apps.learning.models.finding import Finding, FindingStep, FindingTally
from apps.learning.models.fixes import Effect, Fix
from apps.learning.models.mining import MiningPart, MiningRun, Pattern
from apps.learning.models.notes import NoteGroup, NoteGrouping, NoteLabel
from apps.learning.models.reports import WeekReport

__all__ = [
    "Effect",
    "Finding",
    "FindingStep",
    "FindingTally",
    "Fix",
    "MiningPart",
    "MiningRun",
    "NoteDay",
    "NoteGroup",
    "NoteGrouping",
    "NoteLabel",
    "NoteLook",
    "Pattern",
    "SharpNote",
    "WeekReport",
]
