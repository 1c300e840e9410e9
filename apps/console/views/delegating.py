"""Hand a power on for a time, take it back, and say who may stand in."""

from collections.abc import Callable
from typing import cast
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy

from apps.console.edge import PersonRequest, Reader, page, reader, see_other
from apps.console.errors import status_of
from apps.console.pages import delegating as pages
from apps.console.pages import staffing
from apps.console.pages.inbox import PAGE
from apps.console.views import administering
from apps.console.views.people import ActUnknown, DayInvalid
from apps.core import refusals
from apps.flow.selectors import delegating as selectors
from apps.flow.services import delegating as flow

LONGEST = 320
FIELDS = ("act", "power", "to", "from", "until", "why", "on", "email", "id")
BINDING = {"give", "list"}


@page("GET", "HEAD", "POST")
def delegations(request: PersonRequest) -> HttpResponse:
    """Show what was handed on to and by the person, or change it; giving asks for a fresh proof."""
    proven = reauthentication_required(enabled=_binds)(_delegations)
    return cast("HttpResponse", proven(request))


def _binds(request: PersonRequest) -> bool:
    return request.method == "POST" and request.POST.get("act") in BINDING


def _delegations(request: PersonRequest) -> HttpResponse:
    who = reader(request)
    given = request.POST if request.method == "POST" else request.GET
    typed = {name: given.get(name, "").strip()[:LONGEST] for name in FIELDS}
    if request.method != "POST":
        return _shown(request, who, typed)

    def change() -> str:
        if typed["act"] not in ACTS:
            raise ActUnknown(field="act")
        ACTS[typed["act"]][0](typed, who)
        return reverse("console:delegations")

    to = administering.tried(request, who, route=f"console.delegate.{typed['act']}"[:50], act=change)
    if isinstance(to, refusals.Refusal):
        return _shown(request, who, typed, refusal=to)
    messages.success(request, str(ACTS[typed["act"]][1]))
    return see_other(request, to)


def _shown(
    request: PersonRequest, who: Reader, typed: dict[str, str], *, refusal: refusals.Refusal | None = None
) -> HttpResponse:
    asked = pages.Asked(*(request.GET.get(name, "")[:LONGEST] for name in ("after", "listed")))
    keeps = selectors.kept_things(to=who.actor) if flow.may_keep_lists(who.actor) else []
    shown = pages.build(
        selectors.held_powers(to=who.actor, now=who.now),
        selectors.delegations(to=who.actor, after=asked.after or None, limit=PAGE, now=who.now),
        keeps,
        selectors.listed(to=who.actor, after=asked.listed or None, limit=PAGE)
        if keeps
        else selectors.ListedPage([], None),
        asked=asked,
        typed=typed,
        reader=who,
        note=administering.note_of(refusal) if refusal else None,
        at=str(refusal.details.get("field", "")) if refusal else "",
    )
    status = status_of(refusal)[0] if refusal else 200
    return render(request, "console/delegations.html", {"page": shown}, status=status)


def _give(typed: dict[str, str], who: Reader) -> None:
    span = staffing.days_of(typed["from"], typed["until"], who.zone)
    if span is None:
        raise DayInvalid(field="from")
    power, _, on = typed["power"].partition(" ")
    flow.delegate(
        power=power,
        on=on,
        to=typed["to"],
        why=typed["why"],
        begins_at=span[0],
        ends_at=span[1],
        by=who.actor,
        now=who.now,
    )


def _take_back(typed: dict[str, str], who: Reader) -> None:
    flow.take_back(delegation_id=_id(typed["id"]), by=who.actor, now=who.now)


def _list(typed: dict[str, str], who: Reader) -> None:
    flow.list_stand_in(on=typed["on"], email=typed["email"], by=who.actor, now=who.now)


def _unlist(typed: dict[str, str], who: Reader) -> None:
    flow.end_stand_in(stand_in_id=_id(typed["id"]), by=who.actor, now=who.now)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise refusals.NotVisible from None


ACTS: dict[str, tuple[Callable[[dict[str, str], Reader], None], object]] = {
    "give": (_give, gettext_lazy("Handed on. It ends by itself after the last day.")),
    "take_back": (_take_back, gettext_lazy("Taken back. It means nothing from now on.")),
    "list": (_list, gettext_lazy("On the list.")),
    "unlist": (_unlist, gettext_lazy("Off the list. What was handed to them there rests.")),
}
