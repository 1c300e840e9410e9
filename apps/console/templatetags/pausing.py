"""The strip that says that an AI system is paused, on pages where its cases are worked."""

from typing import Any
from uuid import UUID

from django import template

from apps.console.edge import reader
from apps.console.pages import words
from apps.flow import selectors as flow

register = template.Library()


@register.inclusion_tag("console/system_paused.html", takes_context=True)
def paused(context: dict[str, Any], *, inbox: str = "", system_id: UUID | None = None) -> dict[str, object]:
    """Name what is paused in an inbox, or the one AI system when it is paused: since when, by whom, why."""
    request = context["request"]
    found = flow.pauses(to=request.user.actor, inbox_slug=inbox, system_id=system_id)
    if not found:
        return {"pauses": ()}
    who = reader(request)
    return {
        "pauses": [
            {
                "system": one.system.name,
                "since": words.clock_time(one.since, now=who.now, zone=who.zone) if one.since else "",
                "by": one.by.name if one.by else "",
                "why": one.why,
            }
            for one in found
        ]
    }
