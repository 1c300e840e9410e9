"""Small pieces of markup that every template needs, written once."""

from django import template
from django.contrib.messages.storage.base import Message
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from apps.console.pages.words import Moment

register = template.Library()


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """Draw an icon of the sprite that base.html carries; decorative, the words stand beside it."""
    return format_html('<svg class="i {}" aria-hidden="true"><use href="#i-{}"></use></svg>', css, name)


@register.simple_tag
def bar(share: float, tone: str = "") -> SafeString:
    """Draw a share in [0, 1] as a thin bar; decorative, the figure stands beside it."""
    width = max(0, min(100, round(share * 100)))
    return format_html(
        '<svg class="bar {}" aria-hidden="true" preserveAspectRatio="none" viewBox="0 0 100 3">'
        '<rect class="bg" width="100" height="3"></rect><rect class="fg" width="{}" height="3"></rect></svg>',
        tone,
        width,
    )


@register.simple_tag
def moment(value: Moment | None, *, absolute: bool = False) -> SafeString:
    """Write an instant: relative words with the absolute time on hover, or the other way round."""
    if value is None:
        return format_html("<span>{}</span>", "not known")
    words, title = (value.absolute, value.relative) if absolute else (value.relative, value.absolute)
    return format_html('<time datetime="{}" title="{}">{}</time>', value.iso, title, words)


@register.inclusion_tag("console/_demonstration.html")
def demonstration(shell: object) -> dict[str, object]:
    """Say what is real and what is simulated, on every page of a demonstration and on no other."""
    return {"shown": getattr(shell, "demonstration", False), "progress": getattr(shell, "progress", "")}


@register.filter
def undo_url(message: Message) -> str:
    """Return where the decision that a message speaks of can be undone, or nothing."""
    kind, decision_id, _seconds = _undo(message)
    return reverse("console:undo", args=[decision_id]) if kind == "undo" else ""


@register.filter
def undo_left(message: Message) -> str:
    """Return for how many seconds it can be undone, from when the message was written."""
    return _undo(message)[2]


def _undo(message: Message) -> tuple[str, str, str]:
    kind, decision_id, seconds, *_rest = [*(message.extra_tags or "").split(":"), "", "", ""]
    return kind, decision_id, seconds
