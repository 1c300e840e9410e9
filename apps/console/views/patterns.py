from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from apps.accounts.models import Actor
from apps.console.edge import PersonRequest, page, reader
from apps.console.pages import finding_life, pattern_story, targets
from apps.console.pages import patterns as pattern_pages
from apps.console.pages import recent as recent_pages
from apps.console.pages import trends as trend_pages
from apps.console.pages.inbox import PAGE
from apps.console.pages.lists import Trend
from apps.console.pages.table_file import MOST_LINES, file_name
from apps.console.views import paper, sheets
from apps.console.views.inboxes import CURSOR_LENGTH
from apps.core import ids
from apps.core.speech import speak_kept
from apps.flow import selectors as flow
from apps.flow.selectors import fixes
from apps.learning import selectors as learning
from apps.learning.states import Target
from apps.measures import selectors as measures
from apps.registry import selectors as registry

MOST_EVIDENCE = 1000


@page("GET", "HEAD")
def patterns(request: PersonRequest) -> HttpResponse:
    """Show what mining found."""
    return render(request, "console/patterns.html", _context(request))


@page("GET", "HEAD")
def patterns_pdf(request: PersonRequest) -> HttpResponse:
    """Give the same as a PDF."""
    context, name = _context(request), file_name(request.GET.get("system", ""), "patterns")
    return paper.answer(request, "console/patterns.html", context, name=name)


@page("GET", "HEAD")
def patterns_csv(request: PersonRequest) -> HttpResponse:
    """Give the patterns as a file."""
    who = reader(request)
    of = sheets.chosen(request, who)
    found = learning.findings(to=who.actor, system_id=of.id, limit=MOST_LINES)
    return sheets.csv_file(pattern_pages.as_csv(found.rows), of.slug, "patterns")


def _context(request: PersonRequest) -> dict[str, object]:
    who = reader(request)
    of = sheets.chosen(request, who)
    after = request.GET.get("after", "")[:CURSOR_LENGTH]
    target = targets.of(request.GET.get("target", ""))
    found = learning.findings(to=who.actor, system_id=of.id, target=target, after=after or None, limit=PAGE)
    state = learning.mining_state(to=who.actor, target=target or Target.OVERRIDDEN)
    shown_ids = [one.id for one in found.rows]
    weeks = learning.weekly(finding_ids=shown_ids, to=who.actor, now=who.now)
    as_of = learning.weeks_as_of(finding_ids=shown_ids, to=who.actor)
    shown = pattern_pages.build(
        found,
        state,
        weeks=weeks,
        as_of=as_of,
        trends=_trends(who.actor, who.now),
        after=after,
        target=target,
        system=of.slug,
        reader=who,
    )
    shown = replace(
        shown, recent=recent_pages.build(learning.recent(to=who.actor, target=target or Target.OVERRIDDEN))
    )
    return {"page": shown, "sheet": sheets.sheet(request, "patterns", of, "target")}


def _trends(to: Actor, now: datetime) -> tuple[Trend, ...]:
    systems = list(registry.visible_systems(to))
    bounded, live = flow.bounded_overrides(systems=systems, now=now), flow.went_live(systems=systems)
    return tuple(
        trend
        for one in systems
        for trend in trend_pages.build(
            measures.weekly(system_id=one.id, to=to),
            system=speak_kept(one.name),
            bounded=bounded.get(one.id),
            live=live.get(one.id, ()),
        )
    )


@page("GET", "HEAD")
def pattern(request: PersonRequest, finding_id: UUID) -> HttpResponse:
    """Show one finding with the cases for and against it."""
    return render(request, "console/pattern.html", story(request, finding_id))


@page("GET", "HEAD")
def pattern_pdf(request: PersonRequest, finding_id: UUID) -> HttpResponse:
    """Give the same as a PDF."""
    context = story(request, finding_id)
    return paper.answer(request, "console/pattern.html", context, name=f"pattern-{finding_id}")


@page("GET", "HEAD")
def pattern_csv(request: PersonRequest, finding_id: UUID) -> HttpResponse:
    """Give the cases for and against as a file: those that the search kept, the newest first."""
    who = reader(request)
    found = learning.finding(finding_id=finding_id, to=who.actor, most=MOST_EVIDENCE)
    return HttpResponse(
        pattern_story.as_csv(found),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="pattern-{finding_id}.csv"'},
    )


def story(
    request: PersonRequest, finding_id: UUID, refused: finding_life.Refused | None = None
) -> dict[str, object]:
    """Read a finding with everything that was done with it, as its page shows it."""
    who = reader(request)
    found = learning.finding(finding_id=finding_id, to=who.actor)
    weeks = learning.weekly(finding_ids=[finding_id], to=who.actor, now=who.now)
    as_of = learning.weeks_as_of(finding_ids=[finding_id], to=who.actor)
    known = fixes.life(finding_id=finding_id, to=who.actor, now=who.now)
    life = finding_life.build(
        known, key=str(ids.new()), refused=refused or finding_life.Refused(), reader=who
    )
    return {
        "page": pattern_story.build(found, weeks.get(finding_id, ()), life, as_of=as_of, reader=who),
        "patterns_url": reverse("console:patterns"),
    }
