"""States of a calibration (what may be said about stated confidence) and of a question on a definition."""

import enum


class CalibrationState(enum.StrEnum):
    """How far stated confidence has been checked against later truth.

    `PRIOR`: nothing checked yet. `PARTLY_MEASURED`: some cases, too few or without random audit.
    `MEASURED`: enough cases in enough bins, random audit among them. `UNRELIABLE`: checked and not to be
    trusted. It is recomputed from its evidence, so every change between states is legal.
    """

    PRIOR = "PRIOR"
    PARTLY_MEASURED = "PARTLY_MEASURED"
    MEASURED = "MEASURED"
    UNRELIABLE = "UNRELIABLE"


class QuestionState(enum.StrEnum):
    """OPEN until whoever must answer answers, or whoever asked withdraws; both ends are final."""

    OPEN = "OPEN"
    ANSWERED = "ANSWERED"
    WITHDRAWN = "WITHDRAWN"


QUESTION_MOVES = frozenset(
    {
        (QuestionState.OPEN, QuestionState.ANSWERED),
        (QuestionState.OPEN, QuestionState.WITHDRAWN),
    }
)
