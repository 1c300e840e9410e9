"""What officers wrote, as a page, a file and paper; and what of it somebody looked at."""

from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from apps.console.edge import PersonRequest, Reader, page, reader, see_other
from apps.console.once import once
from apps.console.pages import broken, note_days, note_groups
from apps.console.pages import insight_notes as pages
from apps.console.pages.inbox import PAGE
from apps.console.pages.measured import address
from apps.console.pages.slices import Scope, scope_of
from apps.console.pages.table_file import MOST_LINES, file_name
from apps.console.views import paper
from apps.console.views.inboxes import CURSOR_LENGTH
from apps.console.views.insights import chosen_system
from apps.console.views.sheets import csv_file
from apps.core import refusals
from apps.core.speech import speak
from apps.flow import selectors as flow
from apps.flow.selectors import daily_notes, reason_figures
from apps.flow.selectors import note_groups as groups
from apps.flow.selectors.insight_figures import monday
from apps.learning import access
from apps.learning.services import daily
from apps.registry import access as registry
from apps.registry.models import AISystem


@page("GET", "HEAD")
def notes(request: PersonRequest) -> HttpResponse:
    """Show what officers wrote on overrides of one AI system."""
    return render(request, "console/insight_notes.html", context(request, limit=PAGE))


@page("GET", "HEAD")
def notes_pdf(request: PersonRequest) -> HttpResponse:
    """Give the same as a PDF, without what the notes say."""
    shown = context(request, limit=PAGE)
    _systems, system = chosen_system(request, reader(request))
    name = file_name(system.slug, "notes", *_scope(request).said())
    return paper.answer(request, "console/insight_notes.html", shown, name=name)


@page("GET", "HEAD")
def notes_csv(request: PersonRequest) -> HttpResponse:
    """Give the decisions that have notes as a file."""
    who = reader(request)
    _systems, system = chosen_system(request, who)
    scope = _scope(request)
    found = _found(system, scope, who, after="", limit=MOST_LINES)
    return csv_file(pages.as_csv(found, system=system), system.slug, "notes", *scope.said())


@page("POST")
def look(request: PersonRequest) -> HttpResponse:
    """Note that somebody looked at strongly negative notes, or at reports of something broken."""
    who = reader(request)
    _systems, system = chosen_system(request, who)
    to = address("insight_notes", system, day=_day(request, system, who).isoformat()) + "#day"

    def act() -> str:
        done = daily.look(
            system_id=system.id,
            notes=_ids(request, "note"),
            reports=_ids(request, "report"),
            by=who.actor,
            now=who.now,
        )
        said = _("Noted: you looked at this.") if done.n else _("Somebody had looked at this before.")
        messages.success(request, said)
        return to

    try:
        done = once(request, route="console.note_look", by_id=who.actor.id, now=who.now, act=act)
    except refusals.Invalid as refusal:
        messages.warning(request, speak(refusal.sentence))
        done = to
    return see_other(request, done)


def _ids(request: HttpRequest, name: str) -> list[UUID]:
    """Return the ids that a form names; what is none cannot have been shown."""
    try:
        return [UUID(one) for one in request.POST.getlist(name)[: daily.MOST + 1]]
    except ValueError as fault:
        raise refusals.NotVisible from fault


def context(
    request: PersonRequest, *, limit: int, refused: note_groups.Refused | None = None
) -> dict[str, object]:
    """Return all that the page shows; refused: what was not done with a group of notes."""
    who = reader(request)
    systems, system = chosen_system(request, who)
    scope, after = _scope(request), request.GET.get("after", "")[:CURSOR_LENGTH]
    found = _found(system, scope, who, after=after, limit=limit)
    day = daily_notes.daily_notes(system=system, to=who.actor, now=who.now, on=_day(request, system, who))
    reports = flow.broken_reports(system=system, to=who.actor, now=who.now)
    alike = groups.note_groups(system=system, to=who.actor, now=who.now)
    may_look = access.may_work(who.actor, system)
    may_name = registry.may_edit_contract(who.actor, system)
    return {
        "page": pages.build(found, system=system, systems=systems, scope=scope, after=after, reader=who),
        "day": note_days.build(day, system=system, may_look=may_look, reader=who),
        "broken": broken.build(reports, reader=who),
        "groups": note_groups.build(alike, system=system, may_name=may_name, refused=refused, reader=who),
    }


def _scope(request: HttpRequest) -> Scope:
    return scope_of(request.GET, pages.WEEKS, pages.RECENT)


def _day(request: HttpRequest, system: AISystem, who: Reader) -> date:
    today = who.now.astimezone(ZoneInfo(system.organisation.time_zone)).date()
    try:
        on = date.fromisoformat(request.GET.get("day", today.isoformat()))
    except ValueError as fault:
        raise refusals.NotVisible from fault
    if on > today:
        raise refusals.NotVisible
    return on


def _found(system: AISystem, scope: Scope, who: Reader, *, after: str, limit: int) -> flow.NotesPage:
    since = monday(system, pages.WEEKS[scope.weeks], who.now)
    return flow.override_notes(
        system=system,
        to=who.actor,
        now=who.now,
        after=after or None,
        limit=limit,
        asked=reason_figures.Slice(since, scope.part, scope.direction),
    )
