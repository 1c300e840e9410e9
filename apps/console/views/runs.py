"""Searches for patterns: started, watched, stopped, run once more."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console.edge import PersonRequest, page, reader, see_other
from apps.console.errors import status_of
from apps.console.once import once
from apps.console.pages import run_files, run_words, targets
from apps.console.pages import runs as pages
from apps.console.pages.shell import Note
from apps.console.pages.table_file import MOST_LINES
from apps.console.views import paper, sheets
from apps.console.views.inboxes import CURSOR_LENGTH
from apps.core import refusals
from apps.core.speech import inside, speak
from apps.learning import selectors as learning
from apps.learning import services
from apps.learning.states import Target
from apps.registry import selectors as registry

PAGE = 50
SLUG_LENGTH = 60
REFUSALS = (refusals.Invalid, refusals.IllegalMove)


@page("GET", "HEAD", "POST")
def runs(request: PersonRequest) -> HttpResponse:
    """Show the searches, and start one."""
    sheets.chosen(request, reader(request))
    if request.method == "POST":
        return _start(request)
    return render(request, "console/runs.html", _context(request))


@page("GET", "HEAD")
def runs_pdf(request: PersonRequest) -> HttpResponse:
    """Give the same as a PDF."""
    name = _file(request, sheets.chosen(request, reader(request)))
    return paper.answer(request, "console/runs.html", _context(request), name=name)


@page("GET", "HEAD")
def runs_csv(request: PersonRequest) -> HttpResponse:
    """Give the searches as a file."""
    who = reader(request)
    of = sheets.chosen(request, who)
    found = learning.runs(
        to=who.actor, system_id=of.id, target=_target(request), since=of.since, limit=MOST_LINES
    )
    return sheets.csv_file(run_files.as_csv(found.rows), _file(request, of))


def _target(request: PersonRequest) -> Target:
    return targets.of(request.GET.get("target", "")) or Target.OVERRIDDEN


def _file(request: PersonRequest, of: sheets.Chosen) -> str:
    return of.file("searches", _target(request) if request.GET.get("target") else "")


def _context(request: PersonRequest) -> dict[str, object]:
    who = reader(request)
    of = sheets.chosen(request, who)
    after = request.GET.get("after", "")[:CURSOR_LENGTH]
    target = _target(request)
    found = learning.runs(
        to=who.actor, system_id=of.id, target=target, since=of.since, after=after or None, limit=PAGE
    )
    shown = pages.build(found, after=after, target=target, scope=of.scope, reader=who)
    asked = _("about: %(what)s") % {"what": inside(targets.name(target))}
    sheet = sheets.sheet(request, "runs", of, "target", also=asked)
    return {"page": replace(shown, empty=sheet.empty or shown.empty), "sheet": sheet}


def _start(request: PersonRequest) -> HttpResponse:
    who = reader(request)
    slug = request.POST.get("system", "")[:SLUG_LENGTH]
    system = next((one for one in registry.visible_systems(who.actor) if one.slug == slug), None)
    if system is None:
        raise refusals.NotVisible

    def act() -> str:
        run = services.ask_run(system_id=system.id, targets=tuple(Target), by=who.actor, now=who.now)
        return reverse("console:run", args=[run.id])

    try:
        to = once(request, route="console.runs", by_id=who.actor.id, now=who.now, act=act)
    except REFUSALS as refusal:
        return _refused(request, refusal, "console/runs.html", _context(request))
    return see_other(request, to)


@page("GET", "HEAD")
def run(request: PersonRequest, run_id: UUID) -> HttpResponse:
    """Show one search: how far it is, what it found, and its protected groups."""
    return render(request, "console/run.html", _one(request, run_id))


@page("GET", "HEAD")
def run_pdf(request: PersonRequest, run_id: UUID) -> HttpResponse:
    """Give the same as a PDF."""
    return paper.answer(request, "console/run.html", _one(request, run_id), name=f"search-{run_id}")


@page("GET", "HEAD")
def run_csv(request: PersonRequest, run_id: UUID) -> HttpResponse:
    """Give what one search found as a file."""
    found = learning.run(run_id=run_id, to=reader(request).actor)
    return sheets.csv_file(run_files.found_as_csv(found), f"search-{run_id}")


@page("GET", "HEAD")
def run_groups_csv(request: PersonRequest, run_id: UUID) -> HttpResponse:
    """Give its groups of protected facts as a file."""
    found = learning.run(run_id=run_id, to=reader(request).actor)
    return sheets.csv_file(run_files.groups_as_csv(found), f"search-{run_id}-groups")


def _one(request: PersonRequest, run_id: UUID) -> dict[str, object]:
    who = reader(request)
    shown = pages.one(learning.run(run_id=run_id, to=who.actor), reader=who)
    return {"page": shown, "runs_url": reverse("console:runs")}


@page("POST")
def stop(request: PersonRequest, run_id: UUID) -> HttpResponse:
    """Stop a question of a search, or all that run; nothing of them is kept."""
    who, every = reader(request), request.POST.get("stop") == "all"
    back = reverse("console:run", args=[run_id])
    verb, route = (services.stop_search, "all") if every else (services.stop_run, "one")

    def act() -> str:
        verb(run_id=run_id, by=who.actor, now=who.now)
        return back

    try:
        to = once(request, route=f"console.run-stop.{route}", by_id=who.actor.id, now=who.now, act=act)
    except REFUSALS as refusal:
        return _refused(request, refusal, "console/run.html", _one(request, run_id))
    said = _("All questions of this search that still ran are stopped. Nothing of them is kept.")
    messages.success(request, said if every else run_words.stopped(learning.run(run_id=run_id, to=who.actor)))
    return see_other(request, to)


@page("POST")
def again(request: PersonRequest, run_id: UUID) -> HttpResponse:
    """Run a search once more: the same parameters over the same decisions."""
    who = reader(request)

    def act() -> str:
        run = services.repeat_run(run_id=run_id, by=who.actor, now=who.now)
        return reverse("console:run", args=[run.id])

    try:
        to = once(request, route="console.run-again", by_id=who.actor.id, now=who.now, act=act)
    except REFUSALS as refusal:
        return _refused(request, refusal, "console/run.html", _one(request, run_id))
    return see_other(request, to)


def _refused(
    request: PersonRequest, refusal: refusals.Refusal, template: str, context: dict[str, object]
) -> HttpResponse:
    """Say on the page that asked why nothing was done."""
    status, title = status_of(refusal)
    note = Note("warn", "triangle-alert", str(title), speak(refusal.sentence))
    return render(request, template, context | {"refused": note}, status=status)
