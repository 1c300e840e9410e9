from enum import StrEnum


class RecommendationState(StrEnum):
    """Where one recommendation stands on its way to an inbox."""

    RECEIVED = "RECEIVED"
    ROUTED = "ROUTED"
    HELD = "HELD"
    SUPERSEDED = "SUPERSEDED"
    WITHDRAWN = "WITHDRAWN"


MOVES: frozenset[tuple[RecommendationState, RecommendationState]] = frozenset(
    {
        (RecommendationState.RECEIVED, RecommendationState.ROUTED),  # in an inbox, or decided in its lane
        (RecommendationState.RECEIVED, RecommendationState.HELD),  # paused, or its context is not legible
        (RecommendationState.RECEIVED, RecommendationState.SUPERSEDED),
        (RecommendationState.RECEIVED, RecommendationState.WITHDRAWN),
        (RecommendationState.HELD, RecommendationState.ROUTED),  # the pause ended, or the facts came
        (RecommendationState.HELD, RecommendationState.SUPERSEDED),
        (RecommendationState.HELD, RecommendationState.WITHDRAWN),
        (RecommendationState.ROUTED, RecommendationState.HELD),  # facts changed, and now one is lacking
        (RecommendationState.ROUTED, RecommendationState.SUPERSEDED),  # a newer one for the same case
        (RecommendationState.ROUTED, RecommendationState.WITHDRAWN),  # taken back by its sender
    },
)


class ContextState(StrEnum):
    """What the context check says of the facts of one arrival."""

    LEGIBLE = "LEGIBLE"
    INCOMPLETE = "INCOMPLETE"
    STALE = "STALE"
    CONFLICTED = "CONFLICTED"
    OUT_OF_SCOPE = "OUT_OF_SCOPE"


class EvidenceState(StrEnum):
    """Where one document stands on its way to pages that a person can look at."""

    FETCHING = "FETCHING"
    RECEIVED = "RECEIVED"
    READY = "READY"
    REFUSED = "REFUSED"


EVIDENCE_MOVES: frozenset[tuple[EvidenceState, EvidenceState]] = frozenset(
    {
        (EvidenceState.FETCHING, EvidenceState.RECEIVED),  # its address gave it; sealed and stored
        (EvidenceState.FETCHING, EvidenceState.REFUSED),  # nobody gave it, or it is not taken
        (EvidenceState.RECEIVED, EvidenceState.READY),  # its pages are drawn
        (EvidenceState.RECEIVED, EvidenceState.REFUSED),  # it cannot be drawn
        (EvidenceState.READY, EvidenceState.REFUSED),  # its case never came; it was deleted
        (EvidenceState.REFUSED, EvidenceState.FETCHING),  # sent anew under the same reference
        (EvidenceState.REFUSED, EvidenceState.RECEIVED),
    },
)
