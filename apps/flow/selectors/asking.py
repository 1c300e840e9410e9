"""Questions on the case that waits for their answers, and for the machine that is to answer with facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef

from apps.accounts.models import Actor, MachineClient, User
from apps.core import refusals, statements, vault
from apps.core.speech import speak, speak_kept
from apps.flow.selectors import cursors, words
from apps.flow.selectors.walls import AFTER_VIEW
from apps.intake import rules as intake_rules
from apps.intake import selectors as intake
from apps.intake.models import Case
from apps.reviews import access
from apps.reviews import services as reviews
from apps.reviews.models import Question, ReviewItem
from apps.reviews.states import ItemState

if TYPE_CHECKING:
    from apps.flow.selectors.review import FactRow

ASKED = cursors.Order(("asked_at", "id"), "tu")


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """An open question to the business system: for which fact, whom it believes, who asked, until when."""

    fact: str
    source: str
    asked_by_id: UUID
    asked_by: str
    asked_at: datetime
    due_at: datetime


def open_questions(item: ReviewItem) -> list[QuestionRow]:
    """Return for which facts of an item that waits is asked; no statement for one that does not."""
    if item.state != ItemState.WAITING:
        return []
    rows = Question.objects.select_related("asked_by").filter(
        item=item, closed_at=None, to=None, to_inbox=None
    )
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


MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class PutRow:
    """A question that was put to people about an item, and its answer.

    asked: the person or team. is_hidden: the words may tell the reader of a suggestion that
    they are to see after their own view.
    """

    id: UUID
    text: str
    answer: str
    asked_by_id: UUID
    asked_by: str
    asked: str
    is_team: bool
    moved_from: str
    asked_at: datetime
    due_at: datetime
    closed_at: datetime | None
    closed_by: str
    result: str
    is_hidden: bool


def any_put() -> Exists:
    """Say of items whether a question about them was ever put to people, to annotate."""
    return Exists(Question.objects.filter(item=OuterRef("pk"), sealed_text__isnull=False))


def put_to_people(item: ReviewItem, keys: Mapping[UUID, bytes], *, is_walled: bool) -> tuple[PutRow, ...]:
    """Return the last questions about an item that were put to people, the oldest first."""
    rows = Question.objects.filter(item=item, sealed_text__isnull=False).select_related(
        "asked_by", "to", "to_inbox", "moved_from", "closed_by"
    )
    return tuple(
        _put(one, item.case.subject_id, keys, is_walled=is_walled)
        for one in reversed(rows.order_by("-asked_at", "-id")[:MOST_TOLD])
    )


def _put(one: Question, subject_id: UUID, keys: Mapping[UUID, bytes], *, is_walled: bool) -> PutRow:
    is_hidden, answer_hidden = is_walled and one.tells_advice, is_walled and one.answer_tells
    return PutRow(
        id=one.id,
        text=words_of(one.sealed_text, subject_id, keys, is_hidden=is_hidden),
        answer=words_of(one.sealed_answer, subject_id, keys, is_hidden=answer_hidden),
        asked_by_id=one.asked_by_id,
        asked_by=one.asked_by.name,
        asked=asked_name(one),
        is_team=one.to_inbox_id is not None,
        moved_from=one.moved_from.name if one.moved_from else "",
        asked_at=one.asked_at,
        due_at=one.due_at,
        closed_at=one.closed_at,
        closed_by=one.closed_by.name if one.closed_by else "",
        result=one.result,
        is_hidden=is_hidden,
    )


@dataclass(frozen=True, slots=True)
class SaidOnCase:
    """Of a case: whom questions were put to by their id, and by question what was asked and answered."""

    people: Mapping[str, str]
    asked: Mapping[str, str]
    answers: Mapping[str, str]


NOTHING_SAID = SaidOnCase({}, {}, {})


def said_on_case(case: Case, *, may_read: bool, is_walled: bool) -> SaidOnCase:
    """Return what people were asked about a case; its words only for whoever may read them."""
    rows = list(
        Question.objects.filter(item__case=case, sealed_text__isnull=False).select_related(
            "asked_by", "to", "to_inbox", "moved_from", "closed_by"
        )
    )
    people = {str(one.to_id): one.to.name for one in rows if one.to is not None}
    people |= {str(one.moved_from_id): one.moved_from.name for one in rows if one.moved_from is not None}
    people |= {
        str(one.to_inbox_id): speak_kept(one.to_inbox.name) for one in rows if one.to_inbox is not None
    }
    if not may_read or not rows:
        return SaidOnCase(people, {}, {})
    keys = vault.open_keys([case.subject_id])
    put = [_put(one, case.subject_id, keys, is_walled=is_walled) for one in rows]
    return SaidOnCase(
        people,
        {str(one.id): one.text for one in put},
        {str(one.id): one.answer for one in put if one.answer},
    )


def words_of(
    sealed: bytes | memoryview | None, subject_id: UUID, keys: Mapping[UUID, bytes], *, is_hidden: bool
) -> str:
    """Open what was written, or say that it is shown after the reader's own view."""
    if sealed is None:
        return ""
    return (
        speak(AFTER_VIEW)
        if is_hidden
        else reviews.sealed_text(bytes(sealed), subject_id=subject_id, keys=keys)
    )


def asked_name(one: Question) -> str:
    """Return who was asked: a person, a team, or whom the contract believes on the fact."""
    if one.to is not None:
        return one.to.name
    return speak_kept(one.to_inbox.name) if one.to_inbox is not None else words.source(one.source)


@dataclass(frozen=True, slots=True)
class Askable:
    """Whom one may ask: people (`value` is their id) and teams (the inbox's short name)."""

    people: tuple[tuple[str, str], ...]
    teams: tuple[tuple[str, str], ...]
    is_cut: bool  # there are more people: they are named by their e-mail address


MOST_PEOPLE = 100
_ASKABLE = """
(SELECT 'person', a.id::text, a.name FROM accounts_user u JOIN accounts_actor a ON a.id = u.actor_id
 WHERE u.organisation_id = %s AND u.is_active AND a.id <> %s ORDER BY a.name, a.id LIMIT 101)
UNION ALL
(SELECT 'team', slug, name FROM reviews_inbox WHERE organisation_id = %s ORDER BY level, name LIMIT 100)
"""


def askable(*, to: Actor) -> Askable:
    """Return whom a person may ask; one statement."""
    found = statements.ask(_ASKABLE, [to.organisation_id, to.id, to.organisation_id])
    people = [(value, name) for kind, value, name in found if kind == "person"]
    return Askable(
        people=tuple(people[:MOST_PEOPLE]),
        teams=tuple((value, speak_kept(name)) for kind, value, name in found if kind == "team"),
        is_cut=len(people) > MOST_PEOPLE,
    )


@dataclass(frozen=True, slots=True)
class WhomToAsk:
    """Whom one may ask about an item, and what its clock does meanwhile: what the form of a question offers.

    facts: those of which something is wrong, as the business system is asked for. answer_by: until when an
    answer is awaited that nobody gave a time for; latest: what may be chosen at most. stands_still: the due
    time of the item moves by the time that it waited.
    """

    whom: Askable
    facts: tuple[str, ...]
    stands_still: bool
    due_at: datetime
    answer_by: datetime
    latest: datetime


def whom_to_ask(*, item_id: UUID, to: Actor, now: datetime) -> WhomToAsk:
    """Return whom a person may ask about an item that they may see, and the rule of its inbox on due times.

    Raises: refusals.NotVisible.
    """
    found = access.visible_items(to).select_related(
        "inbox", "case", "recommendation__snapshot__contract", "snapshot__contract"
    )
    item = found.filter(id=item_id).first()
    if item is None:
        raise refusals.NotVisible
    subject_id = item.case.subject_id
    keys = vault.open_keys([subject_id])
    opened = intake.open_snapshot(item.context, subject_id=subject_id, now=now, keys=keys)
    usual, latest = reviews.answer_times(item, now)
    return WhomToAsk(
        whom=askable(to=to),
        facts=tuple(dict.fromkeys(one.fact for one in opened.check.findings if one.fact)),
        stands_still=item.inbox.asking_stops_clock,
        due_at=item.due_at,
        answer_by=usual,
        latest=latest,
    )


def person_of(email: str, *, to: Actor) -> UUID | None:
    """Return the colleague with an e-mail address; None when there is none."""
    found = User.objects.filter(email__iexact=email.strip(), organisation=to.organisation_id)
    return found.values_list("actor_id", flat=True).first()


@dataclass(frozen=True, slots=True)
class OfItem:
    """What is asked about an item, and whether and whom the reader may ask."""

    facts: Sequence[QuestionRow]
    put: tuple[PutRow, ...]
    may_ask: bool
    askable: Askable | None


def of_item(
    item: ReviewItem, keys: Mapping[UUID, bytes], to: Actor, now: datetime, *, is_walled: bool, may_not: str
) -> OfItem:
    """Return the questions about an item; may_not: why the reader may not decide it."""
    facts = open_questions(item)
    put = put_to_people(item, keys, is_walled=is_walled) if getattr(item, "is_put", False) else ()
    may = not may_not and may_ask(item, facts, put, to, now)
    return OfItem(facts, put, may, askable(to=to) if may else None)


def may_ask(
    item: ReviewItem, asked: Sequence[QuestionRow], put: Sequence[PutRow], to: Actor, now: datetime
) -> bool:
    """Say whether a person may ask: who holds the item, or waits for an answer to themselves."""
    if item.state == ItemState.WAITING:
        waits = any(one.asked_by_id == to.id and one.closed_at is None for one in put)
        return waits or any(one.asked_by_id == to.id for one in asked)
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
    questions = Question.objects.select_related(
        "system", "item__case", "item__snapshot__contract", "item__recommendation__snapshot__contract"
    ).filter(
        closed_at=None,
        to=None,
        to_inbox=None,
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


def _asked(one: Question) -> AskedFact:
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


def _says(findings: Sequence[dict[str, str]], one: Question) -> str:
    """Return the check's sentence about the fact; a fact that got old since has none in its snapshot."""
    said = next((each["rule"] for each in findings if each["fact"] == one.fact), "")
    return speak(said) if said else intake_rules.FindingKind(one.kind).value
