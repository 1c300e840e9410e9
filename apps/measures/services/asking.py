"""Questions about what a fact means: asked, answered by whoever must, or withdrawn."""

from datetime import datetime
from uuid import UUID

from apps.accounts import access as accounts
from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import ids, refusals, transactions
from apps.core.words import say
from apps.intake import selectors as intake
from apps.measures import access
from apps.measures.models import DefinitionQuestion
from apps.measures.states import QUESTION_MOVES, QuestionState
from apps.notify import services as notify
from apps.registry.models import AISystem, ContextContract

ASKED, ANSWERED = "definition_asked", "definition_answered"
LONGEST_QUESTION, LONGEST_ANSWER = 1000, 2000


class OnlyWhoUsesDefinitions(refusals.NotAllowed):
    code = "only_who_uses_definitions"
    sentence = say("Questions about definitions are asked by the analyst or the owner of the AI system.")


class NotYourQuestion(refusals.NotAllowed):
    code = "not_your_question"
    sentence = say("This question is answered by the person it was put to, or by the owner.")


class NotAskedByYou(refusals.NotAllowed):
    code = "not_asked_by_you"
    sentence = say("A question is withdrawn by whoever asked it, or by the owner.")


class QuestionClosed(refusals.IllegalMove):
    code = "question_closed"
    sentence = say("This question was answered or withdrawn meanwhile.")


def may_ask(actor: Actor, system: AISystem) -> bool:
    """Say whether the actor owns or analyses the AI system."""
    return actor.id == system.owner.actor_id or system.id in accounts.granted_ids(actor, "analyse_system")


def may_answer_at_all(system: AISystem, now: datetime) -> list[Actor]:
    """Return who a question can be put to: the owner first, then the analysts by name."""
    owner = system.owner.actor
    analysts = accounts.holders("analyse_system", system.id, now=now)
    return [owner, *sorted((one for one in analysts if one.id != owner.id), key=lambda one: one.name)]


def ask(
    *, system_id: UUID, fact: str, text: str, to_id: UUID, by: Actor, now: datetime
) -> DefinitionQuestion:
    """Put a question about the definition of a fact to the person who must answer it.

    Raises: NotVisible, OnlyWhoUsesDefinitions, Invalid(fact, text, to).
    Writes: DefinitionQuestion, Notification, record `definition.asked`.
    """
    with transactions.verb():
        system = _system(system_id, by)
        if not may_ask(by, system):
            raise OnlyWhoUsesDefinitions(permission="analyse_system")
        _refuse_unfit(system, fact, text, to_id, now)
        row = DefinitionQuestion.objects.create(
            id=ids.new(),
            system=system,
            fact=fact,
            text=text.strip(),
            asked_by=by,
            asked_at=now,
            to_id=to_id,
            state=QuestionState.OPEN,
        )
        _record("definition.asked", row, by, now, text=row.text)
        if to_id != by.id:
            notify.tell(to_actor_id=to_id, kind=ASKED, about_id=row.id, case_id=None, now=now)
        return row


def answer(*, question_id: UUID, text: str, by: Actor, now: datetime) -> None:
    """Answer a question; whoever asked is told.

    Raises: NotVisible, NotYourQuestion, QuestionClosed, Invalid(answer).
    Writes: DefinitionQuestion, Notification, record `definition.answered`.
    """
    with transactions.verb():
        row = _question(question_id, by)
        if by.id not in {row.to_id, row.system.owner.actor_id}:
            raise NotYourQuestion(permission="owner")
        if not 1 <= len(text.strip()) <= LONGEST_ANSWER:
            raise refusals.Invalid(say("Write an answer of at most 2,000 characters."), field="answer")
        _move(row, QuestionState.ANSWERED, by, now, answer=text.strip())
        _record("definition.answered", row, by, now, text=text.strip())
        if row.asked_by_id != by.id:
            notify.tell(to_actor_id=row.asked_by_id, kind=ANSWERED, about_id=row.id, case_id=None, now=now)


def withdraw(*, question_id: UUID, by: Actor, now: datetime) -> None:
    """Take a question back.

    Raises: NotVisible, NotAskedByYou, QuestionClosed.
    Writes: DefinitionQuestion, record `definition.withdrawn`.
    """
    with transactions.verb():
        row = _question(question_id, by)
        if by.id not in {row.asked_by_id, row.system.owner.actor_id}:
            raise NotAskedByYou(permission="owner")
        _move(row, QuestionState.WITHDRAWN, by, now)
        _record("definition.withdrawn", row, by, now)


def _system(system_id: UUID, by: Actor) -> AISystem:
    found = {one.id: one for one in access.analysed_systems(by)}.get(system_id)
    if found is None:
        raise refusals.NotVisible
    return found


def _question(question_id: UUID, by: Actor) -> DefinitionQuestion:
    found = DefinitionQuestion.objects.select_related("system__owner").filter(id=question_id).first()
    if found is None:
        raise refusals.NotVisible
    _system(found.system_id, by)
    return found


def _refuse_unfit(system: AISystem, fact: str, text: str, to_id: UUID, now: datetime) -> None:
    row = ContextContract.objects.filter(system=system, ended_at=None).first()
    if row is None or fact not in intake.contract(row).specs:
        raise refusals.Invalid(say("Choose a fact of the contract in force."), field="fact")
    if not 1 <= len(text.strip()) <= LONGEST_QUESTION:
        raise refusals.Invalid(say("Write a question of at most 1,000 characters."), field="text")
    if to_id not in {one.id for one in may_answer_at_all(system, now)}:
        raise refusals.Invalid(say("Put it to the owner or to an analyst of this AI system."), field="to")


def _move(row: DefinitionQuestion, to: QuestionState, by: Actor, now: datetime, answer: str = "") -> None:
    if (QuestionState(row.state), to) not in QUESTION_MOVES:
        raise QuestionClosed
    changed = DefinitionQuestion.objects.filter(id=row.id, state=row.state).update(
        state=to, closed_by=by, closed_at=now, answer=answer
    )
    if changed != 1:
        raise QuestionClosed


def _record(verb: str, row: DefinitionQuestion, by: Actor, now: datetime, text: str = "") -> None:
    data = {"system": row.system_id, "fact": row.fact, "to": row.to_id}
    rows = [{"id": row.id, "text": text}] if text else []
    audit.record(verb, on=("definition_question", row.id), by=by, at=now, data=data, rows=rows)
