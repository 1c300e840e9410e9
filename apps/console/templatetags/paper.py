"""Whether a page can be had as PDF."""

from django import template

from apps.console.pages import paper

register = template.Library()


@register.simple_tag
def can_print() -> bool:
    """Say whether this machine can draw a PDF."""
    return paper.can_print()
