"""Worked examples at the edges of each threshold, made from the rules and not chosen by anybody.

For a threshold a case is found in which its rule is the one that matters: the rule's other conditions hold
and no earlier rule does. Then the fact is put just below the threshold, on it and just above, and each policy
is asked. What follows from other facts of a case is worked out anew each time: a policy knows no posture, so
who asks says how.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from apps.intake.rules.conditions import Clause, ConstantKind, Op
from apps.policy.rules.evaluate import evaluate
from apps.policy.rules.spans import clauses
from apps.policy.rules.tree import FLOW_FACTS, MAY_BE_UNKNOWN, Condition, Join, Policy, Result, Rule
from apps.policy.states import Lane

MOST = 60
TRIES = 40
PLACES = 2  # of a share or a chance, unless the threshold itself has more
ORDERED = (Op.LT, Op.LE, Op.GT, Op.GE, Op.BETWEEN, Op.BANDED)
Facts: TypeAlias = Mapping[str, object]
Follows: TypeAlias = Callable[[Facts], Facts]


class Where(StrEnum):
    BELOW = "below"
    AT = "at"
    ABOVE = "above"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Example:
    """One case: what is true of it beside the fact in question, and what each policy says, in their order."""

    rule: Rule
    fact: str
    value: object
    where: Where
    given: Facts
    results: tuple[Result, ...]

    @property
    def differs(self) -> bool:
        """Say whether the policies send the case to different places."""
        said = {(one.lane, one.inbox, one.due_hours, one.four_eyes, one.first_view) for one in self.results}
        return len(said) > 1


def _nothing(_facts: Facts) -> Facts:
    return {}


def examples(
    policies: Sequence[Policy], *, usual: Facts, kinds: Mapping[str, str], follows: Follows = _nothing
) -> tuple[Example, ...]:
    """Make the examples of the policies' thresholds, the last one's first, and ask all of them.

    After them: what they say where a fact is missing that lets the machine act.

    usual: a value for every fact that rules may read and that follows from no other; kinds: the facts' types,
    for how far "just" is; follows: the facts that follow from the others of a case, such as whether the
    owner's posture lets the machine act.
    """
    found: dict[tuple[object, ...], Example] = {}
    for one in _made(policies, usual, kinds, follows):
        key = (
            one.fact,
            str(one.value),
            tuple(sorted((name, str(value)) for name, value in one.given.items())),
        )
        found.setdefault(key, one)
        if len(found) == MOST:
            break
    return tuple(found.values())


def _made(
    policies: Sequence[Policy], usual: Facts, kinds: Mapping[str, str], follows: Follows
) -> Iterator[Example]:
    for policy in reversed(policies):
        for place, rule in enumerate(policy.rules):
            for clause in clauses(rule.when):
                if clause.op in ORDERED:
                    case = _case(policy, place, usual, clause, follows)
                    for edge in _edges(clause):
                        yield from _around(policies, rule, clause, edge, case, kinds, follows)
    yield from _without(policies, usual, follows)


def _without(policies: Sequence[Policy], usual: Facts, follows: Follows) -> Iterator[Example]:
    policy = policies[-1]
    for place, rule in enumerate(policy.rules):
        if rule.then.lane is Lane.AUTOMATIC:
            case = _case(policy, place, usual, None, follows)
            for fact in dict.fromkeys(one.fact for one in clauses(rule.when)):
                if fact not in FLOW_FACTS or fact in MAY_BE_UNKNOWN:
                    yield _example(policies, rule, fact, None, Where.MISSING, case, follows)


def _around(
    policies: Sequence[Policy],
    rule: Rule,
    clause: Clause,
    edge: object,
    case: Facts,
    kinds: Mapping[str, str],
    follows: Follows,
) -> Iterator[Example]:
    below, above = _beside(edge, kinds.get(clause.fact, "decimal"))
    for where, value in ((Where.BELOW, below), (Where.AT, edge), (Where.ABOVE, above)):
        yield _example(policies, rule, clause.fact, value, where, case, follows)


def _example(
    policies: Sequence[Policy],
    rule: Rule,
    fact: str,
    value: object,
    where: Where,
    case: Facts,
    follows: Follows,
) -> Example:
    facts = {**case, fact: value.isoformat() if isinstance(value, date) else value}
    facts |= follows(facts)
    read = dict.fromkeys(one.fact for one in clauses(rule.when) if one.fact != fact)
    given = {name: facts.get(name) for name in read}
    return Example(rule, fact, value, where, given, tuple(evaluate(one, facts) for one in policies))


def _edges(clause: Clause) -> list[object]:
    return (
        [one for one in clause.value if one is not None]
        if isinstance(clause.value, tuple)
        else [clause.value]
    )


def _beside(edge: object, kind: str) -> tuple[object, object]:
    """Return the values just below and just above an edge, as fine as the fact is."""
    if isinstance(edge, date):
        return edge - timedelta(days=1), edge + timedelta(days=1)
    assert isinstance(edge, int | Decimal), "a threshold is a number or a day"
    if kind in ("integer", "money"):
        return edge - 1, edge + 1
    exponent = int(edge.as_tuple().exponent) if isinstance(edge, Decimal) else 0
    step = Decimal(1).scaleb(min(-PLACES, exponent))
    return Decimal(edge) - step, Decimal(edge) + step


# --- a case in which a rule matters ---


def _case(
    policy: Policy, place: int, usual: Facts, clause: Clause | None, follows: Follows
) -> dict[str, object]:
    """Find facts for which this rule decides, near to the usual; the usual where none is found."""
    rule, usual = policy.rules[place], {**usual, **follows(usual)}
    fixed: dict[str, object] = {}
    if clause is not None:
        fixed[clause.fact] = _satisfying(clause, usual, opposite=False)
    if not _make(rule.when, fixed, usual, opposite=False):
        return {**usual}
    facts = {**usual, **fixed}
    for _ in range(TRIES):
        winner, _undecided = policy.decides({**facts, **follows(facts)})
        if winner < 0 or winner >= place:
            break
        changed = dict(fixed)
        if not _make(policy.rules[winner].when, changed, facts, opposite=True):
            break
        facts = {**facts, **changed}
    return facts


def _make(condition: Condition, fixed: dict[str, object], facts: Facts, *, opposite: bool) -> bool:
    """Fix facts so that a condition holds, or (opposite) does not; False where that cannot be done."""
    clause = condition.clause
    if clause is not None:
        if clause.fact not in fixed:
            now = clause.test(facts)
            keeps = now is not None and now is not opposite
            fixed[clause.fact] = (
                facts.get(clause.fact) if keeps else _satisfying(clause, facts, opposite=opposite)
            )
        return clause.test(fixed) is not opposite and clause.test(fixed) is not None
    if condition.join is Join.NOT:
        return _make(condition.parts[0], fixed, facts, opposite=not opposite)
    if (condition.join is Join.ALL) is not opposite:
        return all(_make(part, fixed, facts, opposite=opposite) for part in condition.parts)
    for part in condition.parts:
        tried = dict(fixed)
        if _make(part, tried, facts, opposite=opposite):
            fixed.update(tried)
            return True
    return False


def _satisfying(clause: Clause, facts: Facts, *, opposite: bool) -> object:
    """Return a value for which a clause is True, or (opposite) False, where one is easily found."""
    for value in _candidates(clause, facts):
        found = clause.test({clause.fact: value})
        if found is not None and found is not opposite:
            return value
    return facts.get(clause.fact)


def _candidates(clause: Clause, facts: Facts) -> Iterator[object]:
    yield facts.get(clause.fact)
    if clause.op is Op.HAS:
        yield (clause.value,)
        yield ()
    elif clause.op is Op.IS_MISSING:
        yield None
        yield 1
    elif clause.kind is ConstantKind.TRUTH:
        yield from (True, False)
    elif clause.kind is ConstantKind.TEXT:
        yield from _edges(clause)
        yield "another"
    else:
        for edge in _edges(clause):
            for value in (edge, *_beside(edge, "integer")):
                yield value.isoformat() if isinstance(value, date) else value
