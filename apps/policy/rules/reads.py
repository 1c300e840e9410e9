from collections.abc import Iterator

from apps.policy.rules.tree import Condition, Policy


def reads(policy: Policy) -> frozenset[str]:
    """Name every fact that a rule of the policy reads."""
    return frozenset(name for rule in policy.rules for name in _names(rule.when))


def _names(condition: Condition) -> Iterator[str]:
    if condition.clause is not None:
        yield condition.clause.fact
    for part in condition.parts:
        yield from _names(part)
