"""Pure decisions of the registry: line-ups of models, risk postures, and what a pause stops."""

from apps.registry.rules.line_ups import (
    BadLineUp,
    LineUp,
    Model,
    parse_line_up,
    with_advising,
)
from apps.registry.rules.posture_words import Change, Named, differences, limit_in_words, sentences
from apps.registry.rules.postures import (
    BadPosture,
    ErrorKind,
    Limit,
    Posture,
    ends_at,
    parse_posture,
    parse_posture_text,
    posture_as_text,
    read_posture,
)

__all__ = [
    "BadLineUp",
    "BadPosture",
    "Change",
    "ErrorKind",
    "Limit",
    "LineUp",
    "Model",
    "Named",
    "Posture",
    "differences",
    "ends_at",
    "limit_in_words",
    "parse_line_up",
    "parse_posture",
    "parse_posture_text",
    "posture_as_text",
    "read_posture",
    "sentences",
    "with_advising",
]
