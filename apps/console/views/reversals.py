"""Asking for a reversal of one's own decision, and the supervisors' list and answer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console.edge import PersonRequest, Reader, page, reader, see_other
from apps.console.errors import status_of
from apps.console.forms import typed
from apps.console.once import once
from apps.console.pages import navigation
from apps.console.pages import reversals as pages
from apps.console.pages.inbox import PAGE
from apps.console.views import approving
from apps.console.views.inboxes import CURSOR_LENGTH, NotSupervisor
from apps.core import ids, refusals
from apps.core.speech import speak
from apps.core.words import say
from apps.flow import selectors
from apps.flow import services as flow

WORDS_LENGTH = 10_000


class AnswerUnknown(refusals.Invalid):
    code = "answer_unknown"
    sentence = say("Choose whether you reverse the decision or let it stand.")


@page("GET", "HEAD", "POST")
def ask(request: PersonRequest, decision_id: UUID) -> HttpResponse:
    """Ask for the reversal of one's own decision, with a reason."""
    who = reader(request)
    if request.method != "POST":
        return _asked(request, decision_id, who, why="", error="", status=200)
    why = _text(request, "why")

    def act() -> str:
        flow.request_reversal(decision_id=decision_id, why=why, by=who.actor, now=who.now)
        messages.success(request, _("Asked. A supervisor reverses the decision or says why it stands."))
        return reverse("console:decisions")

    try:
        to = once(request, route="console.reversal-ask", by_id=who.actor.id, now=who.now, act=act)
    except (refusals.Invalid, refusals.IllegalMove) as refusal:
        status, _title = status_of(refusal)
        return _asked(request, decision_id, who, why=why, error=speak(refusal.sentence), status=status)
    return see_other(request, to)


def _asked(
    request: PersonRequest, decision_id: UUID, who: Reader, *, why: str, error: str, status: int
) -> HttpResponse:
    one = selectors.my_decision(decision_id=decision_id, to=who.actor, now=who.now)
    shown = pages.ask(one, key=str(ids.new()), why=why, error=error, reader=who)
    return render(request, "console/reversal_ask.html", {"page": shown}, status=status)


@page("GET", "HEAD")
def reversals(request: PersonRequest) -> HttpResponse:
    """Show the reversals that are asked for."""
    who = reader(request)
    if not navigation.may_supervise_somewhere(who.actor):
        raise NotSupervisor(permission="supervise_inbox")
    after = request.GET.get("after", "")[:CURSOR_LENGTH]
    found = selectors.reversal_requests(to=who.actor, after=after or None, limit=PAGE)
    tabs = approving.tabs(who, current="reversals")
    shown = pages.build(found, tabs=tabs, after=after, reader=who)
    return render(request, "console/reversals.html", {"page": shown})


@page("GET", "HEAD", "POST")
def reversal(request: PersonRequest, request_id: UUID) -> HttpResponse:
    """Show a request; a supervisor reverses or declines, who asked takes it back."""
    who = reader(request)
    if request.method != "POST":
        return _shown(request, request_id, who, pages.Refused(), status=200)
    try:
        to = once(
            request,
            route="console.reversal",
            by_id=who.actor.id,
            now=who.now,
            act=lambda: _answer(request, request_id, who),
        )
    except (refusals.Invalid, refusals.Stale, refusals.IllegalMove) as refusal:
        status, _title = status_of(refusal)
        said = pages.Refused(
            speak(refusal.sentence),
            str(refusal.details.get("field", "")),
            _text(request, "words"),
            request.POST.get("outcome", ""),
            typed(request.POST).owed,
        )
        return _shown(request, request_id, who, said, status=status)
    return see_other(request, to)


def _answer(request: PersonRequest, request_id: UUID, who: Reader) -> str:
    """Call the one verb that was chosen and return where to go next."""
    version, words = _version(request), _text(request, "words")
    match request.POST.get("do", ""):
        case "reverse":
            flow.reverse_requested(
                request_id=request_id,
                outcome=request.POST.get("outcome", ""),
                words=words,
                principal=typed(request.POST).principal(request.POST.get("outcome", "")),
                version=version,
                by=who.actor,
                now=who.now,
            )
            messages.success(request, _("Reversed. The business system is told; who asked reads your words."))
        case "decline":
            flow.decline_reversal(
                request_id=request_id, words=words, version=version, by=who.actor, now=who.now
            )
            messages.success(request, _("Declined. The decision stands; who asked reads your words."))
        case "withdraw":
            flow.withdraw_request(request_id=request_id, version=version, by=who.actor, now=who.now)
            messages.success(request, _("The request is withdrawn."))
            return reverse("console:decisions")
        case _:
            raise AnswerUnknown(field="words")
    return reverse("console:reversals")


def _shown(
    request: PersonRequest, request_id: UUID, who: Reader, refused: pages.Refused, *, status: int
) -> HttpResponse:
    found = selectors.reversal_request(request_id=request_id, to=who.actor)
    shown = pages.page(found, refused=refused, key=str(ids.new()), reader=who)
    return render(request, "console/reversal.html", {"page": shown}, status=status)


def _text(request: PersonRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\0", "").replace("\r\n", "\n")[:WORDS_LENGTH]


def _version(request: PersonRequest) -> int:
    version = request.POST.get("version", "")
    return int(version) if version.isdecimal() and len(version) < len("9999999999") else 0
