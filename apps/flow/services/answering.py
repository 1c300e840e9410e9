"""Questions are asked and end: by an answer, without one, or withdrawn. Whom it concerns is told."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from apps.accounts import access as accounts
from apps.accounts.models import Actor
from apps.core import transactions
from apps.measures import services as measures
from apps.notify import services as notify
from apps.reviews import services as reviews
from apps.reviews.models import Question
from apps.reviews.services import Ended, ToPeople
from apps.reviews.states import AskResult

OF_FACTS = {AskResult.ANSWERED: "fact_answered", AskResult.UNANSWERED: "fact_unanswered"}
OF_PEOPLE = {
    AskResult.ANSWERED: "question_answered",
    AskResult.UNANSWERED: "question_unanswered",
    AskResult.UNREACHABLE: "question_unreachable",
}


def ask_people(
    *, item_id: UUID, question: ToPeople, version: int, token: int, by: Actor, now: datetime
) -> Question:
    """Ask a person or a team about an item; they are told.

    Raises: as reviews.ask_people.
    """
    with transactions.verb():
        row = reviews.ask_people(
            item_id=item_id, question=question, version=version, token=token, by=by, now=now
        )
        _tell_asked(row.id, row.to_id, row.to_inbox_id, kind="question_asked", but=by.id, now=now)
        measures.record_signal(
            item_id=item_id,
            system_id=row.system_id,
            kind="asked",
            code="person" if row.to_id else "team",
            by=by,
            at=now,
        )
        return row


def answer_question(*, question_id: UUID, text: str, version: int, by: Actor, now: datetime) -> Question:
    """Answer a question that was put to oneself or one's team; who asked is told.

    Raises: as reviews.answer_question.
    """
    with transactions.verb():
        ended = reviews.answer_question(question_id=question_id, text=text, version=version, by=by, now=now)
        tell([ended], now=now)
        return Question.objects.get(id=question_id)


def withdraw_question(*, question_id: UUID, version: int, by: Actor, now: datetime) -> Question:
    """Take one question back; whom it was put to is told.

    Raises: as reviews.take_back_question.
    """
    with transactions.verb():
        ended = reviews.take_back_question(question_id=question_id, version=version, by=by, now=now)
        _tell_withdrawn([ended], by=by, now=now)
        return Question.objects.get(id=question_id)


def withdraw_questions(*, item_id: UUID, version: int, by: Actor, now: datetime) -> int:
    """Take every open question about an item back; whom they were put to is told. Returns how many.

    Raises: as reviews.withdraw_question.
    """
    with transactions.verb():
        ended = reviews.withdraw_question(item_id=item_id, version=version, by=by, now=now)
        _tell_withdrawn(ended, by=by, now=now)
        return len(ended)


def tell(ended: Sequence[Ended], *, now: datetime) -> None:
    """Tell who asked that their question ended."""
    transactions.require()
    for one in ended:
        kinds = OF_FACTS if one.is_of_business else OF_PEOPLE
        notify.tell(
            to_actor_id=one.asked_by_id,
            kind=kinds[one.result],
            about_id=one.question_id,
            case_id=one.case_id,
            now=now,
        )


def _tell_withdrawn(ended: Sequence[Ended], *, by: Actor, now: datetime) -> None:
    for one in ended:
        _tell_asked(one.question_id, one.to_id, one.team_id, kind="question_withdrawn", but=by.id, now=now)


def _tell_asked(
    question_id: UUID, to_id: UUID | None, team_id: UUID | None, *, kind: str, but: UUID, now: datetime
) -> None:
    """Tell the person or everybody of the team; of no case, which who is asked need not see."""
    asked = {to_id} if to_id else set()
    if team_id:
        asked |= set(accounts.holders("work_inbox", team_id, now=now).values_list("id", flat=True))
    for actor_id in sorted(one for one in asked - {but} if one):
        notify.tell(to_actor_id=actor_id, kind=kind, about_id=question_id, case_id=None, now=now)


def return_unanswered(*, now: datetime) -> int:
    """Put items back whose question nobody answered in time, and tell who asked; returns how many.

    What was put to somebody who is away goes to the team, which is told.
    Writes: as reviews.return_unanswered and reviews.pass_on.
    """
    with transactions.verb():
        ended = reviews.return_unanswered(now=now)
        passed, lost = reviews.pass_on(now=now)
        tell([*ended, *lost], now=now)
        for one in passed:
            _tell_asked(one.id, None, one.to_inbox_id, kind="question_asked", but=one.asked_by_id, now=now)
        return len(ended) + len(passed) + len(lost)
