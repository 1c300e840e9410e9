from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from apps.policy.rules.tree import OTHERWISE, UNKNOWN_FACTS, Because, Condition, Policy, Result, Rule
from apps.policy.states import Lane


def evaluate(policy: Policy, facts: Mapping[str, object]) -> Result:
    """Find the lane for one set of facts: the first rule that is True wins, `otherwise` when none is.

    A rule that is unknown does not win; it is reported, and from then on the machine never acts alone: where
    it would have, the case goes where `otherwise` goes, to an officer at least.
    """
    winner, undecided = policy.decides(facts)
    if not undecided:
        return policy.result if winner < 0 else policy.rules[winner].result
    unknown: dict[str, None] = {}
    for place in undecided:
        _collect(policy.rules[place].when, facts, unknown)
    if winner < 0:
        return _otherwise(policy, tuple(unknown))
    return _guarded(policy, policy.rules[winner], tuple(unknown))


def _collect(condition: Condition, facts: Mapping[str, object], found: dict[str, None]) -> None:
    """Add the facts that leave an undecided condition so."""
    if condition.clause is not None:
        found[condition.clause.fact] = None
    for part in condition.parts:
        if part.test(facts) is None:
            _collect(part, facts, found)


def _guarded(policy: Policy, rule: Rule, unknown: tuple[str, ...]) -> Result:
    if rule.then.lane is Lane.AUTOMATIC:
        return _otherwise(policy, unknown)
    because = (*rule.result.because, _unknown_because(unknown))
    return replace(rule.result, because=because, unknown=unknown)


def _otherwise(policy: Policy, unknown: tuple[str, ...]) -> Result:
    lane = policy.otherwise.lane
    return Result(
        lane=Lane.OFFICER if lane is Lane.AUTOMATIC else lane,
        inbox=policy.otherwise.inbox,
        due_hours=policy.otherwise.due_hours,
        sample_share=Decimal(0) if lane is Lane.AUTOMATIC else policy.otherwise.sample_share,
        because=(_unknown_because(unknown),),
        unknown=unknown,
        rule_code=OTHERWISE,
        in_working_hours=policy.otherwise.in_working_hours,
        four_eyes=policy.otherwise.four_eyes,
        first_view=policy.otherwise.first_view,
    )


def because_of(policy: Policy, *, codes: Sequence[str], unknown: Sequence[str]) -> tuple[Because, ...]:
    """Say again why a kept verdict went where it went, from its codes and what was unknown."""
    said = {rule.code: rule.say for rule in policy.rules} | {OTHERWISE: policy.result.because[0].say}
    return tuple(
        _unknown_because(tuple(unknown)) if code == UNKNOWN_FACTS else Because(code, said[code])
        for code in codes
    )


def _unknown_because(unknown: tuple[str, ...]) -> Because:
    names = ", ".join(name.replace("_", " ") for name in unknown)
    return Because(UNKNOWN_FACTS, f"Not known here: {names}. What is not known is for a person to judge.")
