"""Questions: the list, one of them, its answer, and taking it back."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console.edge import PersonRequest, Reader, page, reader, see_other
from apps.console.errors import status_of
from apps.console.once import once
from apps.console.pages import questions as pages
from apps.console.pages.inbox import PAGE
from apps.console.views.inboxes import CURSOR_LENGTH
from apps.core import ids, refusals
from apps.core.speech import speak
from apps.flow import selectors
from apps.flow import services as flow

ANSWER_LENGTH = 10_000


@page("GET", "HEAD")
def questions(request: PersonRequest) -> HttpResponse:
    """Show the questions to the person and their teams, or those that they asked."""
    who = reader(request)
    view, after = request.GET.get("view", "mine"), request.GET.get("after", "")[:CURSOR_LENGTH]
    view = view if view in pages.VIEWS else "mine"
    found = selectors.question_list(to=who.actor, view=view, after=after or None, limit=PAGE, now=who.now)
    built = pages.build(found, view=view, after=after, reader=who)
    return render(request, "console/questions.html", {"page": built})


@page("GET", "HEAD")
def question(request: PersonRequest, question_id: UUID) -> HttpResponse:
    """Show one question with the facts that its asker chose."""
    return _shown(request, question_id, reader(request), pages.Refused(), status=200)


def _shown(
    request: PersonRequest, question_id: UUID, who: Reader, refused: pages.Refused, *, status: int
) -> HttpResponse:
    found = selectors.question_page(question_id=question_id, to=who.actor, now=who.now)
    built = pages.page(found, refused=refused, key=str(ids.new()), reader=who)
    return render(request, "console/question.html", {"page": built}, status=status)


@page("POST")
def answer(request: PersonRequest, question_id: UUID) -> HttpResponse:
    """Answer a question; a refusal shows it again with what was typed."""

    def act(who: Reader) -> str:
        text, version = _typed(request), _version(request)
        flow.answer_question(question_id=question_id, text=text, version=version, by=who.actor, now=who.now)
        messages.success(request, _("Answered. Whoever asked is told, and the case is open again."))
        return reverse("console:questions")

    return _done(request, question_id, route="console.question-answer", act=act)


@page("POST")
def withdraw(request: PersonRequest, question_id: UUID) -> HttpResponse:
    """Take a question back."""

    def act(who: Reader) -> str:
        version = _version(request)
        flow.withdraw_question(question_id=question_id, version=version, by=who.actor, now=who.now)
        messages.success(request, _("The question is withdrawn."))
        return reverse("console:questions")

    return _done(request, question_id, route="console.question-withdraw", act=act)


def _done(
    request: PersonRequest, question_id: UUID, *, route: str, act: Callable[[Reader], str]
) -> HttpResponse:
    who = reader(request)
    try:
        to = once(request, route=route, by_id=who.actor.id, now=who.now, act=lambda: act(who))
    except (refusals.Invalid, refusals.Stale, refusals.IllegalMove) as refusal:
        status, _title = status_of(refusal)
        said = pages.Refused(speak(refusal.sentence), _typed(request))
        return _shown(request, question_id, who, said, status=status)
    return see_other(request, to)


def _typed(request: PersonRequest) -> str:
    return request.POST.get("answer", "").replace("\0", "").replace("\r\n", "\n")[:ANSWER_LENGTH]


def _version(request: PersonRequest) -> int:
    version = request.POST.get("version", "")
    return int(version) if version.isdecimal() and len(version) < len("9999999999") else 0
