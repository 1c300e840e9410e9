"""The tables of the registry."""

from apps.registry.models.reasons import Reason, ReasonChange, ReasonSet
from apps.registry.models.systems import (
    Absence,
    AISystem,
    AuthorityLimit,
    Autonomy,
    ContextContract,
    ContractDraft,
    ContractTrial,
    ModelLineUp,
    OutcomeCode,
    OwnershipOffer,
    Pause,
    PauseSpan,
    Posture,
    PostureDraft,
    SourceSystem,
    Versioned,
)

__all__ = [
    "AISystem",
    "Absence",
    "AuthorityLimit",
    "Autonomy",
    "ContextContract",
    "ContractDraft",
    "ContractTrial",
    "ModelLineUp",
    "OutcomeCode",
    "OwnershipOffer",
    "Pause",
    "PauseSpan",
    "Posture",
    "PostureDraft",
    "Reason",
    "ReasonChange",
    "ReasonSet",
    "SourceSystem",
    "Versioned",
]
