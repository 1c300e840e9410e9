"""Pages of a contract to read: versions, one version, the difference of two, a version as YAML."""

from django.http import HttpResponse
from django.shortcuts import render

from apps.console.edge import PersonRequest, page, reader
from apps.console.pages import contract as contract_pages
from apps.flow import selectors
from apps.intake import rules
from apps.intake import selectors as intake


@page("GET", "HEAD")
def versions(request: PersonRequest, slug: str) -> HttpResponse:
    """List the versions of a contract."""
    who = reader(request)
    found = selectors.contract_page(slug=slug, to=who.actor)
    return render(request, "console/contract_versions.html", {"page": contract_pages.build_list(found, who)})


@page("GET", "HEAD")
def version(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """Show one version, every fact in words."""
    who = reader(request)
    found = selectors.contract_page(slug=slug, to=who.actor)
    shown = contract_pages.build_version(found, number, who)
    return render(request, "console/contract_version.html", {"page": shown})


@page("GET", "HEAD")
def diff(request: PersonRequest, slug: str, before: int, number: int) -> HttpResponse:
    """Show what one version changes against another."""
    who = reader(request)
    found = selectors.contract_page(slug=slug, to=who.actor)
    shown = contract_pages.build_diff(found, before, number)
    return render(request, "console/contract_diff.html", {"page": shown})


@page("GET", "HEAD")
def text(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """Give one version as YAML, as the text page would read it."""
    who = reader(request)
    row = selectors.contract_page(slug=slug, to=who.actor).version(number)
    written = rules.as_text(rules.as_body(intake.contract(row)))
    answer = HttpResponse(written, content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{slug}-contract-{number}.yaml"'
    return answer
