from django.http import HttpResponse
from django.shortcuts import render

from apps.console.edge import PersonRequest, page, reader
from apps.console.pages import learned as pages
from apps.console.pages import navigation
from apps.console.pages.inbox import PAGE
from apps.console.views.inboxes import CURSOR_LENGTH, NoInbox
from apps.flow.selectors import laddering


@page("GET", "HEAD")
def learned(request: PersonRequest) -> HttpResponse:
    """Show what was written to the person about cases that they had sent up."""
    who = reader(request)
    if not navigation.may_decide_somewhere(who.actor):
        raise NoInbox(permission="work_inbox")
    after = request.GET.get("after", "")[:CURSOR_LENGTH]
    found = laddering.learning_notes(to=who.actor, after=after or None, limit=PAGE)
    shown = pages.build(found, after=after, reader=who)
    return render(request, "console/learned.html", {"page": shown})
