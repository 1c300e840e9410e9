"""Second reviews: the list and the figures for supervisors, one with both opinions, and settling it."""

from dataclasses import replace
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
from apps.console.pages import home_kept, navigation
from apps.console.pages import practice as practice_pages
from apps.console.pages import second_reviews as pages
from apps.console.pages.inbox import PAGE
from apps.console.views.inboxes import CURSOR_LENGTH, NotSupervisor
from apps.console.views.reversals import WORDS_LENGTH
from apps.core import ids, refusals
from apps.core.speech import speak
from apps.flow import services as flow
from apps.flow.selectors import kept, practice
from apps.flow.selectors import second_reviews as selectors
from apps.reviews.services import Settlement

CODE_LENGTH = 50


@page("GET", "HEAD")
def quality(request: PersonRequest) -> HttpResponse:
    """Show what is to be settled, what waits, and how far two people agree."""
    who = reader(request)
    if not navigation.may_supervise_somewhere(who.actor):
        raise NotSupervisor(permission="supervise_inbox")
    view = request.GET.get("view", "")
    view = view if view in selectors.VIEWS else "settle"
    after = request.GET.get("after", "")[:CURSOR_LENGTH]
    found = selectors.second_reviews(to=who.actor, view=view, after=after or None, limit=PAGE)
    agreed = selectors.agreements(to=who.actor)
    shown = pages.build(found, agreed, view=view, after=after, reader=who)
    promises = home_kept.section(kept.kept_promises(to=who.actor, now=who.now))
    shown = replace(shown, kept=promises, results=practice_pages.results(practice.team_results(to=who.actor)))
    return render(request, "console/quality.html", {"page": shown})


@page("GET", "HEAD", "POST")
def second_review(request: PersonRequest, review_id: UUID) -> HttpResponse:
    """Show both opinions; a third person who supervises the inbox settles which is right."""
    who = reader(request)
    if request.method != "POST":
        return _shown(request, review_id, who, pages.Refused(), status=200)
    try:
        to = once(
            request,
            route="console.second_review",
            by_id=who.actor.id,
            now=who.now,
            act=lambda: _settle(request, review_id, who),
        )
    except (refusals.Invalid, refusals.Stale, refusals.IllegalMove) as refusal:
        status, _title = status_of(refusal)
        said = _said(request)
        kept = pages.Refused(
            speak(refusal.sentence),
            str(refusal.details.get("field", "")),
            said.outcome,
            said.why,
            said.words,
            typed(request.POST).owed,
        )
        return _shown(request, review_id, who, kept, status=status)
    return see_other(request, to)


def _said(request: PersonRequest) -> Settlement:
    words = request.POST.get("words", "").replace("\0", "").replace("\r\n", "\n")[:WORDS_LENGTH]
    outcome, reverses = request.POST.get("outcome", "")[:CODE_LENGTH], request.POST.get("do") == "reverse"
    return Settlement(
        outcome=outcome,
        why=request.POST.get("why", "")[:CODE_LENGTH],
        words=words,
        reverse=reverses,
        principal=typed(request.POST).principal(outcome) if reverses else (),
    )


def _settle(request: PersonRequest, review_id: UUID, who: Reader) -> str:
    said, version = _said(request), request.POST.get("version", "")
    number = int(version) if version.isdecimal() and len(version) < len("9999999999") else 0
    flow.settle_second_review(review_id=review_id, said=said, version=number, by=who.actor, now=who.now)
    messages.success(
        request,
        _("Settled, and the decision is reversed. Both people read your words.")
        if said.reverse
        else _("Settled. Both people read your words."),
    )
    return reverse("console:quality")


def _shown(
    request: PersonRequest, review_id: UUID, who: Reader, refused: pages.Refused, *, status: int
) -> HttpResponse:
    found = selectors.second_review(review_id=review_id, to=who.actor)
    shown = pages.one_page(found, refused=refused, key=str(ids.new()), reader=who)
    return render(request, "console/second_review.html", {"page": shown}, status=status)
