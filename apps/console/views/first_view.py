from dataclasses import replace
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from apps.console import forms
from apps.console.edge import PersonRequest, page, reader, see_other
from apps.console.once import once
from apps.console.pages.first_view import FIELDS
from apps.console.views import items
from apps.core import refusals
from apps.flow import services as flow
from apps.reviews import services as reviews


@page("POST")
def first_view(request: PersonRequest, item_id: UUID) -> HttpResponse:
    """Keep what the person thinks before the suggestion is shown; a refusal keeps what was typed."""
    who = reader(request)
    typed = forms.typed(request.POST)

    def act() -> str:
        guard = forms.guard(request.POST)
        view = reviews.View(outcome=typed.view, sure=typed.view_sure, words=typed.view_words)
        _given, second = flow.give_view(
            item_id=item_id, view=view, version=guard.version, token=guard.token, by=who.actor, now=who.now
        )
        if second is not None:
            return reverse("console:second_review", args=[second.id])
        return reverse("console:review", args=[item_id])

    try:
        to = once(request, route="console.first_view", by_id=who.actor.id, now=who.now, act=act)
    except refusals.Refusal as refusal:
        if "field" in refusal.details:
            refusal.details["field"] = FIELDS.get(str(refusal.details["field"]), "")
        return items.refused(request, item_id, typed, refusal, who, whole=True)
    rest = replace(typed, view="", view_sure="", view_words="")
    if not rest.is_empty:
        reviews.save_draft(item_id=item_id, body=rest.body(), by=who.actor, now=who.now)
    if to != reverse("console:review", args=[item_id]):
        return see_other(request, to)
    if request.htmx:
        return items.again(request, item_id, reader(request))
    run = request.POST.get(items.RUN, "")[: items.SLUG_LENGTH]
    return see_other(request, items.in_a_run(item_id, run) if run else to)
