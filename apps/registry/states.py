from enum import StrEnum


class AutonomyState(StrEnum):
    """How far the machine may go in one segment; up only with evidence and a signature, down by itself."""

    SHADOW = "SHADOW"
    ADVISE = "ADVISE"
    ACT_WITH_SAMPLING = "ACT_WITH_SAMPLING"
    ACT = "ACT"

    @property
    def acts(self) -> bool:
        """Say whether the machine decides by itself in this state."""
        return self in {AutonomyState.ACT_WITH_SAMPLING, AutonomyState.ACT}


class PauseMode(StrEnum):
    """What becomes of new cases that the machine may not decide."""

    PEOPLE = "people"
    HOLD = "hold"
    REFUSE = "refuse"

    @property
    def caution(self) -> int:
        """Rank the modes: of several that count, the most cautious one does."""
        return list(PauseMode).index(self)


class PauseScope(StrEnum):
    """How much of an AI system a pause stops."""

    SYSTEM = "system"
    OUTCOME = "outcome"
    SEGMENT = "segment"


class PauseEnd(StrEnum):
    """How a pause ended: by hand, by its time, by its limit, or because another one took its place."""

    HAND = "hand"
    TIME = "time"
    LIMIT = "limit"
    REPLACED = "replaced"


class LimitKind(StrEnum):
    """What the owner may bind the machine to besides its errors; a limit that is passed acts by itself."""

    OVERRIDE = "override"
    STALE = "stale"
    UNSUPPORTED = "unsupported"
    OVERDUE = "overdue"
    EXPIRY = "expiry"

    @property
    def is_share(self) -> bool:
        """Say whether its value is a share of cases; otherwise it is a number of them."""
        return self in {LimitKind.OVERRIDE, LimitKind.STALE, LimitKind.UNSUPPORTED}


class LimitAct(StrEnum):
    """What a passed limit does: `narrow` sends to people, `pause` does what the fall-back says."""

    NARROW = "narrow"
    PAUSE = "pause"


class OfferResult(StrEnum):
    """What became of the offer to take an AI system over."""

    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"
    EXPIRED = "EXPIRED"


class DraftState(StrEnum):
    """Where a draft of a contract stands; a version that is in force, or was, is a ContextContract."""

    DRAFT = "DRAFT"
    PROPOSED = "PROPOSED"
    ADOPTED = "ADOPTED"
    DROPPED = "DROPPED"


DRAFT_MOVES: frozenset[tuple[DraftState, DraftState]] = frozenset(
    {
        (DraftState.DRAFT, DraftState.PROPOSED),  # handed to the owner
        (DraftState.DRAFT, DraftState.DROPPED),  # given up
        (DraftState.PROPOSED, DraftState.DRAFT),  # the owner returns it, or an editor takes it back
        (DraftState.PROPOSED, DraftState.ADOPTED),  # the owner puts it in force
        (DraftState.PROPOSED, DraftState.DROPPED),  # the owner refuses it
    },
)


class TrialState(StrEnum):
    """Where the trial of a contract over stored cases stands."""

    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    DONE = "DONE"
    FAILED = "FAILED"


class CareKind(StrEnum):
    """What happened to a reason of the list."""

    MERGED = "MERGED"
    RETIRED = "RETIRED"
    SPLIT = "SPLIT"


class CoreCategory(StrEnum):
    """The twelve causes every reason code maps to (domain.md 4c)."""

    FACT_WRONG = "fact_wrong"
    FACT_CONFLICT_STALE = "fact_conflict_stale"
    FACT_MISSING = "fact_missing"
    NEW_INFORMATION = "new_information"
    NOT_APPLICABLE = "not_applicable"
    RULE_REQUIRES = "rule_requires"
    REASONING_WRONG = "reasoning_wrong"
    RISK_JUDGEMENT = "risk_judgement"
    RISK_COVERED = "risk_covered"
    PERSON_CHOICE = "person_choice"
    NOT_FEASIBLE = "not_feasible"
    INTEGRITY_CONCERN = "integrity_concern"


class Direction(StrEnum):
    """Where a decision stands against the recommendation, from the outcome codes' order of caution."""

    SAME = "same"
    MORE_CAUTIOUS = "more_cautious"
    LESS_CAUTIOUS = "less_cautious"
    SIDEWAYS = "sideways"


def direction(*, recommended: str, decided: str, caution: dict[str, int]) -> Direction:
    """Compute the direction of a decision; `caution` maps outcome code to rank, higher is more cautious.

    Raises: KeyError for an outcome code without a rank.
    """
    if recommended == decided:
        return Direction.SAME
    gap = caution[decided] - caution[recommended]
    if gap == 0:
        return Direction.SIDEWAYS
    return Direction.MORE_CAUTIOUS if gap > 0 else Direction.LESS_CAUTIOUS
