"""Rollback: choose, see what would be reversed, confirm by the count, follow it."""

from dataclasses import replace
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console.edge import PersonRequest, Reader, page, reader, see_other
from apps.console.errors import status_of
from apps.console.once import once
from apps.console.pages import rolling as pages
from apps.console.views import proving
from apps.console.views.inboxes import CURSOR_LENGTH
from apps.core import refusals
from apps.core.speech import speak
from apps.core.words import say
from apps.flow import selectors as flow
from apps.flow import services
from apps.flow.selectors import Scope

PAGE = 50
LENGTH = 100
WHY_LENGTH = 500
LANES = {"machine": "machine", "people": "people", "all": ""}


@page("GET", "HEAD", "POST")
def rollbacks(request: PersonRequest, slug: str) -> HttpResponse:
    """Show what can be rolled back and what a choice would reverse; or begin."""
    who = reader(request)
    if request.method == "POST":
        return _begin(request, slug, who)
    typed = _typed(request.GET)
    kept = proving.typed(request, at=request.get_full_path())
    if kept is not None:
        typed = _typed(kept, is_confirmed=True)
    return _show(request, slug, typed, who)


def _show(
    request: PersonRequest, slug: str, typed: pages.Typed, who: Reader, status: int = 200
) -> HttpResponse:
    try:
        scope = _scope(typed) if typed.outcome else None
        found = flow.rollback_page(slug=slug, scope=scope, outcome=typed.outcome, to=who.actor)
    except refusals.Invalid as refusal:
        found = flow.rollback_page(slug=slug, scope=None, outcome="", to=who.actor)
        typed, status = _wrong(typed, refusal), 422
    shown = pages.build(found, typed=typed, reader=who)
    return render(request, "console/rollbacks.html", {"page": shown}, status=status)


def _begin(request: PersonRequest, slug: str, who: Reader) -> HttpResponse:
    typed = _typed(request.POST)
    found = flow.rollback_page(slug=slug, scope=None, outcome="", to=who.actor)
    back = f"{reverse('console:rollbacks', args=[slug])}?{urlencode(typed.query())}"
    if found.is_owner:
        fields = typed.query() | {"why": typed.why, "count": typed.count}
        proof = proving.ask(request, back=back, typed=fields)
        if proof is not None:
            return proof

    def act() -> str:
        rollback = services.begin_rollback(
            system_id=found.system.id,
            scope=_scope(typed),
            outcome=typed.outcome,
            why=typed.why,
            count=int(typed.count) if typed.count.isdecimal() else -1,
            by=who.actor,
            now=who.now,
        )
        return reverse("console:rollback", args=[rollback.id])

    try:
        to = once(request, route="console.rollback", by_id=who.actor.id, now=who.now, act=act)
    except (refusals.Invalid, services.CountChanged) as refusal:
        return _show(request, slug, _wrong(typed, refusal), who, status_of(refusal)[0])
    proving.forget(request)
    messages.success(request, _("Begun. Each case gets its new decision, one after the other."))
    return see_other(request, to)


def _typed(given: object, *, is_confirmed: bool = False) -> pages.Typed:
    assert hasattr(given, "get")

    def text(name: str, length: int = LENGTH) -> str:
        return str(given.get(name, "")).replace("\0", "").strip()[:length]

    return pages.Typed(
        policy=text("policy"),
        model=text("model"),
        prompt=text("prompt"),
        lane=text("lane") or "machine",
        segment=text("segment"),
        since=text("since"),
        until=text("until"),
        outcome=text("outcome"),
        why=text("why", WHY_LENGTH),
        count=text("count").replace(",", "").replace(".", ""),
        is_confirmed=is_confirmed,
    )


def _wrong(typed: pages.Typed, refusal: refusals.Refusal) -> pages.Typed:
    return replace(typed, error=speak(refusal.sentence), field=str(refusal.details.get("field", "")))


def _scope(typed: pages.Typed) -> Scope:
    if typed.lane not in LANES:
        raise refusals.Invalid(field="lane")
    return Scope(
        policy=int(typed.policy) if typed.policy.isdecimal() else None,
        model=typed.model,
        prompt=typed.prompt,
        lane=LANES[typed.lane],
        segment=typed.segment,
        since=_day(typed.since, "since"),
        until=_day(typed.until, "until"),
    )


def _day(text: str, field: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise refusals.Invalid(say("Write a day as YYYY-MM-DD."), field=field) from error


@page("GET", "HEAD")
def rollback(request: PersonRequest, rollback_id: UUID) -> HttpResponse:
    """Show how far a rollback is, and what became of each decision."""
    who = reader(request)
    only_left = request.GET.get("left") == "1"
    after = request.GET.get("after", "")[:CURSOR_LENGTH]
    found = flow.rollback_seen(
        rollback_id=rollback_id, only_left=only_left, after=after or None, limit=PAGE, to=who.actor
    )
    shown = pages.one(found, only_left=only_left, after=after, reader=who)
    at = {"page": shown, "system_id": found.rollback.system_id}
    return render(request, "console/rollback.html", at)


@page("POST")
def stop(request: PersonRequest, rollback_id: UUID) -> HttpResponse:
    """Stop a rollback; what is reversed stays so."""
    who = reader(request)
    back = reverse("console:rollback", args=[rollback_id])

    def act() -> str:
        services.stop_rollback(rollback_id=rollback_id, by=who.actor, now=who.now)
        return back

    to = once(request, route="console.rollback-stop", by_id=who.actor.id, now=who.now, act=act)
    messages.success(request, _("Stopped. What is reversed stays so; the others stay as they are."))
    return see_other(request, to)
