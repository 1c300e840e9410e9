"""The reports of an AI system's weeks, as pages, a file and paper."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render

from apps.console.edge import PersonRequest, page, reader
from apps.console.pages import week_story
from apps.console.pages import weeks as pages
from apps.console.views import paper
from apps.console.views.insights import chosen_system
from apps.core import refusals
from apps.flow.selectors import week_reports as selectors


@page("GET", "HEAD")
def weeks(request: PersonRequest) -> HttpResponse:
    """Show the weeks of one AI system."""
    who = reader(request)
    systems, system = chosen_system(request, who)
    found = selectors.week_reports(system=system, to=who.actor)
    shown = pages.build(found, system=system, systems=systems, reader=who)
    return render(request, "console/weeks.html", {"page": shown})


@page("GET", "HEAD")
def weeks_csv(request: PersonRequest) -> HttpResponse:
    """Give the same as a file."""
    who = reader(request)
    _systems, system = chosen_system(request, who)
    return HttpResponse(
        pages.as_csv(selectors.week_reports(system=system, to=who.actor), system=system),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{system.slug}-weeks.csv"'},
    )


@page("GET", "HEAD")
def week(request: PersonRequest, week_on: str) -> HttpResponse:
    """Show one week."""
    return render(request, "console/week.html", {"page": _page(request, week_on)})


@page("GET", "HEAD")
def week_pdf(request: PersonRequest, week_on: str) -> HttpResponse:
    """Give the same as a PDF."""
    context: dict[str, object] = {"page": _page(request, week_on)}
    return paper.answer(request, "console/week.html", context, name=f"week-{week_on}")


def _page(request: PersonRequest, week_on: str) -> week_story.WeekPage:
    who = reader(request)
    systems, system = chosen_system(request, who)
    try:
        on = date.fromisoformat(week_on)
    except ValueError as fault:
        raise refusals.NotVisible from fault
    found = selectors.week_report(system=system, week_on=on, to=who.actor)
    return week_story.build(found, system=system, systems=systems, named=selectors.named(system), reader=who)
