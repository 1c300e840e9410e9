import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce

from apps.core.words import Words, say
from apps.intake.rules import words as clause_words
from apps.intake.rules.conditions import Clause
from apps.policy.rules.tree import Condition, Join, Policy

Labels = Mapping[str, str]
ValueNames = Mapping[str, Mapping[str, str]]


class Truth(StrEnum):
    TRUE = "TRUE"
    FALSE = "FALSE"
    UNKNOWN = "UNKNOWN"


JOINED: Mapping[Join, str] = {
    Join.ALL: say("%(first)s and %(last)s"),
    Join.ANY: say("%(first)s or %(last)s"),
}
TRUTHS: Mapping[bool | None, Truth] = {True: Truth.TRUE, False: Truth.FALSE, None: Truth.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Names:
    """What a page calls facts and their values, by fact."""

    labels: Labels
    values: ValueNames
    currencies: Labels


@dataclass(frozen=True, slots=True)
class Step:
    """One clause or join as it came out for these facts.

    pointer: JSON pointer into the tree; depth: 0 for a rule's own condition; fact and given: of a clause
    only, `given` being the value the policy saw (None when there was none). raw: the clause as it is written.
    """

    rule_code: str
    pointer: str
    depth: int
    words: str
    truth: Truth
    fact: str | None
    given: object
    raw: str = ""


def trace(
    policy: Policy,
    facts: Mapping[str, object],
    *,
    labels: Labels | None = None,
    values: ValueNames | None = None,
    currencies: Labels | None = None,
) -> tuple[Step, ...]:
    """Explain clause by clause how the policy came to its lane: every rule tried, the winner last.

    labels, values, currencies: as `in_words` takes them.
    """
    steps: list[Step] = []
    for rule in policy.rules:
        for condition, depth in _walk(rule.when, 0):
            words = in_words(condition, labels=labels, values=values, currencies=currencies)
            fact = condition.clause.fact if condition.clause is not None else None
            given = facts.get(fact) if fact is not None else None
            found = TRUTHS[condition.test(facts)]
            raw = _as_written(condition.clause) if condition.clause is not None else ""
            steps.append(Step(rule.code, condition.pointer, depth, words, found, fact, given, raw))
        if rule.when.test(facts):
            break
    return tuple(steps)


def _as_written(clause: Clause) -> str:
    if clause.value is None:
        return f"{clause.fact} {clause.op.value}"
    value = list(clause.value) if isinstance(clause.value, tuple) else clause.value
    return f"{clause.fact} {clause.op.value} {json.dumps(value, default=str, ensure_ascii=False)}"


def _walk(condition: Condition, depth: int) -> Iterator[tuple[Condition, int]]:
    yield condition, depth
    for part in condition.parts:
        yield from _walk(part, depth + 1)


def in_words(
    condition: Condition,
    *,
    labels: Labels | None = None,
    values: ValueNames | None = None,
    currencies: Labels | None = None,
) -> Words:
    """Say a condition in a few words.

    labels: fact -> label; values: fact -> code -> label; without them the keys themselves are used.
    currencies: fact -> currency (ISO 4217) of the facts of money; without it they read in minor units.
    """
    return _words(condition, Names(labels or {}, values or {}, currencies or {}), opposite=False)


def _words(condition: Condition, names: Names, *, opposite: bool) -> Words:
    clause = condition.clause
    if clause is not None:
        return clause_words.in_words(
            clause,
            label=names.labels.get(clause.fact),
            names=names.values.get(clause.fact),
            currency=names.currencies.get(clause.fact),
            opposite=opposite,
        )
    if condition.join is Join.NOT:
        inner = condition.parts[0]
        if inner.clause is not None or inner.join is Join.NOT:
            return _words(inner, names, opposite=not opposite)
        said = _words(inner, names, opposite=False)
        return said if opposite else say("not (%(said)s)", said=said)
    joined = JOINED[Join.ALL if condition.join is Join.ALL else Join.ANY]
    parts = [_part(part, names) for part in condition.parts]
    return reduce(lambda first, last: say(joined, first=first, last=last), parts)


def _part(part: Condition, names: Names) -> Words:
    said = _words(part, names, opposite=False)
    return say("(%(said)s)", said=said) if part.join in (Join.ALL, Join.ANY) and len(part.parts) > 1 else said
