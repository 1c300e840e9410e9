"""From case to case through an inbox: where one stands in it, and where the cases beside it are."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console.pages import words
from apps.flow import selectors as flow


@dataclass(frozen=True, slots=True)
class Walk:
    """place: of how many open cases it is which one; empty where that says nothing."""

    previous_url: str
    next_url: str
    place: str


def build(page: flow.ReviewPage) -> Walk:
    """Lead to the cases before and after one."""
    item_id = page.item.id
    return Walk(
        previous_url=reverse("console:review-previous", args=[item_id]),
        next_url=reverse("console:review-next", args=[item_id]),
        place=_("%(n)s of %(of)s")
        % {"n": words.up_to_thousand(page.place.n), "of": words.up_to_thousand(page.place.of)}
        if page.place
        else "",
    )
