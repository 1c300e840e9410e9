"""Do what one line says, each step at its own time, through the verbs that API and pages call."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from apps.accounts import selectors as accounts
from apps.accounts.models import Actor
from apps.core import refusals
from apps.flow import services as flow
from apps.flow.services import second_reviewing
from apps.intake import rules as intake
from apps.measures import services as measures
from apps.measures.models import DefinitionQuestion
from apps.measures.states import QuestionState
from apps.registry.models import AISystem
from apps.reviews import services as reviews
from apps.reviews.models import Decision, Escalation, ReviewItem
from apps.reviews.states import ItemState
from reviewhub.history import above, lines, reading
from reviewhub.history.holding import kept, said_first

_WAITING = [state.value for state in ItemState if state.waits]


class NoSuchCase(refusals.NotVisible):
    code = "unknown_case"
    sentence = "This case has not arrived."


def work(line: lines.Line, *, by: Actor) -> bool:
    """Do what a line says, inside the line's transaction; False when it had been done before.

    Raises: refusals.Refusal, as the verbs do; NoSuchCase, reading.BadLine.
    """
    does = _DOES.get(type(line.act))
    return does(line.act, by, line.at) if does else above.work(line.act, by=by, at=line.at)


def _arrive(act: lines.Arrive, by: Actor, at: datetime) -> bool:
    try:
        sent = [intake.parse_recommendation(one, at) for one in (act.recommendation, *act.challengers)]
    except intake.BadField as error:
        raise reading.BadLine(error.sentence, field=error.field, reason=error.code) from error
    return flow.receive(lines=sent, by=by, now=at)[0].is_new


def _decide(act: lines.Decide, by: Actor, at: datetime) -> bool:
    item_id = _waiting(act.case_ref, by)
    if item_id is None:
        return False
    item = _take(item_id, by=by, seconds=act.seconds, view=act.view, at=at)
    answer = act.answer
    if answer.learning and not Escalation.objects.filter(item=item.id, closed_at=None).exists():
        answer = replace(answer, learning="")  # what was to be sent up had been decided otherwise before
    decision = flow.decide(
        item_id=item.id, answer=answer, version=item.version, token=item.token, by=by, now=at
    )
    assert isinstance(decision, Decision), "what is told was decided where it is told"
    if act.is_held:
        return True
    flow.release_one(item_id=item.id, now=decision.undo_until)
    if act.may_draw:
        system = accounts.system_actor(by.organisation_id)
        second_reviewing.draw(decision=decision, by=system, now=decision.undo_until)
    return True


def _recount(act: lines.Recount, by: Actor, at: datetime) -> bool:
    item_id = _waiting(act.case_ref, by)
    if item_id is None:
        return False
    flow.recount(item_id=item_id, outcome=act.outcome, by=by, now=at)
    return True


def _escalate(act: lines.Escalate, by: Actor, at: datetime) -> bool:
    item_id = _waiting(act.case_ref, by)
    if item_id is None or Escalation.objects.filter(item=item_id, raised_by=by, raised_at=at).exists():
        return False
    item = _take(item_id, by=by, seconds=act.seconds, view=act.view, at=at)
    flow.escalate(
        item_id=item.id, why=act.why, note=act.note, version=item.version, token=item.token, by=by, now=at
    )
    return True


def _learn(act: lines.Learn, by: Actor, at: datetime) -> bool:
    _, is_new = flow.record_outcome(
        external_id=f"{act.case_ref}:{act.measure}:{act.known_at:%Y%m%dT%H%M%SZ}",
        case_ref=act.case_ref,
        measure=act.measure,
        value=act.value,
        number=act.number,
        known_at=act.known_at,
        by=by,
        now=at,
    )
    return is_new


def _ask(act: lines.Ask, by: Actor, at: datetime) -> bool:
    system_id = _system(act.system, by)
    if DefinitionQuestion.objects.filter(system=system_id, fact=act.fact, text=act.text).exists():
        return False
    to = accounts.actor_of_email(act.to)
    measures.ask(system_id=system_id, fact=act.fact, text=act.text, to_id=to.id, by=by, now=at)
    return True


def _reply(act: lines.Reply, by: Actor, at: datetime) -> bool:
    waiting = DefinitionQuestion.objects.filter(
        system=_system(act.system, by), fact=act.fact, state=QuestionState.OPEN, asked_at__lte=at
    )
    question = waiting.order_by("asked_at", "id").first()
    if question is None:
        return False
    measures.answer(question_id=question.id, text=act.text, by=by, now=at)
    return True


def _system(slug: str, by: Actor) -> UUID:
    found = AISystem.objects.filter(slug=slug, organisation=by.organisation_id).values_list("id", flat=True)
    if not found:
        raise reading.BadLine("No AI system has this name.", field="system")
    return found[0]


def _waiting(case_ref: str, by: Actor) -> UUID | None:
    """Return the item of a case that still waits for somebody; None when it was decided or there is none."""
    items = ReviewItem.objects.filter(case__case_ref=case_ref, case__source__organisation=by.organisation_id)
    found = list(items.order_by("opened_at").values_list("id", "state"))
    return next((item_id for item_id, state in found if state in _WAITING), None)


def _take(item_id: UUID, *, by: Actor, seconds: int, view: reviews.View | None, at: datetime) -> ReviewItem:
    """Take an item `seconds` before its answer, and keep the lease as an open page does.

    Half the time goes into the first view, where the item asks for one.
    """
    item = reviews.claim(item_id=item_id, by=by, now=at - timedelta(seconds=seconds))
    if view is not None and item.first_view:
        item = said_first(item, view, by=by, at=at - timedelta(seconds=seconds / 2))
    return kept(item, by=by, until=at)


_DOES: dict[type, Callable[[Any, Actor, datetime], bool]] = {
    lines.Arrive: _arrive,
    lines.Decide: _decide,
    lines.Recount: _recount,
    lines.Escalate: _escalate,
    lines.Learn: _learn,
    lines.Ask: _ask,
    lines.Reply: _reply,
}
