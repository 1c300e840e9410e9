from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from apps.console.edge import PersonRequest, page, reader, see_other
from apps.console.pages import decisions as decision_pages
from apps.console.pages import navigation
from apps.console.pages.inbox import PAGE
from apps.console.views.inboxes import CURSOR_LENGTH, NoInbox
from apps.flow import selectors
from apps.flow import services as flow


@page("GET", "HEAD")
def decisions(request: PersonRequest) -> HttpResponse:
    """Show the person's own decisions and what became of each."""
    who = reader(request)
    if not navigation.may_decide_somewhere(who.actor):
        raise NoInbox(permission="work_inbox")
    after = request.GET.get("after", "")[:CURSOR_LENGTH]
    view = request.GET.get("view", "all")
    view = view if view in decision_pages.VIEWS else "all"
    rows = selectors.my_decisions(to=who.actor, view=view, after=after or None, limit=PAGE, now=who.now)
    shown = decision_pages.build(rows, view=view, after=after, reader=who)
    return render(request, "console/decisions.html", {"page": shown})


@page("POST")
def undo(request: PersonRequest, decision_id: UUID) -> HttpResponse:
    """Undo a decision that is not in force yet; the case opens again."""
    who = reader(request)
    item = flow.undo(decision_id=decision_id, by=who.actor, now=who.now)
    messages.success(request, "Undone. Nothing was sent; the case is open again.")
    return see_other(request, reverse("console:review", args=[item.id]))
