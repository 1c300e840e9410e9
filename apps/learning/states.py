"""States of the learning loop and the moves between them (architecture, section 5)."""

import enum


class MiningRunState(enum.StrEnum):
    """Where a mining run stands."""

    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    DONE = "DONE"
    FAILED = "FAILED"


class FindingState(enum.StrEnum):
    """Where a finding stands on its way from pattern to measured effect."""

    NEW = "NEW"
    ASSIGNED = "ASSIGNED"
    FIX_PROPOSED = "FIX_PROPOSED"
    ADOPTED = "ADOPTED"
    MEASURED = "MEASURED"
    DISMISSED = "DISMISSED"


MINING_RUN_MOVES: frozenset[tuple[MiningRunState, MiningRunState]] = frozenset(
    {
        (MiningRunState.QUEUED, MiningRunState.RUNNING),  # a worker takes it
        (MiningRunState.QUEUED, MiningRunState.FAILED),  # its parameters cannot be run
        (MiningRunState.RUNNING, MiningRunState.DONE),
        (MiningRunState.RUNNING, MiningRunState.FAILED),
        (MiningRunState.RUNNING, MiningRunState.QUEUED),  # its worker was lost; the sweep finds it again
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
        (FindingState.DISMISSED, FindingState.NEW),  # its evidence has doubled since
    },
)
