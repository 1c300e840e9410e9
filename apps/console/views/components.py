"""The living page of components, for those who look after the product itself."""

from django.http import HttpResponse
from django.shortcuts import render

from apps.accounts import access
from apps.accounts.models import Role
from apps.console.edge import PersonRequest, page, reader
from apps.console.pages import components as component_pages
from apps.core import refusals
from apps.core.words import say


class NotStaff(refusals.NotAllowed):
    code = "not_staff"
    sentence = say("This page is for administrators.")


@page("GET", "HEAD")
def components(request: PersonRequest) -> HttpResponse:
    """Show every component; staff are those who hold the role of an administrator, nothing finer exists."""
    who = reader(request)
    if not access.has_role(who.actor, Role.ADMIN):
        raise NotStaff(permission="admin")
    shown = component_pages.build(form=request.GET.get("form", ""), base=request.path, reader=who)
    return render(request, "console/components.html", {"page": shown})
