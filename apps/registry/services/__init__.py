"""The verbs of the registry; import as `from apps.registry import services as registry`."""

from apps.registry.access import CannotEditContract, NotTheOwner
from apps.registry.services.contracts import (
    AnotherWentLive,
    DraftChanged,
    EditedByAnother,
    NoDraft,
    NotADraft,
    NothingChanged,
    NotProposed,
    adopt_draft,
    begin_draft,
    drop_draft,
    leave_draft,
    propose_draft,
    return_draft,
    save_draft,
)
from apps.registry.services.lining_up import LineUpNotValid, let_advise, line_up
from apps.registry.services.pausing import pause, resume
from apps.registry.services.setting_up import (
    BadPack,
    adopt_contract,
    adopt_reasons,
    connect_source,
    register_system,
    sign_posture,
)
from apps.registry.services.trials import ask_trial, end_trial, note_progress, take_trial

__all__ = [
    "AnotherWentLive",
    "BadPack",
    "CannotEditContract",
    "DraftChanged",
    "EditedByAnother",
    "LineUpNotValid",
    "NoDraft",
    "NotADraft",
    "NotProposed",
    "NotTheOwner",
    "NothingChanged",
    "adopt_contract",
    "adopt_draft",
    "adopt_reasons",
    "ask_trial",
    "begin_draft",
    "connect_source",
    "drop_draft",
    "end_trial",
    "leave_draft",
    "let_advise",
    "line_up",
    "note_progress",
    "pause",
    "propose_draft",
    "register_system",
    "resume",
    "return_draft",
    "save_draft",
    "sign_posture",
    "take_trial",
]
