"""What belongs to every page: search and palette, the sheet of keys, notices, the icon."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse

from apps.console.edge import PersonRequest, page, reader, see_other
from apps.console.pages import keys as key_pages
from apps.console.pages import navigation
from apps.console.pages import notices as notice_pages
from apps.console.pages import practice as practice_pages
from apps.console.pages import search as search_pages
from apps.console.pages.inbox import PAGE
from apps.console.views.inboxes import CURSOR_LENGTH
from apps.flow import selectors as flow
from apps.flow.selectors import practice
from apps.notify import selectors as notify
from apps.notify import services as notifying

QUERY_LENGTH = 80


@page("GET", "HEAD")
def search(request: PersonRequest) -> HttpResponse:
    """Find pages and cases: a page of its own, or with htmx the rows of the palette."""
    who = reader(request)
    q = request.GET.get("q", "").replace("\0", "").strip()[:QUERY_LENGTH]
    found = flow.find_cases(asked=q, to=who.actor, limit=search_pages.MOST)
    shell = navigation.shell(request.user, path=request.path)
    shown = search_pages.build(found, q=q, shell=shell, reader=who)
    template = "console/_palette.html" if request.htmx else "console/search.html"
    return render(request, template, {"page": shown, "shell": shell})


@page("GET", "HEAD")
def keys(request: PersonRequest) -> HttpResponse:
    """Show all keys: a page of its own, or with htmx the sheet for the dialog."""
    template = "console/_keys.html" if request.htmx else "console/help_keys.html"
    shown = {"sheets": key_pages.sheet(), "off": not request.user.single_keys}
    if not request.htmx:
        shown["practice"] = practice_pages.disclosed(practice.disclosed(to=request.user.actor))
    return render(request, template, shown)


@page("GET", "HEAD", "POST")
def notices(request: PersonRequest) -> HttpResponse:
    """Show what a person was told, or note that they have read it."""
    who = reader(request)
    view = request.GET.get("view", "new")
    view = view if view in notice_pages.VIEWS else "new"
    if request.method == "POST":
        told = [one for one in map(_uuid, request.POST.getlist("notice")[:PAGE]) if one]
        for one in told:
            notifying.mark_read(notification_id=one, by=who.actor, now=who.now)
        if not told:
            notifying.mark_all_read(by=who.actor, now=who.now)
        return see_other(request, f"{reverse('console:notices')}?view={view}")
    after = request.GET.get("after", "")[:CURSOR_LENGTH]
    found = flow.notices(to=who.actor, view=view, after=after or None, limit=PAGE)
    new = notify.how_many_new(who.actor)
    shown = notice_pages.build(found, view=view, after=after, new=new, reader=who)
    return render(request, "console/notices.html", {"page": shown})


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def favicon(_request: HttpRequest) -> HttpResponse:
    """Lead browsers that ask for the old name to the icon."""
    return redirect(static("console/mark.svg"))
