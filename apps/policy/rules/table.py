"""A rule as lines of a decision table: each line a set of clauses that together are enough for the rule."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from apps.intake.rules.conditions import Clause
from apps.policy.rules.tree import Condition, Join, Rule

MOST_LINES = 12


@dataclass(frozen=True, slots=True)
class Literal:
    """One clause of a line; `opposite`: it must be False."""

    clause: Clause
    opposite: bool = False


Line = tuple[Literal, ...]


def lines(condition: Condition) -> tuple[Line, ...] | None:
    """Write a condition as lines of which one has to hold; None where that would be too many to read."""
    if size(condition) > MOST_LINES:
        return None
    return tuple(_lines(condition, opposite=False))


def size(condition: Condition, *, opposite: bool = False) -> int:
    """Count the lines that a condition would need."""
    if condition.clause is not None:
        return 1
    if condition.join is Join.NOT:
        return size(condition.parts[0], opposite=not opposite)
    sizes = [size(part, opposite=opposite) for part in condition.parts]
    if (condition.join is Join.ANY) is not opposite:
        return sum(sizes)
    found = 1
    for one in sizes:
        found *= one
    return found


def _lines(condition: Condition, *, opposite: bool) -> Iterator[Line]:
    if condition.clause is not None:
        yield (Literal(condition.clause, opposite),)
    elif condition.join is Join.NOT:
        yield from _lines(condition.parts[0], opposite=not opposite)
    elif (condition.join is Join.ANY) is not opposite:
        for part in condition.parts:
            yield from _lines(part, opposite=opposite)
    else:
        for chosen in product(*(tuple(_lines(part, opposite=opposite)) for part in condition.parts)):
            yield tuple(dict.fromkeys(one for line in chosen for one in line))


def columns(rules: Iterable[Rule]) -> tuple[str, ...]:
    """Name the facts that rules ask for, in the order in which they are first asked."""
    return tuple(dict.fromkeys(fact for rule in rules for fact in _facts(rule.when)))


def _facts(condition: Condition) -> Iterator[str]:
    if condition.clause is not None:
        yield condition.clause.fact
    for part in condition.parts:
        yield from _facts(part)
