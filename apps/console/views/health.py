from django.http import HttpResponse
from django.shortcuts import render

from apps.console.edge import PersonRequest, page, reader
from apps.console.pages import health as health_pages
from apps.console.views.administering import admins_only
from apps.flow import selectors as flow


@page("GET", "HEAD")
@admins_only
def health(request: PersonRequest) -> HttpResponse:
    """Say whether the product is well, part by part; the page's own poll gets the parts alone."""
    who = reader(request)
    found = flow.health(organisation_id=who.actor.organisation_id, now=who.now)
    shown = health_pages.build(found, reader=who)
    part = "console/_health.html" if request.htmx else "console/health.html"
    return render(request, part, {"page": shown})
