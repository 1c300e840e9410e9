"""How often people agree with the AI by themselves, and how often once they have seen what it suggests."""

from collections.abc import Iterable
from dataclasses import dataclass

from apps.measures.rules.intervals import Share, share


@dataclass(frozen=True, slots=True)
class Seen:
    """Decisions of people that are alike. asked: a view before advice was asked; viewed: it, or ""."""

    asked: bool
    viewed: str
    recommended: str
    decided: str
    n: int


@dataclass(frozen=True, slots=True)
class Prompting:
    """Shares of decisions of people.

    asked: began with a view before advice; said: of those, the facts sufficed for one. before, after: agreed
    with the AI of those who had said something, by their view and by their decision. swayed: of views that
    differed from the AI's, those whose decision was the AI's; left: of views that were as the AI's, those
    whose decision was not. unasked: agreed of those who saw the suggestion at once.
    """

    asked: Share
    said: Share
    before: Share
    after: Share
    swayed: Share
    left: Share
    unasked: Share


def prompting(seen: Iterable[Seen]) -> Prompting:
    """Count how people stand to the AI before and after they see what it suggests."""
    rows = list(seen)
    asked = [one for one in rows if one.asked]
    said = [one for one in asked if one.viewed]
    alike = [one for one in said if one.viewed == one.recommended]
    apart = [one for one in said if one.viewed != one.recommended]
    at_once = [one for one in rows if not one.asked]
    return Prompting(
        asked=share(_n(rows), _n(asked)),
        said=share(_n(asked), _n(said)),
        before=share(_n(said), _n(alike)),
        after=share(_n(said), _agreeing(said)),
        swayed=share(_n(apart), _agreeing(apart)),
        left=share(_n(alike), _n(alike) - _agreeing(alike)),
        unasked=share(_n(at_once), _agreeing(at_once)),
    )


def _n(rows: Iterable[Seen]) -> int:
    return sum(one.n for one in rows)


def _agreeing(rows: Iterable[Seen]) -> int:
    return sum(one.n for one in rows if one.decided == one.recommended)
