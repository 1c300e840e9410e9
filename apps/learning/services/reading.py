"""The decisions of an AI system as the miner's table, and the words for what it may find in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from apps.core import money
from apps.core.words import say
from apps.intake import selectors as intake
from apps.learning import rules
from apps.learning.rules.bands import Value
from apps.measures import selectors as measures
from apps.measures.models import DecisionFacts
from apps.registry.models import AISystem, ContextContract, OutcomeCode

# The AI's own suggestion, mined beside the facts. A rule of policy knows it by the same name.
RECOMMENDED = "recommended_outcome"
LABELS = {RECOMMENDED: say("suggested outcome"), "context": say("context")}
_NEEDED = ("decision_id", "decided_at", "reason", "core_category", "recommended", "is_override", "features")
TRUTH = {"true": say("yes"), "false": say("no")}


@dataclass(frozen=True, slots=True)
class Row:
    """What a pattern keeps of one decision beside the facts."""

    decision_id: UUID
    decided_at: datetime
    reason: str
    core_category: str


@dataclass(frozen=True, slots=True)
class Read:
    """The miner's table and, in the same order, the decisions it was made of, oldest first."""

    table: rules.Table
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Wording:
    """Labels of facts, words of their values, and the business's own band edges."""

    facts: Mapping[str, str]
    values: Mapping[tuple[str, str], str]
    band_edges: Mapping[str, tuple[float, ...]]


def decisions(*, system_id: UUID) -> QuerySet[DecisionFacts]:
    """Return what persons decided of what came to them: in force, not reversed, no audits."""
    return measures.by_persons(system_id=system_id).filter(is_audit=False)


def read(*, system_id: UUID) -> Read:
    """Read the decisions as columns; a fact that a decision does not have is missing there."""
    columns: dict[str, list[Value]] = {}
    rows: list[Row] = []
    overridden: list[bool] = []
    facts = decisions(system_id=system_id).only(*_NEEDED).order_by("decided_at", "decision_id")
    for one in facts.iterator():
        known = {**one.features, RECOMMENDED: one.recommended}
        for fact in known.keys() - columns.keys():
            columns[fact] = [None] * len(rows)
        for fact, column in columns.items():
            column.append(_value(known.get(fact)))
        rows.append(Row(one.decision_id, one.decided_at, one.reason, one.core_category))
        overridden.append(one.is_override)
    order = [row.decided_at.timestamp() for row in rows]
    return Read(rules.Table(columns=columns, overridden=overridden, order=order), rows)


def wording(*, system_id: UUID) -> Wording:
    """Return how to say facts and values, from the contract in force and the outcome codes."""
    codes = dict(OutcomeCode.objects.filter(system=system_id).values_list("code", "label"))
    values = {(RECOMMENDED, code): label.lower() for code, label in codes.items()}
    row = ContextContract.objects.filter(system=system_id, ended_at=None).first()
    if row is None:
        return Wording(LABELS, values, {})
    contract = intake.contract(row)
    for fact, names in contract.value_names().items():
        values |= {(fact, code.lower()): name.lower() for code, name in names.items()}
    for fact, spec in contract.specs.items():
        values |= {(fact, code): word for code, word in TRUTH.items()} if spec.type == "boolean" else {}
    labels = {fact: label.lower() for fact, label in contract.labels().items()}
    edges = {
        fact: tuple(float(edge) for edge in spec.bands) for fact, spec in contract.specs.items() if spec.bands
    }
    currency = AISystem.objects.values_list("currency", flat=True).get(id=system_id)
    for fact in edges.keys() & {key for key, spec in contract.specs.items() if spec.type == "money"}:
        said = rules.band_words(edges[fact], write=lambda minor: money.Amount(round(minor), currency))
        values |= {(fact, label): text for label, text in said.items()}
    return Wording(labels | LABELS, values, edges)


def _value(raw: object) -> Value:
    if raw is None or isinstance(raw, str | int | float | bool):
        return raw
    return ", ".join(map(str, raw)) if isinstance(raw, list) else str(raw)
