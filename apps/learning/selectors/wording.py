"""The words for what mining may find in an AI system's decisions, in the language that is active."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from apps.core import money
from apps.core.speech import inside, is_english, quoted, speak, speak_kept
from apps.core.words import say
from apps.intake import selectors as intake
from apps.learning import rules
from apps.learning.models import Pattern
from apps.registry.models import AISystem, ContextContract, OutcomeCode

# The AI's own suggestion, mined beside the facts. A rule of policy knows it by the same name.
RECOMMENDED = "recommended_outcome"
LABELS = {RECOMMENDED: say("suggested outcome"), "context": say("context")}
TRUTH = {"true": say("yes"), "false": say("no")}
ANSWERS = {"yes": say("yes"), "no": say("no")}
CONTEXT = {
    "LEGIBLE": say("in order"),
    "INCOMPLETE": say("incomplete"),
    "STALE": say("too old"),
    "CONFLICTED": say("in conflict"),
    "OUT_OF_SCOPE": say("outside what the AI is for"),
}


@dataclass(frozen=True, slots=True)
class Wording:
    """Labels of facts, words of their values, and the business's own band edges."""

    facts: Mapping[str, str]
    values: Mapping[tuple[str, str], str]
    band_edges: Mapping[str, tuple[float, ...]]


def said(pattern: Pattern, *, system_id: UUID, known: dict[UUID, Wording]) -> str:
    """Say a pattern's slice; `known` keeps the words of each AI system over one page.

    What is kept is English, so only another language asks for the words again.
    """
    if is_english():
        return pattern.words
    if system_id not in known:
        known[system_id] = wording(system_id=system_id)
    words = known[system_id]
    conditions = tuple(rules.Condition(one["fact"], one["value"]) for one in pattern.conditions)
    return speak(rules.in_words(conditions, facts=words.facts, values=words.values))


def as_rule(pattern: Pattern, *, system_id: UUID) -> str:
    """Write a pattern's slice as a rule is written: codes as they are, money with its currency."""
    conditions = tuple(rules.Condition(one["fact"], one["value"]) for one in pattern.conditions)
    if not any(rules.is_band(one.value) for one in conditions):
        return rules.in_code(conditions)
    row = ContextContract.objects.select_related("system").filter(system=system_id, ended_at=None).first()
    if row is None:
        return rules.in_code(conditions)
    amounts = {key for key, spec in intake.spoken_contract(row).specs.items() if spec.type == "money"}
    return rules.in_code(conditions, amounts=amounts, currency=row.system.currency)


def wording(*, system_id: UUID) -> Wording:
    """Return how to say facts and values, from the contract in force and the outcome codes."""
    codes = dict(OutcomeCode.objects.filter(system=system_id).values_list("code", "label"))
    values: dict[tuple[str, str], str] = {("context", state): words for state, words in CONTEXT.items()}
    values |= {(RECOMMENDED, code): _named(speak_kept(label)) for code, label in codes.items()}
    row = ContextContract.objects.filter(system=system_id, ended_at=None).first()
    if row is None:
        return Wording(LABELS, values, {})
    contract = intake.spoken_contract(row)
    for fact, names in contract.value_names().items():
        values |= {
            (fact, code.lower()): ANSWERS.get(code.lower()) or inside(name) for code, name in names.items()
        }
    for fact, spec in contract.specs.items():
        values |= {(fact, code): word for code, word in TRUTH.items()} if spec.type == "boolean" else {}
    labels = {fact: inside(label) for fact, label in contract.labels().items()}
    edges = {
        fact: tuple(float(edge) for edge in spec.bands) for fact, spec in contract.specs.items() if spec.bands
    }
    currency = AISystem.objects.values_list("currency", flat=True).get(id=system_id)
    for fact in edges.keys() & {key for key, spec in contract.specs.items() if spec.type == "money"}:
        said = rules.band_words(edges[fact], write=lambda minor: money.Amount(round(minor), currency))
        values |= {(fact, label): text for label, text in said.items()}
    return Wording(labels | LABELS, values, edges)


def _named(outcome: str) -> str:
    return inside(outcome) if is_english() else quoted(outcome)
