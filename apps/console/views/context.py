"""The quality of an AI system's facts, questions about definitions, a recommendation as received."""

from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console.edge import PersonRequest, Reader, page, reader, see_other
from apps.console.once import once
from apps.console.pages import as_received as received_pages
from apps.console.pages import context_cases as case_pages
from apps.console.pages import context_quality as context_pages
from apps.console.pages.context_shapes import KINDS, Typed
from apps.console.views import paper
from apps.core import ids, refusals
from apps.core.speech import speak
from apps.flow import selectors as flow
from apps.measures import rules
from apps.measures import services as measures
from apps.registry.models import AISystem

WORD_LENGTH = 100


@page("GET", "HEAD")
def context(request: PersonRequest, slug: str) -> HttpResponse:
    """Show how good the facts of an AI system are."""
    return render(request, "console/context.html", {"page": _shown(request, reader(request), slug, Typed())})


@page("GET", "HEAD")
def context_pdf(request: PersonRequest, slug: str) -> HttpResponse:
    """Give the same as a PDF."""
    shown = _shown(request, reader(request), slug, Typed())
    return paper.answer(request, "console/context.html", {"page": shown}, name=f"{slug}-facts")


@page("GET", "HEAD")
def context_csv(request: PersonRequest, slug: str) -> HttpResponse:
    """Give every fact and source week by week as a file."""
    system = flow.analysed_system(slug=slug, to=reader(request).actor)
    return HttpResponse(
        case_pages.weekly_csv(flow.context_weeks(system=system), system=slug),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{slug}-facts.csv"'},
    )


@page("GET", "HEAD")
def context_cases(request: PersonRequest, slug: str) -> HttpResponse:
    """Show the newest arrivals behind a figure."""
    who = reader(request)
    system = flow.analysed_system(slug=slug, to=who.actor)
    query = {name: _word(request.GET.get(name, "")) for name in ("fact", "source", "kind")}
    if query["kind"] and query["kind"] not in KINDS:
        raise refusals.NotVisible
    found = flow.cases_at_fault(system=system, fact=query["fact"], source=query["source"], kind=query["kind"])
    labels = flow.fact_labels(system=system)
    shown = case_pages.cases(found, slug=slug, query=query, labels=labels, reader=who)
    return render(request, "console/context_cases.html", {"page": shown})


@page("POST")
def ask(request: PersonRequest, slug: str) -> HttpResponse:
    """Put a question about a definition to whoever must answer it."""
    who = reader(request)
    system = flow.analysed_system(slug=slug, to=who.actor)
    fact, to = _word(request.POST.get("fact", "")), _word(request.POST.get("to", ""))
    text = request.POST.get("text", "").replace("\0", "")
    back = reverse("console:context", args=[slug])

    def acted() -> str:
        measures.ask(system_id=system.id, fact=fact, text=text, to_id=_uuid(to), by=who.actor, now=who.now)
        return f"{back}#questions"

    try:
        to_url = once(request, route="console.definition_ask", by_id=who.actor.id, now=who.now, act=acted)
    except refusals.Invalid as refusal:
        typed = Typed(fact, text, to, speak(refusal.sentence), str(refusal.details.get("field", "")))
        shown = _shown(request, who, slug, typed)
        return render(request, "console/context.html", {"page": shown}, status=422)
    messages.success(request, _("Asked. Whoever must answer was told."))
    return see_other(request, to_url)


@page("POST")
def answer(request: PersonRequest, question_id: UUID) -> HttpResponse:
    """Answer a question about a definition."""
    who = reader(request)
    text = request.POST.get("answer", "").replace("\0", "")
    slug = flow.system_of_question(question_id=question_id, to=who.actor)

    def acted() -> str:
        measures.answer(question_id=question_id, text=text, by=who.actor, now=who.now)
        return f"{reverse('console:context', args=[slug])}#questions"

    to = once(request, route="console.definition_answer", by_id=who.actor.id, now=who.now, act=acted)
    messages.success(request, _("Answered. Whoever asked was told."))
    return see_other(request, to)


@page("POST")
def withdraw(request: PersonRequest, question_id: UUID) -> HttpResponse:
    """Take a question about a definition back."""
    who = reader(request)
    slug = flow.system_of_question(question_id=question_id, to=who.actor)

    def acted() -> str:
        measures.withdraw(question_id=question_id, by=who.actor, now=who.now)
        return f"{reverse('console:context', args=[slug])}#questions"

    to = once(request, route="console.definition_withdraw", by_id=who.actor.id, now=who.now, act=acted)
    messages.success(request, _("Withdrawn."))
    return see_other(request, to)


@page("GET", "HEAD")
def recommendation(request: PersonRequest, recommendation_id: UUID) -> HttpResponse:
    """Show a recommendation with everything received as received."""
    who = reader(request)
    found = flow.as_received(recommendation_id=recommendation_id, to=who.actor)
    return render(request, "console/as_received.html", {"page": received_pages.build(found, reader=who)})


def _shown(request: PersonRequest, who: Reader, slug: str, typed: Typed) -> object:
    weeks = request.GET.get("weeks", context_pages.USUAL_RANGE)
    if weeks not in context_pages.RANGES:
        raise refusals.NotVisible
    system = flow.analysed_system(slug=slug, to=who.actor)
    found = flow.context_quality(
        slug=slug,
        to=who.actor,
        since=_since(system, who, context_pages.RANGES[weeks]),
        fact=_word(request.GET.get("fact", "")),
        now=who.now,
    )
    return context_pages.build(found, weeks=weeks, typed=typed, key=str(ids.new()), reader=who)


def _since(system: AISystem, who: Reader, weeks: int | None) -> date | None:
    if weeks is None:
        return None
    zone = ZoneInfo(system.organisation.time_zone)
    return rules.week_of(who.now.astimezone(zone).date()) - timedelta(weeks=weeks - 1)


def _word(text: str) -> str:
    return text.replace("\0", "").strip()[:WORD_LENGTH]


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
