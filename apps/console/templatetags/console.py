"""Small pieces of markup that every template needs, written once."""

from functools import cache

from django import template
from django.contrib.messages.storage.base import Message
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from apps.console.pages.shell import Toast
from apps.console.pages.words import Moment

register = template.Library()


@register.simple_tag
@cache
def icon(name: str, css: str = "") -> SafeString:
    """Draw an icon of the sprite that base.html carries; decorative, the words stand beside it."""
    return format_html('<svg class="i {}" aria-hidden="true"><use href="#i-{}"></use></svg>', css, name)


@register.simple_tag
def bar(share: float, tone: str = "") -> SafeString:
    """Draw a share in [0, 1] as a thin bar; decorative, the figure stands beside it."""
    return _bar(max(0, min(100, round(share * 100))), tone)


@cache
def _bar(width: int, tone: str) -> SafeString:
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
    return {
        "shown": getattr(shell, "demonstration", False),
        "recorded": getattr(shell, "recorded", False),
        "progress": getattr(shell, "progress", ""),
    }


@register.simple_tag
def toast(message: Message) -> Toast:
    """Turn a message of the last request into a toast, with where and how long it can be undone."""
    tone, name = _TOASTS.get(message.level_tag, ("", "info"))
    kind, about_id, seconds, *_rest = [*(message.extra_tags or "").split(":"), "", "", ""]
    undo_url = reverse(_UNDONE_AT[kind], args=[about_id]) if kind in _UNDONE_AT else ""
    return Toast(str(message), tone, name, undo_url, seconds if undo_url else "")


_UNDONE_AT = {"undo": "console:undo", "broken": "console:broken-take-back"}
_TOASTS = {
    "success": ("ok", "circle-check"),
    "error": ("bad", "triangle-alert"),
    "warning": ("warn", "triangle-alert"),
}
