"""From one case to the one that stands beside it in its inbox, with what was typed kept as a draft."""

from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console import forms
from apps.console.edge import PersonRequest, page, reader, see_other
from apps.core import refusals
from apps.flow import selectors
from apps.reviews import services as reviews


@page("POST")
def beside(request: PersonRequest, item_id: UUID, *, is_next: bool) -> HttpResponse:
    """Go to the next or the previous open case; at the end of the list stay and say so."""
    who, typed = reader(request), forms.typed(request.POST)
    found = selectors.neighbour(item_id=item_id, is_next=is_next, to=who.actor)
    if not typed.is_empty:
        with suppress(refusals.NotAllowed):  # whoever only looks types nothing that could be kept
            reviews.save_draft(item_id=item_id, body=typed.body(), by=who.actor, now=who.now)
    if found is None:
        messages.info(
            request,
            _("No open case comes after this one in its inbox.")
            if is_next
            else _("No open case comes before this one in its inbox."),
        )
    return see_other(request, reverse("console:review", args=[found or item_id]))
