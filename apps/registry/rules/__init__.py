"""Pure decisions of the registry: line-ups of models, risk postures, reasons, and what a pause stops."""

from apps.registry.rules.caring import Changed, cared_for, split_code, successors
from apps.registry.rules.limits import Limit, Reading, is_passed, is_well_inside
from apps.registry.rules.line_ups import (
    BadLineUp,
    LineUp,
    Model,
    parse_line_up,
    with_advising,
)
from apps.registry.rules.pausing import WHOLE, Paused, PausePart, read_paused
from apps.registry.rules.posture_words import Change, Named, differences, limit_in_words, sentences
from apps.registry.rules.postures import (
    BadPosture,
    ErrorKind,
    Posture,
    ends_at,
    parse_posture,
    parse_posture_text,
    posture_as_text,
    read_posture,
)
from apps.registry.rules.principal import Listed, Owed, owed_fault, read_owed
from apps.registry.rules.reasons import MOST_FITTING, Crowd, crowds, fits

__all__ = [
    "MOST_FITTING",
    "WHOLE",
    "BadLineUp",
    "BadPosture",
    "Change",
    "Changed",
    "Crowd",
    "ErrorKind",
    "Limit",
    "LineUp",
    "Listed",
    "Model",
    "Named",
    "Owed",
    "PausePart",
    "Paused",
    "Posture",
    "Reading",
    "cared_for",
    "crowds",
    "differences",
    "ends_at",
    "fits",
    "is_passed",
    "is_well_inside",
    "limit_in_words",
    "owed_fault",
    "parse_line_up",
    "parse_posture",
    "parse_posture_text",
    "posture_as_text",
    "read_owed",
    "read_paused",
    "read_posture",
    "sentences",
    "split_code",
    "successors",
    "with_advising",
]
