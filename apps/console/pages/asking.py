"""Asking about a case: whom, what, which facts are shown with it; and what was asked and answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.console.edge import Reader
from apps.console.forms import Typed
from apps.console.pages import words
from apps.console.pages.cases import AskForm, Effect
from apps.console.pages.facts import ASKABLE
from apps.console.pages.lists import Option
from apps.core.words import say
from apps.flow import selectors as flow
from apps.reviews.services import ToPeople
from apps.reviews.services.asking import AnswerByWrong

BUSINESS = "business"
RESULTS = {
    "": ("circle-question-mark", gettext_lazy("Waits for an answer")),
    "ANSWERED": ("circle-check", gettext_lazy("Answered")),
    "UNANSWERED": ("clock-alert", gettext_lazy("Nobody answered in time")),
    "UNREACHABLE": ("ban", gettext_lazy("Whoever was asked is away")),
    "WITHDRAWN": ("undo-2", gettext_lazy("Withdrawn")),
    "SUPERSEDED": ("sparkles", gettext_lazy("A newer suggestion came")),
}


class AnswerByUnreadable(AnswerByWrong):
    sentence = say("Give the time by which you want an answer as day and time.")


@dataclass(frozen=True, slots=True)
class Put:
    """A question on the page of its case: who asked whom, when, what, and what was answered."""

    icon: str
    title: str
    detail: str
    text: str
    answered: str
    answer: str


def form(page: flow.ReviewPage, typed: Typed) -> AskForm | None:
    """Build what the act asks for; nothing is chosen unless the person chose it. None: nobody to ask."""
    whom = page.asked.askable
    if whom is None:
        return None
    lacking = any(one.state in ASKABLE and not one.asked for one in page.facts)
    return AskForm(
        people=tuple(_option(f"person:{value}", name, typed.ask_to) for value, name in whom.people),
        teams=tuple(_option(f"team:{value}", name, typed.ask_to) for value, name in whom.teams),
        business=(_option(BUSINESS, _("The business system, for the fact below"), typed.ask_to),)
        if lacking
        else (),
        facts=tuple(_option(one.key, one.label, typed.ask_fact) for one in page.facts),
        show=tuple(Option(one.key, one.label, checked=one.key in typed.show) for one in page.facts),
        text=typed.ask_text,
        until=typed.ask_until,
        other=typed.ask_other,
        is_cut=whom.is_cut,
    )


def _option(value: str, label: str, chosen: str) -> Option:
    return Option(value, label, checked=value == chosen)


def follows(page: flow.ReviewPage) -> tuple[Effect, ...]:
    """Say what follows from asking; whether the due time runs on is the rule of the inbox."""
    clock = (
        Effect("hourglass", _("Its due time stands still"), _("until the answer comes."))
        if page.item.inbox.asking_stops_clock
        else Effect("hourglass", _("Its due time runs on."), _("The answer is awaited until then at most."))
    )
    return (
        Effect("circle-question-mark", _("The case waits for the answer."), _("Nothing is decided or sent.")),
        Effect("undo-2", _("With the answer it is open again."), _("You are told, and it is more urgent.")),
        clock,
    )


def question(typed: Typed, *, who: Reader) -> ToPeople:
    """Return what the form asks; whether it may be asked is the verb's question.

    Raises: AnswerByUnreadable.
    """
    kind, _sep, value = typed.ask_to.partition(":")
    person = _uuid(value) if kind == "person" else None
    if person is None and typed.ask_other:
        person = flow.person_of(typed.ask_other, to=who.actor)
    return ToPeople(
        text=typed.ask_text,
        to=person,
        team=value if kind == "team" else "",
        fact=typed.ask_fact,
        shown=typed.show,
        until=_until(typed.ask_until, who),
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _until(text: str, who: Reader) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=who.zone)
    except ValueError:
        raise AnswerByUnreadable(field="ask_until") from None


def put(rows: Sequence[flow.PutRow], *, reader: Reader) -> tuple[Put, ...]:
    """Write the questions of a case."""
    return tuple(_put(one, reader) for one in rows)


def _put(one: flow.PutRow, reader: Reader) -> Put:
    icon, state = RESULTS[one.result]
    names = {"name": one.asked_by, "asked": one.asked}
    title = _("%(name)s asked the team %(asked)s") if one.is_team else _("%(name)s asked %(asked)s")
    at = words.moment(one.asked_at, now=reader.now, zone=reader.zone).relative
    until = words.moment(one.due_at, now=reader.now, zone=reader.zone).absolute
    detail = f"{at} · {state}"
    if not one.result:
        detail = _("%(at)s · the answer is awaited until %(time)s") % {"at": at, "time": until}
    if one.moved_from:
        detail = _("%(detail)s · instead of %(name)s, who is away") % {
            "detail": detail,
            "name": one.moved_from,
        }
    return Put(
        icon=icon,
        title=title % names,
        detail=detail,
        text=one.text,
        answered=_("%(name)s answered") % {"name": one.closed_by} if one.answer else "",
        answer=one.answer,
    )
