from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.internal.flows import reauthentication
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
from apps.console.pages import system as system_pages
from apps.core import refusals
from apps.core.speech import speak
from apps.core.words import say
from apps.flow import selectors
from apps.flow import services as flow
from apps.registry.models import AISystem
from apps.registry.services import NotTheOwner

WHY_LENGTH = 500
NAME_LENGTH = 80
TYPED = "pause_why"  # what was typed before signing in again, by slug, in the session


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
    kept = request.session.get(TYPED, {})
    is_confirmed = slug in kept and reauthentication.did_recently_reauthenticate(request)
    typed = system_pages.Typed(kept.get(slug, ""), is_confirmed=is_confirmed)
    context = {
        "page": system_pages.build(found, typed=typed, reader=who),
        "models": comparing.build(
            selectors.comparison(system=found.system, to=who.actor), page=found, reader=who
        ),
    }
    return render(request, "console/system.html", context)


@page("POST")
def pause(request: PersonRequest, slug: str) -> HttpResponse:
    """Stop every automatic decision of the AI system; the owner proves anew who they are."""
    why = request.POST.get("why", "").strip()[:WHY_LENGTH]

    def act(found: AISystem) -> None:
        who = reader(request)
        flow.pause(system_id=found.id, why=why, by=who.actor, now=who.now)

    try:
        return _change(
            request,
            slug,
            act,
            route="console.pause",
            done=_("Paused. From now on every new case goes to a person."),
        )
    except refusals.Invalid as refusal:
        who = reader(request)
        found = selectors.system_page(slug=slug, to=who.actor, now=who.now)
        shown = system_pages.build(found, typed=system_pages.Typed(error=speak(refusal.sentence)), reader=who)
        return render(request, "console/system.html", {"page": shown}, status=422)


@page("POST")
def let_advise(request: PersonRequest, slug: str) -> HttpResponse:
    """Let another model of the line-up advise; the owner proves anew who they are."""
    name = request.POST.get("model", "")[:NAME_LENGTH]

    def act(found: AISystem) -> None:
        who = reader(request)
        flow.let_advise(system_id=found.id, name=name, by=who.actor, now=who.now)

    done = _("%(model)s advises from now on. What arrived before keeps its place.") % {"model": name}
    return _change(request, slug, act, route="console.let-advise", done=done)


@page("POST")
def resume(request: PersonRequest, slug: str) -> HttpResponse:
    """Let the AI system go on; the owner proves anew who they are."""

    def act(found: AISystem) -> None:
        who = reader(request)
        flow.resume(system_id=found.id, by=who.actor, now=who.now)

    return _change(
        request,
        slug,
        act,
        route="console.resume",
        done=_("Resumed. The AI works again inside its signed limits."),
    )


def _change(
    request: PersonRequest, slug: str, act: Callable[[AISystem], None], *, route: str, done: str
) -> HttpResponse:
    who = reader(request)
    found = selectors.system_seen(slug=slug, to=who.actor)
    if found.owner.actor_id != who.actor.id:
        raise NotTheOwner(permission="owner")
    to = reverse("console:system", args=[slug])
    if not reauthentication.did_recently_reauthenticate(request):
        request.session[TYPED] = {slug: request.POST.get("why", "").strip()[:WHY_LENGTH]}
        return see_other(request, f"{reverse('account_reauthenticate')}?{urlencode({'next': to})}")

    def acted() -> str:
        act(found)
        return to

    answer = once(request, route=route, by_id=who.actor.id, now=who.now, act=acted)
    request.session.pop(TYPED, None)
    messages.success(request, done)
    return see_other(request, answer)
