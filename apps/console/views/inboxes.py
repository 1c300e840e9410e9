from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from apps.console.edge import PersonRequest, page, reader, see_other
from apps.console.once import once
from apps.console.pages import escalations as escalation_pages
from apps.console.pages import inbox as inbox_pages
from apps.console.pages import navigation
from apps.core import refusals
from apps.core.words import say
from apps.flow import selectors as flow
from apps.reviews import services as reviews

CURSOR_LENGTH = 200


class NoInbox(refusals.NotAllowed):
    code = "no_inbox"
    sentence = say("No inbox is granted to you yet. An administrator of your organisation can do that.")


class NotSupervisor(refusals.NotAllowed):
    code = "not_supervisor"
    sentence = say(
        "Escalations are for those who decide what climbed. An administrator can give you that right."
    )


@page("GET", "HEAD")
def first(request: PersonRequest) -> HttpResponse:
    """Go to the person's first inbox: one they work in, before one they may only look at."""
    rows = flow.inbox_list(to=request.user.actor)
    if not rows:
        raise NoInbox(permission="work_inbox")
    best = next((row for row in rows if row.may_work and row.n_open), rows[0])
    return see_other(request, reverse("console:inbox", args=[best.slug]))


@page("GET", "HEAD")
def inbox(request: PersonRequest, slug: str) -> HttpResponse:
    """Show one page of an inbox."""
    who = reader(request)
    view = request.GET.get("view", "open")
    view = view if view in inbox_pages.VIEWS else "open"
    after = request.GET.get("after", "")[:CURSOR_LENGTH]
    rows = flow.inbox_page(slug=slug, to=who.actor, view=view, after=after or None, now=who.now)
    inboxes = flow.inbox_list(to=who.actor)
    shown = inbox_pages.build(rows, view=view, after=after, others=inboxes, reader=who)
    shell = navigation.shell(request.user, path=request.path, inboxes=inboxes)
    return render(request, "console/inbox.html", {"page": shown, "shell": shell})


@page("GET", "HEAD")
def pulse(request: PersonRequest, slug: str) -> HttpResponse:
    """Answer 204 while nothing changed, else say what did; rows never move by themselves."""
    row = next((one for one in flow.inbox_list(to=request.user.actor) if one.slug == slug), None)
    if row is None:
        raise refusals.NotVisible
    if request.GET.get("n", "") == str(row.n_open):
        return HttpResponse(status=204)
    context = {"n": row.n_open, "url": reverse("console:inbox", args=[slug])}
    return render(request, "console/_pulse.html", context)


@page("POST")
def take_next(request: PersonRequest, slug: str) -> HttpResponse:
    """Take the most urgent open case and open it."""
    who = reader(request)

    def act() -> str:
        item = reviews.claim_next(inbox_slug=slug, by=who.actor, now=who.now)
        if item is None:
            return f"{reverse('console:inbox', args=[slug])}?{urlencode({'none': 1})}"
        return reverse("console:review", args=[item.id])

    to = once(request, route="console.next", by_id=who.actor.id, now=who.now, act=act)
    if to.endswith("none=1"):
        messages.info(request, "No open case is left here at the moment.")
    return see_other(request, to)


@page("GET", "HEAD")
def escalations(request: PersonRequest) -> HttpResponse:
    """Show what climbed."""
    who = reader(request)
    if not navigation.may_supervise_somewhere(who.actor):
        raise NotSupervisor(permission="supervise_inbox")
    after = request.GET.get("after", "")[:CURSOR_LENGTH]
    rows = flow.escalation_list(to=who.actor, after=after or None, limit=inbox_pages.PAGE)
    return render(
        request, "console/escalations.html", {"page": escalation_pages.build(rows, after=after, reader=who)}
    )
