"""Pausing an AI system or a part of it, and ending a pause; after proving who one is."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console.edge import PersonRequest, Reader, page, reader, see_other
from apps.console.errors import status_of
from apps.console.once import once
from apps.console.pages import pausing as pages
from apps.console.pages import system as system_pages
from apps.console.pages.shell import Note
from apps.console.views import proving
from apps.core import refusals
from apps.core.speech import speak
from apps.core.words import say
from apps.flow import selectors
from apps.flow import services as flow
from apps.registry import access
from apps.registry.models import AISystem
from apps.registry.services import MayNotPause, What
from apps.registry.states import PauseMode, PauseScope

WHY_LENGTH = 500
FIELDS = ("why", "what", "mode", "until", "pause")


@page("GET", "HEAD")
def pausing(request: PersonRequest, slug: str) -> HttpResponse:
    """Show what is paused, and what a pause of each part would change."""
    who = reader(request)
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
    found = selectors.pausing_page(slug=slug, to=who.actor, now=who.now)
    shown = pages.build(found, typed=typed, note=note, reader=who, is_confirmed=is_confirmed)
    return render(request, "console/pausing.html", {"page": shown}, status=status)


@page("POST")
def pause(request: PersonRequest, slug: str) -> HttpResponse:
    """Stop the AI system or a part of it."""

    def act(system: AISystem, who: Reader) -> None:
        why = request.POST.get("why", "").strip()[:WHY_LENGTH]
        flow.pause(system_id=system.id, why=why, by=who.actor, now=who.now, what=_what(request, who))

    done = _("Paused. From now on every new case goes to a person.")
    if request.POST.get("what", "system:") != "system:" or request.POST.get("mode", "people") != "people":
        done = _("Paused. It counts from now on, for every new case.")
    return _change(request, slug, act, route="console.pause", done=done)


@page("POST")
def resume(request: PersonRequest, slug: str) -> HttpResponse:
    """Let the AI system go on, or end one pause."""

    def act(system: AISystem, who: Reader) -> None:
        given = request.POST.get("pause", "")
        flow.resume(system_id=system.id, by=who.actor, now=who.now, span_id=_id(given) if given else None)

    done = _("Resumed. The AI works again inside its signed limits.")
    return _change(request, slug, act, route="console.resume", done=done)


def _change(
    request: PersonRequest, slug: str, act: Callable[[AISystem, Reader], None], *, route: str, done: str
) -> HttpResponse:
    who = reader(request)
    system = selectors.system_seen(slug=slug, to=who.actor)
    if not access.may_pause(who.actor, system, now=who.now):
        raise MayNotPause(permission="owner")
    is_part = "what" in request.POST or "pause" in request.POST
    back = reverse("console:pausing" if is_part else "console:system", args=[slug])
    typed = {name: request.POST.get(name, "") for name in FIELDS if name in request.POST}
    away = proving.ask(request, back=back, typed=typed)
    if away is not None:
        return away

    def acted() -> str:
        act(system, who)
        return back

    try:
        to = once(request, route=route, by_id=who.actor.id, now=who.now, act=acted)
    except (refusals.Invalid, refusals.IllegalMove) as refusal:
        return _refused(request, slug, who, typed, refusal, is_part=is_part)
    proving.forget(request)
    messages.success(request, done)
    return see_other(request, to)


def _refused(
    request: PersonRequest,
    slug: str,
    who: Reader,
    typed: dict[str, str],
    refusal: refusals.Refusal,
    *,
    is_part: bool,
) -> HttpResponse:
    """Show the form again with what was typed, and why nothing changed."""
    status, says = status_of(refusal)[0], speak(refusal.sentence)
    if is_part or not isinstance(refusal, refusals.Invalid):
        note = Note("bad", "triangle-alert", _("Nothing changed."), says, alert=True)
        return _shown(request, slug, who, typed=typed, note=note, status=status)
    found = selectors.system_page(slug=slug, to=who.actor, now=who.now)
    shown = system_pages.build(found, typed=system_pages.Typed(error=says), reader=who)
    return render(request, "console/system.html", {"page": shown}, status=status)


def _what(request: PersonRequest, who: Reader) -> What:
    scope, _colon, key = request.POST.get("what", "system:").partition(":")
    try:
        return What(
            PauseScope(scope), key[:60], PauseMode(request.POST.get("mode", "people")), _until(request, who)
        )
    except ValueError:
        raise refusals.Invalid(
            say("Choose what to pause: this AI system has no such part."), field="key"
        ) from None


def _until(request: PersonRequest, who: Reader) -> datetime | None:
    given = request.POST.get("until", "")
    if not given:
        return None
    try:
        return datetime.fromisoformat(given).replace(tzinfo=who.zone)
    except ValueError:
        raise refusals.Invalid(say("Write a day and a time, or leave it empty."), field="until") from None


def _id(given: str) -> UUID:
    try:
        return UUID(given)
    except ValueError:
        raise refusals.NotVisible from None
