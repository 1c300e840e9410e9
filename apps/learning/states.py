"""States of the learning loop and the moves between them (architecture, section 5)."""

import enum


class Target(enum.StrEnum):
    """What a search asks of decisions: in which groups does it happen more often than elsewhere?

    Which decisions count, and when it happened in one, says `learning.services.targets`.
    """

    OVERRIDDEN = "overridden"
    OVERTURNED = "overturned"  # an override that did not hold
    WRONGLY_APPROVED = "wrongly_approved"
    ESCALATED = "escalated"
    ASKED = "asked"
    LATE = "late"
    UNSUPPORTED = "unsupported"
    SKIPPED = "skipped"
    RESORTED = "resorted"
    SNOOZED = "snoozed"
    RETURNED = "returned"
    RELEASED = "released"

    @property
    def is_sign(self) -> bool:
        """Say whether it is a sign of work of that kind."""
        return self in _SIGNS


_SIGNS = frozenset({Target.SKIPPED, Target.RESORTED, Target.SNOOZED, Target.RETURNED, Target.RELEASED})


class MiningRunState(enum.StrEnum):
    """Where a mining run stands; STOPPED: a person ended it, and nothing of it is kept but that it was."""

    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    DONE = "DONE"
    FAILED = "FAILED"
    STOPPED = "STOPPED"

    @property
    def is_open(self) -> bool:
        """Say whether it is still to be worked."""
        return self in {MiningRunState.QUEUED, MiningRunState.RUNNING}


class MiningStage(enum.StrEnum):
    """The four steps of a run, each over all parts before the next one begins."""

    SURVEY = "SURVEY"  # which values there are
    COUNT = "COUNT"  # every conjunction
    CROSS = "CROSS"  # where the slices that passed overlap
    ROWS = "ROWS"  # reasons and examples of what was chosen


class MiningPartState(enum.StrEnum):
    """Where one part of a step stands; a worker that is lost leaves it TAKEN until it is taken anew."""

    WAITING = "WAITING"
    TAKEN = "TAKEN"
    DONE = "DONE"


class FindingState(enum.StrEnum):
    """Where a finding stands on its way from pattern to measured effect."""

    NEW = "NEW"
    ASSIGNED = "ASSIGNED"
    FIX_PROPOSED = "FIX_PROPOSED"
    ADOPTED = "ADOPTED"
    MEASURED = "MEASURED"
    DISMISSED = "DISMISSED"


class StepKind(enum.StrEnum):
    """What was done with a finding; its state after it stands beside."""

    ASSIGNED = "ASSIGNED"
    SAID = "SAID"
    DISMISSED = "DISMISSED"
    CAME_BACK = "CAME_BACK"
    FIX_DRAFTED = "FIX_DRAFTED"
    FIX_TRIED = "FIX_TRIED"
    FIX_PROPOSED = "FIX_PROPOSED"
    FIX_RETURNED = "FIX_RETURNED"
    FIX_WITHDRAWN = "FIX_WITHDRAWN"
    FIX_SIGNED = "FIX_SIGNED"
    FIX_LIVE = "FIX_LIVE"
    MEASURED = "MEASURED"
    CLOSED = "CLOSED"
    WATCHED = "WATCHED"


class FixKind(enum.StrEnum):
    """What a fix changes."""

    POLICY = "POLICY"
    CONTRACT = "CONTRACT"
    REASONS = "REASONS"
    MODEL = "MODEL"  # or its prompt: leaves as a labelled data set


class FixState(enum.StrEnum):
    """Where a fix stands; what carries it has a life of its own."""

    DRAFT = "DRAFT"
    PROPOSED = "PROPOSED"
    SIGNED = "SIGNED"  # of a model: waits for a version that came after it
    LIVE = "LIVE"
    WITHDRAWN = "WITHDRAWN"


class EffectVerdict(enum.StrEnum):
    """What a fix did, against what would have been expected."""

    HELPED = "HELPED"
    NO_EFFECT = "NO_EFFECT"
    HARMED = "HARMED"


class LookKind(enum.StrEnum):
    """What somebody looked at: a note by its decision, or a report that a suggestion is broken."""

    NOTE = "NOTE"
    BROKEN = "BROKEN"


FIX_MOVES: frozenset[tuple[FixState, FixState]] = frozenset(
    {
        (FixState.DRAFT, FixState.PROPOSED),
        (FixState.DRAFT, FixState.WITHDRAWN),
        (FixState.PROPOSED, FixState.DRAFT),  # the owner returned it
        (FixState.PROPOSED, FixState.SIGNED),
        (FixState.PROPOSED, FixState.LIVE),  # signed, and in force with the signature
        (FixState.PROPOSED, FixState.WITHDRAWN),
        (FixState.SIGNED, FixState.LIVE),
        (FixState.SIGNED, FixState.WITHDRAWN),
    },
)

MINING_RUN_MOVES: frozenset[tuple[MiningRunState, MiningRunState]] = frozenset(
    {
        (MiningRunState.QUEUED, MiningRunState.RUNNING),  # a worker takes it
        (MiningRunState.QUEUED, MiningRunState.FAILED),  # its parameters cannot be run
        (MiningRunState.QUEUED, MiningRunState.DONE),  # there was nothing to look at
        (MiningRunState.RUNNING, MiningRunState.DONE),
        (MiningRunState.RUNNING, MiningRunState.FAILED),
        (MiningRunState.QUEUED, MiningRunState.STOPPED),  # a person ends it
        (MiningRunState.RUNNING, MiningRunState.STOPPED),
    },
)

FINDING_MOVES: frozenset[tuple[FindingState, FindingState]] = frozenset(
    {
        (FindingState.NEW, FindingState.ASSIGNED),
        (FindingState.NEW, FindingState.DISMISSED),
        (FindingState.ASSIGNED, FindingState.FIX_PROPOSED),
        (FindingState.ASSIGNED, FindingState.DISMISSED),
        (FindingState.FIX_PROPOSED, FindingState.ASSIGNED),  # the fix was withdrawn or not signed
        (FindingState.FIX_PROPOSED, FindingState.ADOPTED),  # signed by another person and live
        (FindingState.FIX_PROPOSED, FindingState.DISMISSED),
        (FindingState.ADOPTED, FindingState.MEASURED),
        (FindingState.MEASURED, FindingState.ASSIGNED),  # it did not help, so somebody works on it again
        (FindingState.DISMISSED, FindingState.NEW),  # its evidence has doubled since
    },
)
