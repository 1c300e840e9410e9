"""How many reasons a person reads: those that fit one direction of an override are few."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from apps.registry.states import Direction, direction

MOST_FITTING = 8


@dataclass(frozen=True, slots=True)
class Crowd:
    """A direction with more reasons than a person reads while deciding."""

    direction: Direction
    reasons: tuple[str, ...]


def fits(directions: Collection[str], wanted: Direction) -> bool:
    """Say whether a reason with these directions may be given for an override in one; sideways all may."""
    return wanted is Direction.SIDEWAYS or wanted.value in directions


def crowds(reasons: Mapping[str, Sequence[str]], *, caution: dict[str, int]) -> list[Crowd]:
    """Return every direction that these outcomes allow and that more reasons fit than are offered together.

    reasons: code -> its directions, in their order. caution: outcome code -> rank.
    """
    pairs = {
        direction(recommended=one, decided=other, caution=caution)
        for one in caution
        for other in caution
        if one != other
    }
    fitting = {way: tuple(code for code, own in reasons.items() if fits(own, way)) for way in Direction}
    return [
        Crowd(way, fitting[way]) for way in Direction if way in pairs and len(fitting[way]) > MOST_FITTING
    ]
