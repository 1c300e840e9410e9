from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console.edge import PersonRequest, Reader, page, reader, see_other
from apps.console.once import once
from apps.console.pages import escalations as escalation_pages
from apps.console.pages import inbox as inbox_pages
from apps.console.pages import later, narrowing, navigation, pulses, words
from apps.console.pages import peek as peek_pages
from apps.console.views import approving, follow_ups
from apps.console.views.items import in_a_run
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
        "Escalations are for those who decide what is escalated. An administrator can give you that right."
    )


@page("GET", "HEAD")
def first(request: PersonRequest) -> HttpResponse:
    """Go to the person's first inbox: one they work in, before one they may only look at."""
    rows = flow.inbox_list(to=request.user.actor)
    if not rows:
        raise NoInbox(permission="work_inbox")
    best = next((row for row in rows if row.may_work and row.n_open), rows[0])
    peek_id = peeked(request)
    return see_other(
        request, reverse("console:inbox", args=[best.slug]) + (f"?peek={peek_id}" if peek_id else "")
    )


@page("GET", "HEAD")
def inbox(request: PersonRequest, slug: str) -> HttpResponse:
    """Show one page of an inbox."""
    who = reader(request)
    if request.GET.get("view") == flow.FOLLOW_UPS:
        return follow_ups.in_inbox(request, who, slug)
    asked = _asked(request, who)
    rows = flow.inbox_page(
        slug=slug,
        to=who.actor,
        view=asked.view,
        after=asked.after or None,
        now=who.now,
        narrow=asked.narrow,
        sort=asked.sort,
    )
    usual = next((one.asked for one in rows.views if one.is_default), None)
    if usual and not request.GET:
        return see_other(request, f"{reverse('console:inbox', args=[slug])}?{urlencode(usual)}")
    inboxes = flow.inbox_list(to=who.actor)
    shown = inbox_pages.build(rows, asked=asked, others=inboxes, reader=who)
    shell = navigation.shell(request.user, path=request.path, inboxes=inboxes)
    return render(request, "console/inbox.html", {"page": shown, "shell": shell})


def _asked(request: PersonRequest, who: Reader) -> inbox_pages.Asked:
    view = request.GET.get("view", "open")
    peek_id = peeked(request)
    return inbox_pages.Asked(
        view=view if view in inbox_pages.VIEWS else "open",
        after=request.GET.get("after", "")[:CURSOR_LENGTH],
        narrow=narrowing.read(request.GET.dict()),
        sort=sort if (sort := request.GET.get("sort", "")) in flow.SORTS else "",
        peek=peek_of(peek_id, who) if peek_id else None,
        peek_id=peek_id,
    )


def peeked(request: PersonRequest) -> UUID | None:
    """Return the id of what is looked at beside a list, as its address says."""
    try:
        return UUID(request.GET.get("peek", ""))
    except ValueError:
        return None


def peek_of(item_id: UUID, who: Reader) -> peek_pages.Peek:
    """Write a case for the panel beside a list.

    Raises: refusals.NotVisible.
    """
    shown = flow.review_page(item_id=item_id, to=who.actor, now=who.now)
    return peek_pages.build(shown, reader=who)


@page("GET", "HEAD")
def peek(request: PersonRequest, item_id: UUID) -> HttpResponse:
    """Show a case beside the list: only the panel with htmx, else the inbox around it."""
    shown = peek_of(item_id, reader(request))
    if not request.htmx:
        return see_other(request, f"{reverse('console:inboxes')}?peek={item_id}")
    asked = "asked" in request.GET
    return render(request, "console/_peek.html", {"peek": shown, "asked": asked})


@page("GET", "HEAD")
def pulse(request: PersonRequest, slug: str) -> HttpResponse:
    """Answer 204 while nothing changed, else say what did; rows never move by themselves."""
    row = next((one for one in flow.inbox_list(to=request.user.actor) if one.slug == slug), None)
    if row is None:
        raise refusals.NotVisible
    who = reader(request)
    since = _instant(request.GET.get("since", "")) or who.now
    seen = _instant(request.GET.get("seen", "")) or since
    marks = flow.changed_rows(inbox_id=row.id, since=seen, to=who.actor)
    more = row.n_open > words.MOST_COUNTED and flow.arrived_since(inbox_id=row.id, at=seen)
    if request.GET.get("n", "") == str(row.n_open) and not marks and not more:
        return HttpResponse(status=204)
    shown = pulses.build(
        row,
        new=flow.arrived_since(inbox_id=row.id, at=since),
        marks=marks,
        since=since,
        reader=who,
    )
    return render(request, "console/_pulse.html", {"pulse": shown})


def _instant(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else None


@page("POST")
def take_next(request: PersonRequest, slug: str) -> HttpResponse:
    """Open the case one holds already; without one, take the most urgent open case and open that."""
    who = reader(request)

    def act() -> str:
        item = reviews.start(inbox_slug=slug, by=who.actor, now=who.now)
        if item is None:
            return f"{reverse('console:inbox', args=[slug])}?{urlencode({'none': 1})}"
        if item.held_since is not None and item.held_since < who.now:
            messages.info(
                request, _("You hold this case already. Decide it or leave it, then take the next.")
            )
        return in_a_run(item.id, slug)

    to = once(request, route="console.next", by_id=who.actor.id, now=who.now, act=act)
    if to.endswith("none=1"):
        n_skipped = reviews.n_skipped(inbox_slug=slug, by=who.actor, now=who.now)
        messages.info(request, later.none_left(n_skipped=n_skipped))
    return see_other(request, to)


@page("GET", "HEAD")
def escalations(request: PersonRequest) -> HttpResponse:
    """Show what climbed."""
    who = reader(request)
    if not navigation.may_see_climbed(who.actor):
        raise NotSupervisor(permission="supervise_inbox")
    after = request.GET.get("after", "")[:CURSOR_LENGTH]
    rows = flow.escalation_list(to=who.actor, after=after or None, limit=inbox_pages.PAGE)
    peek_id = peeked(request)
    looked = peek_of(peek_id, who) if peek_id else None
    tabs = approving.tabs(who, current="escalated")
    shown = escalation_pages.build(rows, after=after, peek=looked, peek_id=peek_id, tabs=tabs, reader=who)
    return render(request, "console/escalations.html", {"page": shown})
