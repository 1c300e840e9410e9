"""The strip that says what is paused, on pages where its cases are worked."""

from typing import Any

from django import template

from apps.console.edge import Reader, reader
from apps.console.pages import pausing, words
from apps.core.speech import speak_kept
from apps.flow import selectors as flow
from apps.registry.models import PauseSpan

register = template.Library()


@register.inclusion_tag("console/system_paused.html", takes_context=True)
def paused(context: dict[str, Any], **where: Any) -> dict[str, object]:
    """Name what is paused where the reader is (`flow.Where`): since when, by whom, why. Nothing on paper.

    Every pause of the system is named on each of its cases, whatever was suggested there.
    """
    request = context.get("request")
    if request is None:
        return {"pauses": []}
    found = flow.pauses(to=request.user.actor, where=flow.Where(**where))
    who = reader(request) if found else None
    return {"pauses": [_strip(one, who) for one in found if who]}


@register.inclusion_tag("console/system_paused.html", takes_context=True)
def paused_here(context: dict[str, Any]) -> dict[str, object]:
    """Name what is paused of the AI system that the address names."""
    return paused(context, slug=context["request"].resolver_match.kwargs["slug"])


def _strip(one: PauseSpan, who: Reader) -> dict[str, object]:
    return {
        "system": speak_kept(one.system.name),
        "part": pausing.part_words(one),
        "since": words.clock_time(one.since, now=who.now, zone=who.zone),
        "until": words.clock_time(one.until, now=who.now, zone=who.zone) if one.until else "",
        "by": "" if one.limit else one.by.name,
        "why": str(pausing.LIMITS[one.limit]) if one.limit else one.why,
        "then": str(pausing.MODES[one.mode]),
    }
