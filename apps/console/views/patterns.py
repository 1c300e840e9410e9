from dataclasses import replace
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from apps.console.edge import PersonRequest, Reader, page, reader
from apps.console.pages import finding_life, pattern_states, pattern_story, protected, targets
from apps.console.pages import patterns as pattern_pages
from apps.console.pages import recent as recent_pages
from apps.console.pages import sheets as sheet_pages
from apps.console.pages import trends as trend_pages
from apps.console.pages.inbox import PAGE
from apps.console.pages.lists import Trend
from apps.console.pages.table_file import MOST_LINES
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
    _who, of, target = _asked(request)
    name = of.file("patterns", target or "", _file(_shown(request)))
    return paper.answer(request, "console/patterns.html", _context(request), name=name)


@page("GET", "HEAD")
def patterns_csv(request: PersonRequest) -> HttpResponse:
    """Give the patterns as a file."""
    who, of, target = _asked(request)
    shown = _shown(request)
    found = learning.findings(
        to=who.actor, system_id=of.id, target=target, since=of.since, limit=MOST_LINES, shown=shown
    )
    return sheets.csv_file(pattern_pages.as_csv(found.rows), of.file("patterns", target or "", _file(shown)))


@page("GET", "HEAD")
def recent_csv(request: PersonRequest) -> HttpResponse:
    """Give what rose or fell in the latest full week as a file; its week is its own, whatever weeks say."""
    who, of, target = _asked(request)
    asked = target or Target.OVERRIDDEN
    found = learning.recent(to=who.actor, target=asked, system_id=of.id)
    return sheets.csv_file(recent_pages.as_csv(found, target=asked), of.slug, "emerging-and-fading", asked)


def _asked(request: PersonRequest) -> tuple[Reader, sheets.Chosen, Target | None]:
    who = reader(request)
    return who, sheets.chosen(request, who), targets.of(request.GET.get("target", ""))


def _shown(request: PersonRequest) -> learning.Shown:
    return pattern_states.of(request.GET.get("state", "")[: sheets.LONGEST])


def _file(shown: learning.Shown) -> str:
    """Name what is shown for a file; what lists show at first has no name."""
    return "" if shown is learning.Shown.NOT_DISMISSED else shown.value.replace("_", "-")


def _context(request: PersonRequest) -> dict[str, object]:
    who, of, target = _asked(request)
    part = _shown(request)
    after = request.GET.get("after", "")[:CURSOR_LENGTH]
    found = learning.findings(
        to=who.actor,
        system_id=of.id,
        target=target,
        since=of.since,
        after=after or None,
        limit=PAGE,
        shown=part,
    )
    state = learning.mining_state(to=who.actor, target=target or Target.OVERRIDDEN, system_id=of.id)
    shown_ids = [one.id for one in found.rows]
    weeks = learning.weekly(finding_ids=shown_ids, to=who.actor, now=who.now)
    shown = pattern_pages.build(
        found,
        state,
        weeks=weeks.of,
        as_of=weeks.as_of,
        trends=_trends(who, of),
        after=after,
        target=target,
        part=part,
        scope=of.scope,
        reader=who,
    )
    recent = learning.recent(to=who.actor, target=target or Target.OVERRIDDEN, system_id=of.id)
    sheet = sheets.sheet(request, "patterns", of, "target", "state", also=_also(target, part))
    kept = learning.protected_newest(to=who.actor, system_id=of.id)
    shown = replace(
        shown,
        recent=recent_pages.build(recent),
        empty=sheet.empty or shown.empty,
        protected=tuple(protected.notes(kept, who)),
    )
    recent_url = sheet_pages.url("recent_csv", {"system": of.slug, "target": target or ""})
    return {"page": shown, "sheet": sheet, "recent_url": recent_url}


def _also(target: Target | None, part: learning.Shown) -> str:
    return ", ".join(
        one for one in (targets.name(target) if target else "", pattern_states.said(part)) if one
    )


def _trends(who: Reader, of: sheets.Chosen) -> tuple[Trend, ...]:
    systems = [of.system] if of.system else list(registry.visible_systems(who.actor))
    bounded, live = flow.bounded_overrides(systems=systems, now=who.now), flow.went_live(systems=systems)
    return tuple(
        trend
        for one in systems
        for trend in trend_pages.build(
            measures.weekly(system_id=one.id, to=who.actor),
            system=speak_kept(one.name),
            bounded=bounded.get(one.id),
            live=live.get(one.id, ()),
            weeks=trend_pages.WEEKS if of.since is None else int(of.weeks),
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
    request: PersonRequest,
    finding_id: UUID,
    refused: finding_life.Refused | None = None,
    *,
    with_rules: bool = False,
) -> dict[str, object]:
    """Read a finding with everything that was done with it, as its page shows it.

    with_rules: the page stands with the rules that it may become; else they are asked for by themselves.
    """
    who = reader(request)
    found = learning.finding(finding_id=finding_id, to=who.actor)
    weeks = learning.weekly(finding_ids=[finding_id], to=who.actor, now=who.now)
    known = fixes.life(finding_id=finding_id, to=who.actor, now=who.now, with_rules=with_rules)
    life = finding_life.build(
        known, key=str(ids.new()), refused=refused or finding_life.Refused(), reader=who
    )
    return {
        "page": pattern_story.build(found, weeks.of.get(finding_id, ()), life, as_of=weeks.as_of, reader=who),
        "patterns_url": reverse("console:patterns"),
    }
