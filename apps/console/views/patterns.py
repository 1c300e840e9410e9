from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from apps.accounts.models import Actor
from apps.console.edge import PersonRequest, page, reader
from apps.console.pages import navigation
from apps.console.pages import patterns as pattern_pages
from apps.console.pages import trends as trend_pages
from apps.console.pages.inbox import PAGE
from apps.console.pages.lists import Trend
from apps.console.views.inboxes import CURSOR_LENGTH
from apps.core import refusals
from apps.core.words import say
from apps.learning import selectors as learning
from apps.measures import selectors as measures
from apps.registry import selectors as registry


class MayNotLearn(refusals.NotAllowed):
    code = "no_system"
    sentence = say(
        "Patterns are for those who look after an AI system. An administrator can give you that right."
    )


@page("GET", "HEAD")
def patterns(request: PersonRequest) -> HttpResponse:
    """Show what mining found."""
    who = reader(request)
    if not navigation.may_learn(who.actor):
        raise MayNotLearn(permission="look_system")
    after = request.GET.get("after", "")[:CURSOR_LENGTH]
    found = learning.findings(to=who.actor, after=after or None, limit=PAGE)
    state = learning.mining_state(to=who.actor)
    shown = pattern_pages.build(found, state, trends=_trends(who.actor), after=after, reader=who)
    return render(request, "console/patterns.html", {"page": shown})


def _trends(to: Actor) -> tuple[Trend, ...]:
    systems = registry.visible_systems(to)
    return tuple(
        trend
        for one in systems
        for trend in trend_pages.build(measures.weekly(system_id=one.id, to=to), system=one.name)
    )


@page("GET", "HEAD")
def pattern(request: PersonRequest, finding_id: UUID) -> HttpResponse:
    """Show one finding with the cases for and against it."""
    who = reader(request)
    found = learning.finding(finding_id=finding_id, to=who.actor)
    context = {"page": pattern_pages.detail(found, reader=who), "patterns_url": reverse("console:patterns")}
    return render(request, "console/pattern.html", context)
