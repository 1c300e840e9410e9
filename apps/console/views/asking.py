from collections.abc import Callable
from typing import TypeAlias
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console import forms
from apps.console.edge import PersonRequest, Reader, page, reader, see_other
from apps.console.once import once
from apps.console.views import items
from apps.core import refusals
from apps.flow import services as flow
from apps.reviews import services as reviews

Act: TypeAlias = Callable[[PersonRequest, UUID, Reader], str]


@page("POST")
def ask(request: PersonRequest, item_id: UUID) -> HttpResponse:
    """Ask the business system for a fact; what was typed is kept, and the case waits for the answer."""
    return _done(request, item_id, route="console.ask", act=_ask)


@page("POST")
def withdraw(request: PersonRequest, item_id: UUID) -> HttpResponse:
    """Take the question back; the case is open again."""
    return _done(request, item_id, route="console.ask-withdraw", act=_withdraw)


def _ask(request: PersonRequest, item_id: UUID, who: Reader) -> str:
    guard = forms.guard(request.POST)
    reviews.ask(
        item_id=item_id,
        fact=request.POST.get("ask", ""),
        version=guard.version,
        token=guard.token,
        by=who.actor,
        now=who.now,
    )
    return _("Asked. The case waits for the answer and comes back to its inbox; what you typed is kept.")


def _withdraw(request: PersonRequest, item_id: UUID, who: Reader) -> str:
    version = forms.guard(request.POST).version
    flow.withdraw_questions(item_id=item_id, version=version, by=who.actor, now=who.now)
    return _("The question is withdrawn, and the case is open again.")


def _done(request: PersonRequest, item_id: UUID, *, route: str, act: Act) -> HttpResponse:
    """Do it once, say so and show the case; a refusal shows the same page with everything that was typed."""
    who, typed = reader(request), forms.typed(request.POST)
    if not typed.is_empty:
        reviews.save_draft(item_id=item_id, body=typed.body(), by=who.actor, now=who.now)

    def once_only() -> str:
        messages.success(request, act(request, item_id, who))
        return reverse("console:review", args=[item_id])

    try:
        to = once(request, route=route, by_id=who.actor.id, now=who.now, act=once_only)
    except refusals.Refusal as refusal:
        return items.refused(request, item_id, typed, refusal, who)
    return see_other(request, to)
