from collections.abc import Iterator, Mapping
from decimal import Decimal

from apps.policy.rules.tree import Condition, Policy, Rule
from apps.policy.states import Lane


def reads(policy: Policy) -> frozenset[str]:
    """Name every fact that a rule of the policy reads."""
    return frozenset(name for rule in policy.rules for name in _names(rule.when))


# What flow adds that says, or lets one guess, what the AI suggests or how sure it is.
ADVICE = frozenset(
    {
        "recommended_outcome",
        "confidence",
        "posture_allows",
        "paused",
        "calibration_state",
        "grounding_share",
        "n_statements",
        "n_unsupported",
    }
)

# Of these, what says which outcome is suggested, not only how sure the AI is.
SUGGESTION = frozenset({"recommended_outcome", "posture_allows", "paused"})


def tells_advice(policy: Policy) -> Mapping[str, bool]:
    """Say of each rule, by its code, whether that it fired lets one guess what the AI suggests."""
    return {rule.code: not ADVICE.isdisjoint(_names(rule.when)) for rule in policy.rules}


def places_by_advice(policy: Policy) -> tuple[str, ...]:
    """Name the rules that send a case to another place than all others go by what the AI suggests.

    Where such a case lies tells of the suggestion, also to whoever is asked for their own view first.
    """
    tells = tells_advice(policy)
    return tuple(rule.code for rule in policy.rules if tells[rule.code] and _is_elsewhere(rule, policy))


def gives_away(policy: Policy, *, least_view: Decimal) -> tuple[tuple[int, Rule], ...]:
    """Return by place the rules whose cases lie elsewhere by which outcome is suggested, and may ask a view.

    least_view: the share of what people decide in which the posture has them judge first in any case.
    """
    return tuple(
        (place, rule)
        for place, rule in enumerate(policy.rules)
        if max(rule.then.first_view, least_view)
        and not SUGGESTION.isdisjoint(_names(rule.when))
        and _is_elsewhere(rule, policy)
    )


def _is_elsewhere(rule: Rule, policy: Policy) -> bool:
    """Say whether a person finds a case of this rule in another place than all others."""
    if rule.then.lane is Lane.AUTOMATIC:
        return False
    return rule.then.lane is Lane.HOLD or rule.then.inbox != policy.otherwise.inbox


def codes_asked(policy: Policy, fact: str) -> Mapping[str, tuple[str, ...]]:
    """Say of each code that a clause about a fact names which rules do, in their order."""
    found: dict[str, list[str]] = {}
    for rule in policy.rules:
        for code in dict.fromkeys(_codes(rule.when, fact)):
            found.setdefault(code, []).append(rule.code)
    return {code: tuple(rules) for code, rules in found.items()}


def _codes(condition: Condition, fact: str) -> Iterator[str]:
    clause = condition.clause
    if clause is not None and clause.fact == fact:
        values = clause.value if isinstance(clause.value, tuple) else (clause.value,)
        yield from (one for one in values if isinstance(one, str))
    for part in condition.parts:
        yield from _codes(part, fact)


def _names(condition: Condition) -> Iterator[str]:
    if condition.clause is not None:
        yield condition.clause.fact
    for part in condition.parts:
        yield from _names(part)
