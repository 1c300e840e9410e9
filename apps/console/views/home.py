from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from apps.accounts import access
from apps.accounts.models import Actor, Role
from apps.console.edge import PersonRequest, page, see_other
from apps.console.pages import navigation
from apps.console.pages.lists import OverviewPage
from apps.console.pages.shell import Action
from apps.flow import selectors as flow


@page("GET", "HEAD")
def home(request: PersonRequest) -> HttpResponse:
    """Send a person to where their work is, or say what they can do here."""
    actor = request.user.actor
    to = _work_of(actor)
    if to:
        return see_other(request, to)
    actions = [Action(reverse("console:patterns"), "See patterns")] if navigation.may_learn(actor) else []
    actions += [
        Action(reverse("console:inbox", args=[row.slug]), row.name) for row in flow.inbox_list(to=actor)
    ]
    overview = OverviewPage(
        title=f"Welcome, {request.user.name}",
        text=_text(actor, has_something=bool(actions)),
        actions=tuple(actions),
    )
    return render(request, "console/overview.html", {"page": overview})


def _work_of(actor: Actor) -> str:
    roles = access.roles(actor)
    if Role.SUPERVISOR in roles and navigation.may_supervise_somewhere(actor):
        return reverse("console:escalations")
    if Role.OFFICER in roles and access.granted_ids(actor, "work_inbox"):
        return reverse("console:inboxes")
    if Role.ANALYST in roles and navigation.may_learn(actor):
        return reverse("console:patterns")
    return ""


def _text(actor: Actor, *, has_something: bool) -> str:
    if not has_something and Role.ADMIN in access.roles(actor):
        return (
            "Nothing is granted to you yet. You administer this organisation: people, inboxes and grants are "
            "set up on the server with manage.py setup."
        )
    if not has_something:
        return (
            "Nothing is granted to you yet. An administrator of your organisation gives access to inboxes "
            "and AI systems; what you may see then shows up here."
        )
    return f"You are here as {navigation.role_words(actor)}. What you may look at:"


@page("GET", "HEAD")
def real(request: PersonRequest) -> HttpResponse:
    """Say what of the demonstration is real and what is simulated."""
    return render(request, "console/real.html")
