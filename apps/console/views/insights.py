from dataclasses import replace
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render

from apps.console.edge import PersonRequest, Reader, page, reader
from apps.console.pages import insight_cases as case_pages
from apps.console.pages import insights as insight_pages
from apps.console.pages import measured
from apps.console.pages.slices import ALL, RANGES, USUAL_RANGE, Scope, scope_of
from apps.console.pages.table_file import file_name
from apps.console.views import paper
from apps.console.views.sheets import csv_file
from apps.core import refusals
from apps.core.speech import speak_kept
from apps.core.words import say
from apps.flow.selectors import insight_figures as figures
from apps.flow.selectors.insight_cases import insight_cases
from apps.measures import selectors as measures
from apps.registry.models import AISystem


class MayNotSeeInsights(refusals.NotAllowed):
    code = "no_insights"
    sentence = say("Insights are for the analyst, the owner and the auditor of an AI system.")


@page("GET", "HEAD")
def insights(request: PersonRequest) -> HttpResponse:
    """Show what people and outcomes say about one AI system."""
    return render(request, "console/insights.html", {"page": _page(request)})


@page("GET", "HEAD")
def insights_pdf(request: PersonRequest) -> HttpResponse:
    """Give the same as a PDF."""
    _, system = chosen_system(request, reader(request))
    context: dict[str, object] = {"page": _page(request)}
    name = file_name(system.slug, "insights", *_scope(request).said())
    return paper.answer(request, "console/insights.html", context, name=name)


@page("GET", "HEAD")
def cases(request: PersonRequest, of: str) -> HttpResponse:
    """Show the newest cases behind one figure."""
    who = reader(request)
    _, system = chosen_system(request, who)
    scope, week_on = _scope(request, usual=ALL), _week(request)
    what, part, n_weeks = figures.first_truth(system), scope.part, RANGES[scope.weeks]
    found = insight_cases(
        system=system, of=of, to=who.actor, now=who.now, part=part, weeks=n_weeks, week_on=week_on
    )
    named = case_pages.when(n_weeks, week_on)
    named += [speak_kept(system.segment_labels[part.segment])] if part.segment else []
    named += [part.model_version] if part.model_version else []
    shown = case_pages.build(found, of=of, what=what, part=named, reader=who)
    asked = measured.part_asked(part) | ({"weeks": scope.weeks} if n_weeks else {})
    back = measured.address("insights", system, **asked)
    return render(request, "console/insight_cases.html", {"page": shown, "back": back})


def _week(request: PersonRequest) -> date | None:
    """Read of which week alone cases are asked for.

    Raises: refusals.NotVisible.
    """
    said = request.GET.get("week", "")
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        raise refusals.NotVisible from None


@page("GET", "HEAD")
def weekly_csv(request: PersonRequest) -> HttpResponse:
    """Give the weekly figures of one AI system as a file."""
    who = reader(request)
    _, system = chosen_system(request, who)
    scope = _scope(request, usual=ALL)
    figures.require_part(system, scope.part, figures.known_versions(system))
    since = figures.monday(system, RANGES[scope.weeks], who.now)
    rows = figures.weekly_figures(system=system, to=who.actor, part=scope.part)
    text = case_pages.weekly_csv(
        [row for row in rows if since is None or row.period_on >= since], system=system.slug, part=scope.part
    )
    return csv_file(text, system.slug, "weekly", *scope.said())


def chosen_system(request: PersonRequest, who: Reader) -> tuple[list[AISystem], AISystem]:
    """Return the AI systems whose figures the person reads, and the one that the address names.

    Raises: MayNotSeeInsights, refusals.NotVisible.
    """
    systems = measures.analysed(to=who.actor)
    if not systems:
        raise MayNotSeeInsights(permission="analyse_system")
    slug = request.GET.get("system")
    chosen = systems[0] if slug is None else next((one for one in systems if one.slug == slug), None)
    if chosen is None:
        raise refusals.NotVisible
    return systems, chosen


def _scope(request: PersonRequest, usual: str = USUAL_RANGE) -> Scope:
    return replace(scope_of(request.GET, usual=usual), direction="")


def _page(request: PersonRequest) -> measured.InsightsPage:
    who = reader(request)
    systems, system = chosen_system(request, who)
    scope = _scope(request)
    told = figures.insight_figures(
        system=system, to=who.actor, now=who.now, weeks=RANGES[scope.weeks], part=scope.part
    )
    return insight_pages.build(told, scope=scope, systems=systems, reader=who)
