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

__all__ = [
    "BrokenSuggestion",
    "BrokenTakenBack",
    "Calibration",
    "CalibrationBin",
    "ContextCount",
    "ContextRepair",
    "DecisionFacts",
    "DefinitionQuestion",
    "GroundingCount",
    "Measurement",
    "ModelTally",
    "ModelVersion",
    "Outcome",
    "Replay",
    "ReplayCase",
    "SourceAlarm",
    "WorkSignal",
]
