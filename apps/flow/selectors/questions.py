"""Questions as lists: to a person and their teams, and those that they asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from apps.accounts.models import Actor
from apps.core import refusals, vault
from apps.core.speech import speak_kept
from apps.flow.selectors import asking, cursors
from apps.flow.selectors.review import FactRow, fact_rows
from apps.intake import selectors as intake
from apps.reviews import access
from apps.reviews.models import Question, ReviewItem
from apps.reviews.states import AskResult

VIEWS = ("mine", "asked", "overdue", "answered")
_DUE = cursors.Order(("due_at", "id"), "tu")
_LATE = cursors.Order(("-due_at", "-id"), "tu")
_ORDERS = {"overdue": _LATE, "answered": cursors.DONE}
_STATES = {
    AskResult.ANSWERED: "answered",
    AskResult.UNANSWERED: "unanswered",
    AskResult.UNREACHABLE: "unreachable",
    AskResult.WITHDRAWN: "withdrawn",
    AskResult.SUPERSEDED: "superseded",
}


@dataclass(frozen=True, slots=True)
class AskedRow:
    """One question as its reader may see it.

    case_ref, item_id: only for who may see the case. state: open, overdue, or how it ended. text, answer:
    empty for a fact that the business system is asked for. is_hidden: shown after the reader's own view.
    """

    id: UUID
    system: str
    case_ref: str
    item_id: UUID | None
    fact: str
    fact_label: str
    text: str
    answer: str
    asked_by: str
    is_mine: bool
    asked: str
    is_team: bool
    moved_from: str
    asked_at: datetime
    due_at: datetime
    state: str
    closed_at: datetime | None
    closed_by: str
    version: int
    may_answer: bool
    may_withdraw: bool
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class QuestionsPage:
    rows: list[AskedRow]
    next: str | None
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """One question with the facts that are shown with it, as they stand now."""

    row: AskedRow
    facts: tuple[FactRow, ...]


def question_list(*, to: Actor, view: str, after: str | None, limit: int, now: datetime) -> QuestionsPage:
    """Return a page of questions: to answer, asked by the person, overdue, or answered and ended.

    Raises: refusals.NotVisible, cursors.BadCursor.
    """
    if view not in VIEWS:
        raise refusals.NotVisible
    order = _ORDERS.get(view, _DUE)
    own = _own(to)
    found = list(order.page(_read(own.filter(_which(view, to, now)), to), after, limit))
    counts = own.aggregate(**{name: Count("id", filter=_which(name, to, now)) for name in VIEWS[:3]})
    return QuestionsPage(
        rows=_rows(found[:limit], to, now),
        next=order.cursor(found[limit - 1]) if len(found) > limit else None,
        counts=counts,
    )


def question_page(*, question_id: UUID, to: Actor, now: datetime) -> QuestionPage:
    """Return one question that was put to the person or their team, that they asked or answered.

    Raises: refusals.NotVisible.
    """
    found = _read(access.visible_questions(to).filter(id=question_id), to).first()
    if found is None:
        raise refusals.NotVisible
    return QuestionPage(_rows([found], to, now)[0], _facts(found, now))


def _own(to: Actor) -> QuerySet[Question]:
    """Return what is put to or asked by a person; not what they only supervise."""
    team = access.to_answer(to).values("id")
    return Question.objects.filter(
        Q(to=to) | Q(asked_by=to) | Q(id__in=team) | Q(closed_by=to, sealed_answer__isnull=False)
    )


def _which(view: str, to: Actor, now: datetime) -> Q:
    is_open = Q(closed_at=None)
    unanswered = Q(result__in=[AskResult.UNANSWERED, AskResult.UNREACHABLE])
    return {
        "mine": is_open & Q(id__in=access.to_answer(to).values("id")),
        "asked": is_open & Q(asked_by=to),
        "overdue": is_open & Q(due_at__lte=now) | unanswered,
        "answered": ~is_open & ~unanswered,
    }[view]


def _read(rows: QuerySet[Question], to: Actor) -> QuerySet[Any]:
    return rows.annotate(
        is_walled=access.is_walled(to, case="item__case", system="item__system")
    ).select_related(
        "asked_by",
        "to",
        "to_inbox",
        "moved_from",
        "closed_by",
        "system",
        "item__case",
        "item__snapshot__contract",
        "item__recommendation__snapshot__contract",
    )


def _rows(found: Sequence[Any], to: Actor, now: datetime) -> list[AskedRow]:
    items = {one.item_id for one in found}
    seen = set(access.visible_items(to).filter(id__in=items).values_list("id", flat=True)) if items else set()
    keys = vault.open_keys({one.item.case.subject_id for one in found}) if found else {}
    return [_row(one, to, keys, now, sees_case=one.item_id in seen) for one in found]


def _row(one: Any, to: Actor, keys: Mapping[UUID, bytes], now: datetime, *, sees_case: bool) -> AskedRow:
    item: ReviewItem = one.item
    subject_id, is_open = item.case.subject_id, one.closed_at is None
    is_hidden = one.is_walled and one.tells_advice
    answer_hidden = one.is_walled and one.answer_tells
    labels = intake.spoken_contract(item.context.contract).labels() if one.fact else {}
    return AskedRow(
        id=one.id,
        system=speak_kept(one.system.name),
        case_ref=item.case.case_ref if sees_case else "",
        item_id=item.id if sees_case else None,
        fact=one.fact,
        fact_label=labels.get(one.fact, one.fact),
        text=asking.words_of(one.sealed_text, subject_id, keys, is_hidden=is_hidden),
        answer=asking.words_of(one.sealed_answer, subject_id, keys, is_hidden=answer_hidden),
        asked_by=one.asked_by.name,
        is_mine=one.asked_by_id == to.id,
        asked=asking.asked_name(one),
        is_team=one.to_inbox_id is not None,
        moved_from=one.moved_from.name if one.moved_from else "",
        asked_at=one.asked_at,
        due_at=one.due_at,
        state=_state(one, now),
        closed_at=one.closed_at,
        closed_by=one.closed_by.name if one.closed_by else "",
        version=one.version,
        may_answer=is_open and not is_hidden and access.may_answer(to, one),
        may_withdraw=is_open and (one.asked_by_id == to.id or access.may_supervise(to, item.inbox_id)),
        is_hidden=is_hidden,
    )


def _state(one: Question, now: datetime) -> str:
    if one.result:
        return _STATES[AskResult(one.result)]
    return "overdue" if one.due_at <= now else "open"


def _facts(one: Any, now: datetime) -> tuple[FactRow, ...]:
    """Return the facts that the asker chose to show, in their order."""
    if not one.shown:
        return ()
    item, subject_id = one.item, one.item.case.subject_id
    contract = intake.spoken_contract(item.context.contract)
    opened = intake.open_snapshot(item.context, subject_id=subject_id, now=now, by=contract)
    rows = {row.key: row for row in fact_rows(contract, opened, currency=one.system.currency, now=now)}
    return tuple(rows[key] for key in one.shown if key in rows)
