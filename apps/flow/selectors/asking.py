"""Questions for facts: on the case that waits for the answer, and for the machine that is to answer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from apps.accounts.models import Actor, MachineClient
from apps.core import refusals
from apps.core.speech import speak
from apps.flow.selectors import cursors, words
from apps.intake import rules as intake_rules
from apps.intake import selectors as intake
from apps.reviews.models import FactQuestion, ReviewItem
from apps.reviews.states import ItemState

if TYPE_CHECKING:
    from apps.flow.selectors.review import FactRow

ASKED = cursors.Order(("asked_at", "id"), "tu")


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """An open question: for which fact, whom the contract believes on it, who asked, and until when."""

    fact: str
    source: str
    asked_by_id: UUID
    asked_by: str
    asked_at: datetime
    due_at: datetime


def open_questions(item: ReviewItem) -> list[QuestionRow]:
    """Return what was asked about an item that waits; no statement for one that does not."""
    if item.state != ItemState.WAITING:
        return []
    rows = FactQuestion.objects.select_related("asked_by").filter(item=item, closed_at=None)
    return [
        QuestionRow(
            one.fact, words.source(one.source), one.asked_by_id, one.asked_by.name, one.asked_at, one.due_at
        )
        for one in rows.order_by("asked_at", "id")
    ]


def with_questions(facts: "Sequence[FactRow]", asked: Sequence[QuestionRow]) -> "tuple[FactRow, ...]":
    """Note on each fact the question that is open about it."""
    by_fact = {one.fact: one for one in asked}
    return tuple(replace(one, asked=by_fact.get(one.key)) for one in facts)


def may_ask(item: ReviewItem, asked: Sequence[QuestionRow], to: Actor, now: datetime) -> bool:
    """Say whether a person may ask for a fact: who holds the item, or waits for an answer to themselves."""
    if item.state == ItemState.WAITING:
        return any(one.asked_by_id == to.id for one in asked)
    is_held = item.held_until is not None and item.held_until > now
    return item.state == ItemState.CLAIMED and item.holder_id == to.id and is_held


@dataclass(frozen=True, slots=True)
class AskedFact:
    """A question as the answering machine reads it; `says` is what is wrong with the fact, in a sentence."""

    id: UUID
    ai_system: str
    case_ref: str
    fact: str
    label: str
    kind: str
    says: str
    source: str
    asked_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class AskedFacts:
    rows: list[AskedFact]
    next: str | None


class OnlyMachinesAnswer(refusals.NotAllowed):
    code = "only_machines_send_facts"
    sentence = "Facts of a case come from machine clients, not from people."


def asked_facts(*, to: Actor, after: str | None, limit: int) -> AskedFacts:
    """Return a page of the open questions about cases of the AI systems of a machine, oldest first.

    Raises: OnlyMachinesAnswer, cursors.BadCursor.
    """
    machine: MachineClient | None = getattr(to, "machine", None)
    if machine is None or not machine.is_active:
        raise OnlyMachinesAnswer(permission="facts:write")
    questions = FactQuestion.objects.select_related(
        "system", "item__case", "item__snapshot__contract", "item__recommendation__snapshot__contract"
    ).filter(
        closed_at=None,
        system__in=machine.system_ids,
        system__organisation=to.organisation_id,
        item__state=ItemState.WAITING,
    )
    found = list(ASKED.page(questions.exclude(item__case__kind="KNOWN_ANSWER"), after, limit))
    shown = found[:limit]
    return AskedFacts(
        rows=[_asked(one) for one in shown],
        next=ASKED.cursor(shown[-1]) if len(found) > limit else None,
    )


def _asked(one: FactQuestion) -> AskedFact:
    snapshot = one.item.context
    spec = intake.spoken_contract(snapshot.contract).specs.get(one.fact)
    return AskedFact(
        id=one.id,
        ai_system=one.system.slug,
        case_ref=one.item.case.case_ref,
        fact=one.fact,
        label=spec.label if spec else one.fact,
        kind=one.kind,
        says=_says(snapshot.findings, one),
        source=one.source,
        asked_at=one.asked_at,
        due_at=one.due_at,
    )


def _says(findings: Sequence[dict[str, str]], one: FactQuestion) -> str:
    """Return the check's sentence about the fact; a fact that got old since has none in its snapshot."""
    said = next((each["rule"] for each in findings if each["fact"] == one.fact), "")
    return speak(said) if said else intake_rules.FindingKind(one.kind).value
