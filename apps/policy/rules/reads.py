from collections.abc import Iterator, Mapping

from apps.policy.rules.tree import Condition, Policy


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


def tells_advice(policy: Policy) -> Mapping[str, bool]:
    """Say of each rule, by its code, whether that it fired lets one guess what the AI suggests."""
    return {rule.code: not ADVICE.isdisjoint(_names(rule.when)) for rule in policy.rules}


def _names(condition: Condition) -> Iterator[str]:
    if condition.clause is not None:
        yield condition.clause.fact
    for part in condition.parts:
        yield from _names(part)
