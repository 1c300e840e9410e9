"""The tables of measures."""

from apps.measures.models.figured import (
    Calibration,
    CalibrationBin,
    ContextCount,
    ContextRepair,
    DefinitionQuestion,
    GroundingCount,
    Measurement,
    ModelTally,
    ModelVersion,
    Replay,
    ReplayCase,
    SourceAlarm,
)
from apps.measures.models.recorded import (
    BrokenSuggestion,
    BrokenTakenBack,
    DecisionFacts,
    Outcome,
    WorkSignal,
)
from apps.measures.models.tallied import DecisionTally, SignalTally, Tallied

__all__ = [
    "BrokenSuggestion",
    "BrokenTakenBack",
    "Calibration",
    "CalibrationBin",
    "ContextCount",
    "ContextRepair",
    "DecisionFacts",
    "DecisionTally",
    "DefinitionQuestion",
    "GroundingCount",
    "Measurement",
    "ModelTally",
    "ModelVersion",
    "Outcome",
    "Replay",
    "ReplayCase",
    "SignalTally",
    "SourceAlarm",
    "Tallied",
    "WorkSignal",
]
