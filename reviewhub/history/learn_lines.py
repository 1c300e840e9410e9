"""What a past tells of a pattern: searched as of that day, ordered of the model, signed, and measured."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reviewhub.history.reading import BadLine, Body, text


@dataclass(frozen=True, slots=True)
class Search:
    """Search decisions made until then for what people overrule more often."""

    system: str


@dataclass(frozen=True, slots=True)
class Order:
    """Order of the model what shall change, because of the pattern with these conditions; it is proposed."""

    system: str
    where: Mapping[str, str]
    says: str


@dataclass(frozen=True, slots=True)
class Sign:
    """The owner signs what was ordered of the model."""

    system: str


@dataclass(frozen=True, slots=True)
class Measure:
    """Look at what the changes of an AI system did until then."""

    system: str


OfLearning = Search | Order | Sign | Measure


def _order(body: Body) -> Order:
    where = body.get("where")
    if not isinstance(where, Mapping) or not where:
        raise BadLine("Name the conditions of a pattern.", field="where")
    named = {str(fact): text(where, str(fact)) for fact in where}
    return Order(text(body, "system"), named, text(body, "says"))


ACTS: dict[str, Callable[[Body], OfLearning]] = {
    "search": lambda body: Search(text(body, "system")),
    "order": _order,
    "sign": lambda body: Sign(text(body, "system")),
    "measure": lambda body: Measure(text(body, "system")),
}
