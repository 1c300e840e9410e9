"""Handing an AI system over, and being away."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.console.edge import PersonRequest, Reader, page, reader, see_other
from apps.console.errors import status_of
from apps.console.once import once
from apps.console.pages import ownership as pages
from apps.console.pages.shell import Note
from apps.console.views import proving
from apps.core import refusals
from apps.core.speech import speak
from apps.core.words import say
from apps.flow import selectors
from apps.flow import services as flow
from apps.registry.models import AISystem
from apps.registry.services import CannotOwn, CannotStandIn

FIELDS = ("act", "to", "note", "why", "deputy", "from", "until")
Refused = (refusals.Invalid, refusals.IllegalMove)


@page("GET", "HEAD", "POST")
def ownership(request: PersonRequest, slug: str) -> HttpResponse:
    """Show who answers; or offer, answer, withdraw, name a deputy or be back, after proving who one is."""
    who = reader(request)
    if request.method == "POST":
        return _act(request, slug, who)
    kept = proving.typed(request, at=request.path)
    return _shown(request, slug, who, typed=kept, is_confirmed=kept is not None)


def _shown(
    request: PersonRequest,
    slug: str,
    who: Reader,
    *,
    typed: dict[str, str] | None = None,
    note: Note | None = None,
    is_confirmed: bool = False,
    status: int = 200,
) -> HttpResponse:
    found = selectors.ownership_page(slug=slug, to=who.actor)
    shown = pages.build(found, typed=typed, note=note, reader=who, is_confirmed=is_confirmed)
    return render(request, "console/ownership.html", {"page": shown}, status=status)


def _act(request: PersonRequest, slug: str, who: Reader) -> HttpResponse:
    system = selectors.system_seen(slug=slug, to=who.actor)
    typed = {name: request.POST.get(name, "") for name in FIELDS}
    act = ACTS.get(typed["act"])
    if act is None:
        raise refusals.Invalid(field="act")
    away = proving.ask(request, back=request.path, typed=typed)
    if away is not None:
        return away

    def acted() -> str:
        act[0](system, typed, who)
        return reverse("console:ownership", args=[slug])

    try:
        to = once(request, route="console.ownership", by_id=who.actor.id, now=who.now, act=acted)
    except Refused as refusal:
        status, _title = status_of(refusal)
        note = Note("bad", "triangle-alert", _("Nothing changed."), speak(refusal.sentence), alert=True)
        return _shown(request, slug, who, typed=typed, note=note, status=status)
    proving.forget(request)
    messages.success(request, str(act[1]))
    return see_other(request, to)


def _id(text: str, refusal: refusals.Refusal) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise refusal from None


def _at(text: str, who: Reader, field: str) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=who.zone)
    except ValueError:
        raise refusals.Invalid(say("Say from when until when."), field=field) from None


def _offer(system: AISystem, typed: dict[str, str], who: Reader) -> None:
    to_id = _id(typed["to"], CannotOwn(field="to"))
    flow.offer_ownership(system=system, to_id=to_id, note=typed["note"], by=who.actor, now=who.now)


def _accept(system: AISystem, _typed: dict[str, str], who: Reader) -> None:
    flow.accept_ownership(system=system, by=who.actor, now=who.now)


def _decline(system: AISystem, typed: dict[str, str], who: Reader) -> None:
    flow.decline_ownership(system=system, why=typed["why"], by=who.actor, now=who.now)


def _withdraw(system: AISystem, _typed: dict[str, str], who: Reader) -> None:
    flow.withdraw_offer(system=system, by=who.actor, now=who.now)


def _deputy(system: AISystem, typed: dict[str, str], who: Reader) -> None:
    flow.name_deputy(
        system=system,
        deputy_id=_id(typed["deputy"], CannotStandIn(field="deputy")),
        from_at=_at(typed["from"], who, "from"),
        until_at=_at(typed["until"], who, "until"),
        by=who.actor,
        now=who.now,
    )


def _back(system: AISystem, _typed: dict[str, str], who: Reader) -> None:
    flow.end_absence(system=system, by=who.actor, now=who.now)


ACTS = {
    "offer": (_offer, gettext_lazy("Offered. You answer for it until the offer is accepted.")),
    "accept": (_accept, gettext_lazy("You answer for this AI system from now on.")),
    "decline": (_decline, gettext_lazy("Declined. Its owner is told.")),
    "withdraw": (_withdraw, gettext_lazy("The offer is withdrawn.")),
    "deputy": (_deputy, gettext_lazy("Your deputy is named, and told.")),
    "back": (_back, gettext_lazy("Your deputy may stop nothing any more.")),
}
