from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from apps.console.edge import PersonRequest, Reader, page, reader
from apps.console.pages import insight_cases as case_pages
from apps.console.pages import insights as insight_pages
from apps.console.pages import measured
from apps.console.pages.slices import weeks_said
from apps.console.pages.table_file import file_name
from apps.console.views import paper
from apps.console.views.sheets import csv_file
from apps.core import refusals
from apps.core.speech import speak_kept
from apps.core.words import say
from apps.flow import selectors as flow
from apps.learning import selectors as learning
from apps.learning.states import Target
from apps.measures import rules
from apps.measures import selectors as measures
from apps.registry.models import AISystem, OutcomeCode

MOST_PATTERNS = 5


class MayNotSeeInsights(refusals.NotAllowed):
    code = "no_insights"
    sentence = say("Insights are for the analyst, the owner and the auditor of an AI system.")


@page("GET", "HEAD")
def insights(request: PersonRequest) -> HttpResponse:
    """Show what people and outcomes say about one AI system."""
    who = reader(request)
    shown = insight_pages.build(_ask(request, who), reader=who)
    return render(request, "console/insights.html", {"page": shown})


@page("GET", "HEAD")
def insights_pdf(request: PersonRequest) -> HttpResponse:
    """Give the same as a PDF."""
    who = reader(request)
    ask = _ask(request, who)
    name = file_name(ask.system.slug, "insights", weeks_said(insight_pages.range_of(ask)))
    context: dict[str, object] = {"page": insight_pages.build(ask, reader=who)}
    return paper.answer(request, "console/insights.html", context, name=name)


@page("GET", "HEAD")
def cases(request: PersonRequest, of: str) -> HttpResponse:
    """Show the newest cases behind one figure."""
    who = reader(request)
    _, system = chosen_system(request, who)
    if of not in case_pages.TITLES:
        raise refusals.NotVisible
    what = _what(system)
    shown = case_pages.build(_behind(system, what, of, who), of=of, what=what, reader=who)
    back = f"{reverse('console:insights')}?system={system.slug}"
    return render(request, "console/insight_cases.html", {"page": shown, "back": back})


@page("GET", "HEAD")
def weekly_csv(request: PersonRequest) -> HttpResponse:
    """Give the weekly figures of one AI system as a file."""
    who = reader(request)
    _, system = chosen_system(request, who)
    asked = _weeks(request, insight_pages.ALL)
    since = monday(system, insight_pages.RANGES[asked], who)
    rows = measures.weekly(system_id=system.id, to=who.actor)
    text = case_pages.weekly_csv(
        [row for row in rows if since is None or row.period_on >= since], system=system.slug
    )
    return csv_file(text, system.slug, "weekly", weeks_said(asked))


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


def monday(system: AISystem, weeks: int | None, who: Reader) -> date | None:
    """Return the Monday on which the last so many weeks began, this one among them; None for all weeks."""
    zone = ZoneInfo(system.organisation.time_zone)
    this_week = rules.week_of(who.now.astimezone(zone).date())
    return None if weeks is None else this_week - timedelta(weeks=weeks - 1)


def _weeks(request: PersonRequest, usual: str) -> str:
    chosen = request.GET.get("weeks", usual)
    if chosen not in insight_pages.RANGES:
        raise refusals.NotVisible
    return chosen


def _what(system: AISystem) -> rules.Definition | None:
    return measures.spoken_definition(system.measures[0]) if system.measures else None


def _ask(request: PersonRequest, who: Reader) -> measured.Ask:
    systems, system = chosen_system(request, who)
    weeks = insight_pages.RANGES[_weeks(request, insight_pages.USUAL_RANGE)]
    since = monday(system, weeks, who)
    what, codes = _what(system), measures.outcome_codes(system_id=system.id)
    weekly = measures.weekly(system_id=system.id, to=who.actor)
    kept = measures.tallied(system_id=system.id)
    version = measures.newest_version(system_id=system.id)
    return measured.Ask(
        system=system,
        systems=systems,
        weekly=[row for row in weekly if since is None or row.period_on >= since],
        weeks=weeks,
        has_other_weeks=any(row.n for row in weekly),
        reasons=measures.override_reasons(
            system_id=system.id,
            what=what,
            since=since,
        ),
        what=what,
        truth=_truth(system, what, codes),
        labels={one.code: speak_kept(one.label) for one in codes},
        accepted=measures.accepted_share(system_id=system.id, error=_error(what)),
        calibration=measures.calibration(system_id=system.id, model_version=version),
        bins=measures.bins(system_id=system.id, model_version=version),
        deliveries=kept.deliveries if kept else {},
        live=flow.went_live(systems=[system]).get(system.id, ()),
        bounded=flow.bounded_overrides(systems=[system], now=who.now).get(system.id),
        unsupported=flow.unsupported_share(system_id=system.id, since=since),
        prompting=measures.prompting(system_id=system.id, since=since),
        signals=measures.signal_counts(system_id=system.id, since=since),
        as_of=kept.computed_at if kept else None,
        patterns=_patterns(system, who),
    )


def _patterns(system: AISystem, who: Reader) -> list[learning.FindingRow]:
    found = learning.findings(
        to=who.actor, system_id=system.id, limit=MOST_PATTERNS, target=Target.OVERRIDDEN
    )
    return found.rows


def _truth(system: AISystem, what: rules.Definition | None, codes: list[OutcomeCode]) -> rules.Truth | None:
    if what is None:
        return None
    cells = measures.cells(system_id=system.id)
    return rules.truth(what, {one.code: one.caution for one in codes}, cells)


def _error(what: rules.Definition | None) -> str:
    return what.baseline.error if what and what.baseline else ""


def _behind(
    system: AISystem, what: rules.Definition | None, of: str, who: Reader
) -> list[measures.CaseBehind]:
    limit = insight_pages.MOST_CASES
    if of in {insight_pages.OVERRIDES, insight_pages.DECISIONS}:
        only = of == insight_pages.OVERRIDES
        return measures.decided_lately(system=system, overrides_only=only, to=who.actor, limit=limit)
    if of in insight_pages.DELIVERIES:
        _, states, _ = insight_pages.DELIVERIES[of]
        return measures.delivered(system=system, states=states, to=who.actor, limit=limit)
    if what is None:
        return []
    return measures.behind(
        system=system, what=what, group=rules.Group(of), to=who.actor, now=who.now, limit=limit
    )
