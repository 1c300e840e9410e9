"""What can be said of rules without any case: which of them decide nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from apps.policy.rules.spans import EVERYTHING, of_clause, possible
from apps.policy.rules.tree import Condition, Join, Policy, Rule


class Fault(StrEnum):
    NEVER = "never"  # its condition cannot be true
    REPEATED = "repeated"  # an earlier rule has the same condition
    COVERED = "covered"  # whenever it would be true, an earlier rule is


@dataclass(frozen=True, slots=True)
class Unreachable:
    """A rule that decides nothing, and the earlier rule that decides instead, if one does."""

    rule: Rule
    fault: Fault
    earlier: Rule | None = None


def unreachable(policy: Policy) -> tuple[Unreachable, ...]:
    """Name the rules that decide nothing; what is not named may still decide nothing."""
    found = []
    for place, rule in enumerate(policy.rules):
        one = _fault(rule, policy.rules[:place])
        if one is not None:
            found.append(one)
    return tuple(found)


def _fault(rule: Rule, before: Sequence[Rule]) -> Unreachable | None:
    if any(values.is_nothing for values in possible(rule.when).values()):
        return Unreachable(rule, Fault.NEVER)
    for earlier in before:
        if same(rule.when, earlier.when):
            return Unreachable(rule, Fault.REPEATED, earlier)
    for earlier in before:
        if implies(rule.when, earlier.when):
            return Unreachable(rule, Fault.COVERED, earlier)
    return None


def same(one: Condition, two: Condition) -> bool:
    """Say whether two conditions read the same, wherever they stand."""
    return one.join is two.join and one.clause == two.clause and _same_parts(one.parts, two.parts)


def _same_parts(one: tuple[Condition, ...], two: tuple[Condition, ...]) -> bool:
    return len(one) == len(two) and all(same(first, second) for first, second in zip(one, two, strict=True))


def implies(one: Condition, two: Condition, *, not_one: bool = False, not_two: bool = False) -> bool:
    """Say whether the second is surely True wherever the first is; False where it cannot be told.

    not_one, not_two: the opposite of each is meant.
    """
    if one.join is Join.NOT:
        return implies(one.parts[0], two, not_one=not not_one, not_two=not_two)
    if two.join is Join.NOT:
        return implies(one, two.parts[0], not_one=not_one, not_two=not not_two)
    if _is_any(one, opposite=not_one):
        return all(implies(part, two, not_one=not_one, not_two=not_two) for part in one.parts)
    if two.join is not None and not _is_any(two, opposite=not_two):
        return all(implies(one, part, not_one=not_one, not_two=not_two) for part in two.parts)
    if two.clause is not None and _leads_to(one, two, not_one=not_one, not_two=not_two):
        return True
    return any(implies(one, part, not_one=not_one, not_two=not_two) for part in two.parts) or any(
        implies(part, two, not_one=not_one, not_two=not_two) for part in one.parts
    )


def _is_any(condition: Condition, *, opposite: bool) -> bool:
    return condition.join is (Join.ALL if opposite else Join.ANY)


def _leads_to(one: Condition, two: Condition, *, not_one: bool, not_two: bool) -> bool:
    """Say whether what the first allows of the second's fact is all that the second asks."""
    clause = two.clause
    assert clause is not None, "only a clause asks something of one fact"
    allowed = possible(one, opposite=not_one).get(clause.fact, EVERYTHING)
    if clause.op == "has":
        return one.clause == clause and not_one is not_two is False
    return allowed.within(of_clause(clause, opposite=not_two))
