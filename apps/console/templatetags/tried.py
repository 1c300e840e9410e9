"""What the newest try of a version says, where its signature is asked for."""

from typing import Any

from django import template
from django.urls import reverse

from apps.console.pages import trying
from apps.flow import selectors as flow

register = template.Library()


@register.inclusion_tag("console/_policy_tried.html", takes_context=True)
def newest_try(context: dict[str, Any], number: int) -> dict[str, object]:
    """Say in one sentence what became of the newest try of exactly this version, or that there is none."""
    request = context["request"]
    slug = request.resolver_match.kwargs["slug"]
    tried = flow.newest_try(slug=slug, number=number, to=request.user.actor)
    if tried is None:
        return {"tried": None, "url": f"{reverse('console:tries', args=[slug])}?version={number}"}
    return {"tried": trying.in_short(tried), "url": reverse("console:try", args=[tried.replay.id])}
