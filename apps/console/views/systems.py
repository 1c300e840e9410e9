from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts import access
from apps.accounts.models import Role
from apps.console.edge import PersonRequest, page, reader, see_other
from apps.console.once import once
from apps.console.pages import comparing, watching
from apps.console.pages import segments as segment_pages
from apps.console.pages import system as system_pages
from apps.console.views import proving
from apps.core import refusals
from apps.core.words import say
from apps.flow import selectors
from apps.flow import services as flow
from apps.learning import selectors as learning
from apps.registry.models import AISystem
from apps.registry.services import NotTheOwner

NAME_LENGTH = 80


class NoSystem(refusals.NotAllowed):
    code = "no_system"
    sentence = say("AI systems are for those who look after one. An administrator can give you that right.")


@page("GET", "HEAD")
def systems(request: PersonRequest) -> HttpResponse:
    """Show the AI systems that the person may see; the only one at once."""
    who = reader(request)
    rows = selectors.systems(to=who.actor, now=who.now)
    if not rows and not access.has_role(who.actor, Role.OWNER):
        raise NoSystem(permission="look_system")
    if len(rows) == 1:
        return see_other(request, reverse("console:system", args=[rows[0].system.slug]))
    return render(request, "console/systems.html", {"sections": watching.owner(rows, reader=who)})


@page("GET", "HEAD")
def system(request: PersonRequest, slug: str) -> HttpResponse:
    """Show what an AI system does, who answers for it and what it may do."""
    who = reader(request)
    found = selectors.system_page(slug=slug, to=who.actor, now=who.now)
    kept = proving.typed(request, at=request.path)
    typed = system_pages.Typed((kept or {}).get("why", ""), is_confirmed=kept is not None)
    context = {
        "page": system_pages.build(found, typed=typed, reader=who),
        "models": comparing.build(
            selectors.comparison(system=found.system, to=who.actor), page=found, reader=who
        ),
    }
    return render(request, "console/system.html", context)


@page("GET", "HEAD")
def segments(request: PersonRequest, slug: str) -> HttpResponse:
    """Show what each segment is, who counts by it, and what was measured of it."""
    who = reader(request)
    found = selectors.segments_page(slug=slug, to=who.actor, now=who.now)
    gains = learning.protected_of(system_id=found.system.id, to=who.actor)
    return render(request, "console/segments.html", {"page": segment_pages.build(found, gains, reader=who)})


@page("POST")
def let_advise(request: PersonRequest, slug: str) -> HttpResponse:
    """Let another model of the line-up advise; the owner proves anew who they are."""
    name = request.POST.get("model", "")[:NAME_LENGTH]

    def act(found: AISystem) -> None:
        who = reader(request)
        flow.let_advise(system_id=found.id, name=name, by=who.actor, now=who.now)

    done = _("%(model)s advises from now on. What arrived before keeps its place.") % {"model": name}
    return _change(request, slug, act, route="console.let-advise", done=done)


def _change(
    request: PersonRequest, slug: str, act: Callable[[AISystem], None], *, route: str, done: str
) -> HttpResponse:
    who = reader(request)
    found = selectors.system_seen(slug=slug, to=who.actor)
    if found.owner.actor_id != who.actor.id:
        raise NotTheOwner(permission="owner")
    to = reverse("console:system", args=[slug])
    away = proving.ask(request, back=to, typed={})
    if away is not None:
        return away

    def acted() -> str:
        act(found)
        return to

    answer = once(request, route=route, by_id=who.actor.id, now=who.now, act=acted)
    proving.forget(request)
    messages.success(request, done)
    return see_other(request, answer)
