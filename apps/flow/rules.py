"""Which rules of a policy would let the machine decide what the owner's posture does not allow.

Read from the conditions alone, on the side of caution: only what a rule certainly demands counts for it.
Where a rule is looser, the machine is bounded all the same when it decides (limits.posture_allows).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from apps.intake.rules import conditions
from apps.policy.rules import Condition, Join, Policy
from apps.policy.states import Lane
from apps.registry.rules import Posture

OTHERWISE = "otherwise"


@dataclass(frozen=True, slots=True)
class Looser:
    """A rule that goes beyond a posture: in which outcomes, segments and amounts it might."""

    code: str
    say: str
    in_outcomes: bool
    in_segments: bool
    in_amount: bool


def looser_rules(policy: Policy, posture: Posture) -> tuple[Looser, ...]:
    """Return the rules that let the machine act where the posture does not, in their order."""
    acting = [(rule.code, rule.say, rule.when) for rule in policy.rules if rule.then.lane is Lane.AUTOMATIC]
    found = [_looser(code, said, list(_demands(when)), posture) for code, said, when in acting]
    if policy.otherwise.lane is Lane.AUTOMATIC:
        found.append(_looser(OTHERWISE, policy.result.because[0].say, [], posture))
    return tuple(one for one in found if one is not None)


def _demands(condition: Condition) -> Iterator[conditions.Clause]:
    """Give every clause that has to be true for the condition to be."""
    if condition.clause is not None:
        yield condition.clause
    elif condition.join is Join.ALL or (condition.join is Join.ANY and not condition.parts[1:]):
        for part in condition.parts:
            yield from _demands(part)


def _looser(code: str, said: str, demands: list[conditions.Clause], posture: Posture) -> Looser | None:
    if any(
        one.fact == "posture_allows" and one.op is conditions.Op.EQ and one.value is True for one in demands
    ):
        return None
    outcomes = not _within(demands, "recommended_outcome", posture.outcomes)
    segments = not _within(demands, "segment", posture.segments)
    amount = not any(_most(one, posture.max_amount_minor) for one in demands if one.fact == "stake_minor")
    if not (outcomes or segments or amount):
        return None
    return Looser(code, said, outcomes, segments, amount)


def _within(demands: list[conditions.Clause], fact: str, allowed: tuple[str, ...]) -> bool:
    for one in demands:
        if one.fact != fact or one.op not in {conditions.Op.EQ, conditions.Op.IN}:
            continue
        values = one.value if isinstance(one.value, tuple) else (one.value,)
        if all(value in allowed for value in values):
            return True
    return False


def _most(one: conditions.Clause, most: int) -> bool:
    """Say whether a clause about the stake keeps it at or below an amount."""
    ends = one.value if isinstance(one.value, tuple) else (one.value,)
    last = ends[-1] if ends else None
    if not isinstance(last, int | Decimal) or isinstance(last, bool):
        return False
    if one.op is conditions.Op.LT:
        return last <= most + 1
    bounding = {conditions.Op.LE, conditions.Op.EQ, conditions.Op.BETWEEN, conditions.Op.IN}
    return one.op in bounding and max(value for value in ends if isinstance(value, int | Decimal)) <= most
