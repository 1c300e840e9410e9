"""Questions about definitions, as template data."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console.edge import Reader
from apps.console.pages import words
from apps.console.pages.context_shapes import Asking, Question, Typed
from apps.flow import selectors as flow
from apps.measures.models import DefinitionQuestion
from apps.measures.states import QuestionState


def rows(found: flow.ContextQuality, labels: Mapping[str, str], reader: Reader) -> tuple[Question, ...]:
    """Write the questions, open ones first."""
    return tuple(_question(one, found, labels, reader) for one in found.questions)


def _question(
    one: DefinitionQuestion, found: flow.ContextQuality, labels: Mapping[str, str], reader: Reader
) -> Question:
    is_open, me = one.state == QuestionState.OPEN, reader.actor.id
    state, tone = {
        QuestionState.OPEN: (_("Open"), "warn"),
        QuestionState.ANSWERED: (_("Answered"), "ok"),
        QuestionState.WITHDRAWN: (_("Withdrawn"), ""),
    }[QuestionState(one.state)]
    parts = {"asker": one.asked_by.name, "owner": one.to.name}
    return Question(
        id=one.id,
        fact=labels.get(one.fact, one.fact),
        text=one.text,
        who=_("%(asker)s asks %(owner)s") % parts,
        at=words.moment(one.asked_at, now=reader.now, zone=reader.zone),
        state=state,
        tone=tone,
        answer=one.answer,
        answered=one.closed_by.name if one.closed_by else "",
        may_answer=is_open and me in {one.to_id, found.system.owner.actor_id},
        may_withdraw=is_open and me in {one.asked_by_id, found.system.owner.actor_id},
    )


def asking(found: flow.ContextQuality, labels: Mapping[str, str], typed: Typed) -> Asking:
    """Write the form of a new question."""
    return Asking(
        url=reverse("console:context-ask", args=[found.system.slug]),
        facts=tuple(labels.items()),
        recipients=tuple((str(one.id), one.name) for one in found.recipients),
        fact=typed.fact or found.fact,
        text=typed.text,
        to=typed.to,
        error=typed.error,
        field=typed.field,
    )
