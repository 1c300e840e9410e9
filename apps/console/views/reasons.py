"""Reasons by slice, as a page, a file and paper; and what becomes of a reason of the list."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from apps.console.edge import PersonRequest, Reader, page, reader, see_other
from apps.console.errors import status_of
from apps.console.once import once
from apps.console.pages import reason_figures as pages
from apps.console.pages.measured import address
from apps.console.pages.slices import RANGES, Scope, scope_of
from apps.console.pages.table_file import file_name
from apps.console.views import paper
from apps.console.views.insights import chosen_system
from apps.console.views.sheets import csv_file
from apps.core import ids, refusals
from apps.core.speech import speak
from apps.flow.selectors import reason_figures as selectors
from apps.flow.selectors.insight_figures import monday
from apps.registry import access
from apps.registry import services as registry
from apps.registry.models import AISystem

LONG, CODE = 400, 60


@page("GET", "HEAD")
def reasons(request: PersonRequest) -> HttpResponse:
    """Show why people decide otherwise than one AI system, and who proved right."""
    return render(request, "console/reasons.html", {"page": _page(request, reader(request), pages.Typed())})


@page("GET", "HEAD")
def reasons_pdf(request: PersonRequest) -> HttpResponse:
    """Give the same as a PDF."""
    shown = _page(request, reader(request), pages.Typed())
    return paper.answer(request, "console/reasons.html", {"page": shown}, name=_name(request))


@page("GET", "HEAD")
def reasons_csv(request: PersonRequest) -> HttpResponse:
    """Give the same as a file."""
    who = reader(request)
    _systems, system = chosen_system(request, who)
    scope = _scope(request)
    return csv_file(pages.as_csv(_found(system, scope, who)), system.slug, "reasons", *scope.said())


@page("POST")
def care(request: PersonRequest) -> HttpResponse:
    """Merge, retire or split one reason of the list in force."""
    who = reader(request)
    _systems, system = chosen_system(request, who)
    typed = _typed(request)
    try:
        to = once(
            request,
            route="console.reasons_care",
            by_id=who.actor.id,
            now=who.now,
            act=lambda: _care(request, system, typed, who),
        )
    except (refusals.Invalid, refusals.Stale, refusals.IllegalMove) as refusal:
        status, _title = status_of(refusal)
        typed = pages.Typed(
            typed.kind, typed.code, typed.into, typed.texts, typed.why, speak(refusal.sentence)
        )
        return render(request, "console/reasons.html", {"page": _page(request, who, typed)}, status=status)
    return see_other(request, to)


def _care(request: PersonRequest, system: AISystem, typed: pages.Typed, who: Reader) -> str:
    said = registry.Care(typed.kind, typed.code, typed.into, typed.texts, typed.why)
    version = request.POST.get("version", "")
    number = int(version) if version.isdecimal() and len(version) < CODE else 0
    registry.care_for_reasons(system_id=system.id, care=said, version=number, by=who.actor, now=who.now)
    messages.success(request, _("Done. The next version of the list counts from now on."))
    return address("reasons", system)


def _typed(request: HttpRequest) -> pages.Typed:
    post = request.POST
    return pages.Typed(
        kind=post.get("kind", "")[:CODE],
        code=post.get("code", "")[:CODE],
        into=post.get("into", "")[:CODE],
        texts=(post.get("first", "")[:LONG], post.get("second", "")[:LONG]),
        why=post.get("why", "")[:LONG],
    )


def _name(request: PersonRequest) -> str:
    _systems, system = chosen_system(request, reader(request))
    return file_name(system.slug, "reasons", *_scope(request).said())


def _scope(request: HttpRequest) -> Scope:
    return scope_of(request.GET)


def _page(request: PersonRequest, who: Reader, typed: pages.Typed) -> pages.ReasonsPage:
    systems, system = chosen_system(request, who)
    scope = _scope(request)
    found = _found(system, scope, who)
    return pages.build(found, scope=scope, systems=systems, typed=typed, key=str(ids.new()), reader=who)


def _found(system: AISystem, scope: Scope, who: Reader) -> selectors.ReasonFigures:
    since = monday(system, RANGES[scope.weeks], who.now)
    return selectors.reason_figures(
        system=system,
        to=who.actor,
        asked=selectors.Slice(since, scope.part, scope.direction),
        may_care=access.may_edit_contract(who.actor, system),
    )
