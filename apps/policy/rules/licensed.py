"""A policy may be stricter than the owner's posture, never looser."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal

from apps.core.words import Words, say
from apps.policy.rules.spans import EVERYTHING, Texts, Values, possible
from apps.policy.rules.tree import OTHERWISE, Policy, Rule
from apps.policy.states import Lane


@dataclass(frozen=True, slots=True)
class Licence:
    """What the posture in force lets the machine decide alone; `audit_share` of it is looked at again."""

    outcomes: Collection[str]
    segments: Collection[str]
    max_amount_minor: int
    audit_share: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Looser:
    """A place in the tree that is looser than a posture.

    code: the rule's, or `otherwise`; why: the sentence that people read of it; pointer: the clause of the
    tree; clause: the posture's (`machine` where it opens nothing at all); sentence: what to do about it.
    """

    code: str
    why: str
    pointer: str
    clause: str
    sentence: Words


def looser(policy: Policy, licence: Licence | None) -> tuple[Looser, ...]:
    """Return every clause of the posture that a rule for the machine does not keep to, in their order.

    A rule is inside when it asks `posture_allows`, or when outcome, segment and amount that it asks for are.
    What is inside for a reason that the conditions do not show counts as outside.
    """
    found = [
        Looser(rule.code, rule.say, f"/rules/{place}{at}", clause, sentence)
        for place, rule in enumerate(policy.rules)
        if rule.then.lane is Lane.AUTOMATIC
        for at, clause, sentence in _of_rule(rule, licence)
    ]
    if policy.otherwise.lane is Lane.AUTOMATIC:
        why = policy.result.because[0].say
        found.append(Looser(OTHERWISE, why, "/otherwise/lane", "machine", _EVERYTHING))
    return tuple(found)


_EVERYTHING = say(
    "The posture lets the AI decide some cases only; this is where all others go. Send them to a person."
)


def _of_rule(rule: Rule, licence: Licence | None) -> Iterator[tuple[str, str, Words]]:
    may_be = possible(rule.when)
    if not _asks_posture(may_be.get("posture_allows", EVERYTHING)):
        for clause, sentence in _outside(may_be, licence):
            yield "/then/lane", clause, sentence
    if licence is not None and rule.then.sample_share < licence.audit_share:
        sentence = say(
            "The posture has at least %(least)s of the AI's decisions looked at again (audit_share); "
            "this rule says %(share)s.",
            least=licence.audit_share,
            share=rule.then.sample_share,
        )
        yield "/then/sample_share", "audit_share", sentence


def _asks_posture(values: Values) -> bool:
    return not values.missing and not values.other and values.truths == {True} and _only_truths(values)


def _only_truths(values: Values) -> bool:
    return not values.numbers and not values.days and values.texts == Texts(frozenset())


def _outside(may_be: dict[str, Values], licence: Licence | None) -> Iterator[tuple[str, Words]]:
    """Name each clause of the posture that the rule does not keep to, and a sentence."""
    if licence is None:
        yield "machine", say("No posture is in force, so the AI may decide nothing.")
        return
    named = {
        "recommended_outcome": ("machine.outcomes", licence.outcomes),
        "segment": ("machine.segments", licence.segments),
    }
    for fact, (clause, allowed) in named.items():
        if not _texts_within(may_be.get(fact, EVERYTHING), allowed):
            sentence = say(
                "The posture opens only %(allowed)s to the AI (%(clause)s); this opens more.",
                allowed=", ".join(sorted(allowed)),
                clause=clause,
            )
            yield clause, sentence
    if not _at_most(may_be.get("stake_minor", EVERYTHING), licence.max_amount_minor):
        sentence = say(
            "The posture lets the AI decide up to %(most)s in minor units (machine.max_amount_minor); "
            "this rule opens more.",
            most=licence.max_amount_minor,
        )
        yield "machine.max_amount_minor", sentence


def _texts_within(values: Values, allowed: Collection[str]) -> bool:
    return not values.missing and not values.texts.but and values.texts.named <= frozenset(allowed)


def _at_most(values: Values, most: int) -> bool:
    ends = [high for _, high in values.numbers]
    return not values.missing and bool(ends) and all(high <= (0, most, 0) for high in ends)
