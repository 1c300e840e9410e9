"""Pages of a policy to read: versions, one as a decision table, the difference of two."""

from django.http import HttpResponse
from django.shortcuts import render

from apps.console.edge import PersonRequest, page, reader
from apps.console.pages import policy as pages
from apps.flow import selectors


@page("GET", "HEAD")
def versions(request: PersonRequest, slug: str) -> HttpResponse:
    """List the versions of a policy."""
    who = reader(request)
    found = selectors.policy_page(slug=slug, to=who.actor, now=who.now)
    return render(request, "console/policy_versions.html", {"page": pages.build_list(found, who)})


@page("GET", "HEAD")
def version(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """Show one version as a decision table."""
    who = reader(request)
    found = selectors.policy_page(slug=slug, to=who.actor, now=who.now)
    return render(request, "console/policy_version.html", {"page": pages.build_version(found, number, who)})


@page("GET", "HEAD")
def diff(request: PersonRequest, slug: str, before: int, number: int) -> HttpResponse:
    """Show what one version changed against another."""
    who = reader(request)
    found = selectors.policy_page(slug=slug, to=who.actor, now=who.now)
    return render(request, "console/policy_diff.html", {"page": pages.build_diff(found, before, number)})
