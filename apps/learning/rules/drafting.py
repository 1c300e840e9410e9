"""A slice as a rule of policy: its conditions as clauses, where it goes, and where it stands. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from apps.core.words import say
from apps.learning.rules.found import Condition
from apps.learning.rules.words import band_bounds
from apps.learning.states import Target

# Facts that the way adds are mined under other names than a rule of policy knows them by.
NAMES = {"context": "context_state"}
TRUTH = {"true": True, "yes": True, "false": False, "no": False}
NUMBERS = frozenset({"integer", "decimal", "money"})
PEOPLE = ("SUPERVISOR", "OFFICER")
MOST_SAID = 300
HAPPENS = {  # how a rule says why it is there
    Target.OVERRIDDEN: "people overrule the AI",
    Target.OVERTURNED: "overrides do not hold",
    Target.WRONGLY_APPROVED: "approvals prove wrong",
    Target.ESCALATED: "cases are sent up",
    Target.ASKED: "people have to ask",
    Target.LATE: "cases are decided too late",
    Target.UNSUPPORTED: "the AI says what the facts do not support",
    Target.SKIPPED: "cases are skipped",
    Target.RESORTED: "cases are put in another order",
    Target.SNOOZED: "cases are put off",
    Target.RETURNED: "cases are returned undecided",
    Target.RELEASED: "cases are given back",
}


class NoRule(ValueError):
    """A slice that cannot be a rule of policy, in a sentence."""

    def __init__(self, sentence: str, *, fact: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.fact = fact


class ProtectedFact(NoRule):
    """A slice by a protected fact: it is for the fairness audit and never a condition."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a rule may name: name -> type, fact -> codes, fact -> the contract's band edges.

    edges: fact -> the inner band edges of the run that found the slice. protected: facts for the fairness
    audit alone.
    """

    kinds: Mapping[str, str]
    codes: Mapping[str, Collection[str]]
    bands: Mapping[str, Sequence[Any]]
    protected: Collection[str] = ()
    edges: Mapping[str, Sequence[float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Drafted:
    """A policy's tree with one rule more, that rule, and its place."""

    tree: dict[str, Any]
    rule: dict[str, Any]
    place: int


def draft_rule(
    conditions: Sequence[Condition],
    *,
    words: str,
    code: str,
    lane: str,
    tree: Mapping[str, Any],
    knows: Known,
    target: Target = Target.OVERRIDDEN,
    is_wider: bool = False,
) -> Drafted:
    """Write a slice as a rule that sends its cases to people, before every rule that is less cautious.

    lane: SUPERVISOR or OFFICER; where it goes there is what the tree's other rules of that lane say.
    is_wider: the slice is what is left of another when one of its conditions is left out.
    Raises: NoRule, ProtectedFact.
    """
    clauses = [each for one in conditions for each in _clauses(one, knows)]
    then = _then(tree, lane)
    tail = ", so a supervisor decides." if then["lane"] == PEOPLE[0] else ", so a person decides."
    where = "far more often in a part of these" if is_wider else "here far more often"
    rule = {
        "code": code,
        "say": _capital(f"{words[: MOST_SAID - 100]}: {HAPPENS[target]} {where}{tail}"),
        "when": clauses[0] if len(clauses) == 1 else {"all": clauses},
        "then": then,
    }
    rules = list(tree["rules"])
    place = next((at for at, one in enumerate(rules) if not _is_as_cautious(one, lane)), len(rules))
    rules.insert(place, rule)
    return Drafted({**tree, "rules": rules}, rule, place)


def without(tree: Mapping[str, Any], code: str) -> dict[str, Any]:
    """Take a rule out of a tree."""
    return {**tree, "rules": [one for one in tree["rules"] if one["code"] != code]}


def holds(tree: Mapping[str, Any], code: str) -> bool:
    """Say whether a tree has a rule of this code."""
    return any(one["code"] == code for one in tree["rules"])


def _clauses(one: Condition, knows: Known) -> list[dict[str, Any]]:
    fact = NAMES.get(one.fact, one.fact)
    if fact in knows.protected:
        raise ProtectedFact(
            say("%(fact)s is protected: it is looked at for fairness and never decides.", fact=fact),
            fact=fact,
        )
    kind = knows.kinds.get(fact)
    if kind is None:
        raise NoRule(say("Policy knows no fact %(fact)s any more.", fact=fact), fact=fact)
    if one.value is None:
        return [{"fact": fact, "op": "is_missing"}]
    if kind == "boolean" and one.value.lower() in TRUTH:
        return [{"fact": fact, "op": "eq", "value": TRUTH[one.value.lower()]}]
    if kind in NUMBERS:
        return _numeric(fact, one.value, knows)
    return [{"fact": fact, "op": "eq", "value": _code(one.value, knows.codes.get(fact, ()))}]


def _numeric(fact: str, value: str, knows: Known) -> list[dict[str, Any]]:
    for edges, is_drawn in ((knows.bands.get(fact), True), (knows.edges.get(fact), False)):
        try:
            low, high = band_bounds([float(edge) for edge in edges or ()], value)
        except (ValueError, IndexError):
            continue
        if is_drawn:
            return [{"fact": fact, "op": "banded", "value": [_plain(low), _plain(high)]}]
        ends = (("ge", low), ("lt", high))
        return [{"fact": fact, "op": op, "value": _plain(end)} for op, end in ends if end is not None]
    try:
        return [{"fact": fact, "op": "eq", "value": _plain(float(value))}]
    except ValueError:
        sentence = say("The band %(value)s of %(fact)s is not drawn any more.", value=value, fact=fact)
        raise NoRule(sentence, fact=fact) from None


def _plain(number: float | None) -> float | int | None:
    return int(number) if number is not None and float(number).is_integer() else number


def _code(value: str, codes: Collection[str]) -> str:
    """Return the contract's own writing of a code: facts of decisions keep it in small letters."""
    return next((one for one in codes if one.lower() == value.lower()), value)


def _then(tree: Mapping[str, Any], lane: str) -> dict[str, Any]:
    ways = [one["then"] for one in tree["rules"]] + [tree["otherwise"]]
    fitting = [one for one in ways if one["lane"] == lane]
    if not fitting:
        raise NoRule(say("This policy sends no case to that lane; write the rule in its editor."))
    usual = max(fitting, key=lambda one: int(one.get("due_hours", 0)))
    kept = ("lane", "inbox", "due_hours", "in_working_hours")
    return {name: usual[name] for name in kept if name in usual}


def _is_as_cautious(rule: Mapping[str, Any], lane: str) -> bool:
    order = ("HOLD", *PEOPLE)
    found = rule["then"]["lane"]
    return found in order and order.index(found) <= order.index(lane)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
