"""A supervisor takes a case over; a reviewer says that a suggestion is broken."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console import forms
from apps.console.edge import PersonRequest, page, reader, see_other
from apps.console.once import once
from apps.console.views import items
from apps.core import refusals
from apps.flow import services as flow
from apps.measures import services as measures
from apps.reviews import services as reviews

TEXT_LENGTH = 10_000


@page("POST")
def take_over(request: PersonRequest, item_id: UUID) -> HttpResponse:
    """Take a case that somebody else holds, with a reason."""
    who, typed = reader(request), forms.typed(request.POST)

    def acted() -> str:
        flow.take_over(
            item_id=item_id,
            why=request.POST.get("take_why", ""),
            note=_text(request, "take_note"),
            version=forms.guard(request.POST).version,
            by=who.actor,
            now=who.now,
        )
        messages.success(request, _("The case is yours now. Its holder was told."))
        return reverse("console:review", args=[item_id])

    try:
        to = once(request, route="console.take_over", by_id=who.actor.id, now=who.now, act=acted)
    except (refusals.Invalid, refusals.IllegalMove, refusals.Stale) as refusal:
        return items.refused(request, item_id, typed, refusal, who)
    return see_other(request, to)


@page("POST")
def broken(request: PersonRequest, item_id: UUID) -> HttpResponse:
    """Say that the suggestion is broken; what was typed on the case is kept, and nothing is decided."""
    who, typed = reader(request), forms.typed(request.POST)
    if not typed.is_empty:
        reviews.save_draft(item_id=item_id, body=typed.body(), by=who.actor, now=who.now)

    def acted() -> str:
        row = flow.report_broken(
            item_id=item_id,
            kind=request.POST.get("broken_kind", "") or "unsaid",
            text=_text(request, "broken_text"),
            by=who.actor,
            now=who.now,
        )
        said = _("Noted: the suggestion is broken. Owner and analysts were told.")
        messages.success(request, said, extra_tags=f"broken:{row.id}")
        return reverse("console:review", args=[item_id])

    try:
        to = once(request, route="console.broken", by_id=who.actor.id, now=who.now, act=acted)
    except (refusals.Invalid, refusals.IllegalMove) as refusal:
        return items.refused(request, item_id, typed, refusal, who)
    return see_other(request, to)


@page("POST")
def take_broken_back(request: PersonRequest, report_id: UUID) -> HttpResponse:
    """Take back that a suggestion is broken."""
    who = reader(request)
    row = measures.take_broken_back(report_id=report_id, by=who.actor, now=who.now)
    messages.info(request, _("Taken back: you say nothing about the suggestion."))
    return see_other(request, reverse("console:review", args=[row.item_id]))


def _text(request: PersonRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\0", "")[:TEXT_LENGTH]
