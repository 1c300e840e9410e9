"""States of a calibration (what may be said of stated confidence), of a question, and of a replay."""

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


class ReplayState(enum.StrEnum):
    """QUEUED until a worker takes it; RUNNING until it is through, stopped by a person, or failed.

    A worker whose time is over puts it back to QUEUED with what is counted so far; one that is lost leaves it
    RUNNING, and another takes it over where it stood.
    """

    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    DONE = "DONE"
    STOPPED = "STOPPED"
    FAILED = "FAILED"

    @property
    def is_open(self) -> bool:
        """Say whether it is still to be worked."""
        return self in {ReplayState.QUEUED, ReplayState.RUNNING}


class BrokenKind(enum.StrEnum):
    """What is the matter with a suggestion that somebody says is broken."""

    UNSAID = "unsaid"
    NONSENSE = "nonsense"
    OTHER_CASE = "other_case"
    HARMFUL = "harmful"
    FORMAT = "format"
