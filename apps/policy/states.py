from enum import StrEnum


class Lane(StrEnum):
    """Who acts on a recommendation."""

    AUTOMATIC = "AUTOMATIC"
    OFFICER = "OFFICER"
    SUPERVISOR = "SUPERVISOR"
    HOLD = "HOLD"


class PolicyState(StrEnum):
    """Where one version of a policy stands in its life."""

    DRAFT = "DRAFT"
    SHADOW = "SHADOW"
    PROPOSED = "PROPOSED"
    LIVE = "LIVE"
    RETIRED = "RETIRED"


MOVES: frozenset[tuple[PolicyState, PolicyState]] = frozenset(
    {
        (PolicyState.DRAFT, PolicyState.SHADOW),  # tried beside the live one, decides nothing
        (PolicyState.DRAFT, PolicyState.PROPOSED),  # straight to the owner: shadowing is advice, not law
        (PolicyState.DRAFT, PolicyState.RETIRED),  # given up
        (
            PolicyState.SHADOW,
            PolicyState.DRAFT,
        ),  # its date came, or it is called back; phantoms stay
        (PolicyState.SHADOW, PolicyState.PROPOSED),
        (PolicyState.SHADOW, PolicyState.RETIRED),
        (PolicyState.PROPOSED, PolicyState.DRAFT),  # the owner returns it
        (PolicyState.PROPOSED, PolicyState.LIVE),  # the owner signs; never its author
        (PolicyState.PROPOSED, PolicyState.RETIRED),  # the owner refuses it
        (PolicyState.LIVE, PolicyState.RETIRED),  # another version takes its place; it never comes back
    },
)


OPEN = (PolicyState.DRAFT, PolicyState.SHADOW, PolicyState.PROPOSED)
