"""Break the glass, close it again, and see who did and what they did meanwhile."""

from typing import cast
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts import access
from apps.console.edge import PersonRequest, Reader, page, reader, see_other
from apps.console.errors import status_of
from apps.console.pages import break_glass as pages
from apps.console.pages.inbox import PAGE
from apps.console.views import administering
from apps.console.views.people import ActUnknown
from apps.core import refusals
from apps.flow.selectors import break_glass as selectors
from apps.flow.selectors import teams
from apps.flow.services import breaking_glass as flow

LONGEST = 320
FIELDS = ("act", "inbox", "minutes", "why", "id")
HELD = 25


@page("GET", "HEAD", "POST")
def openings(request: PersonRequest) -> HttpResponse:
    """Show which inboxes admins opened so; open one after a fresh proof, or close one."""
    proven = reauthentication_required(enabled=_opens)(_openings)
    return cast("HttpResponse", proven(request))


def _opens(request: PersonRequest) -> bool:
    return request.method == "POST" and request.POST.get("act") == "open"


def _openings(request: PersonRequest) -> HttpResponse:
    who = reader(request)
    typed = {name: request.POST.get(name, "").strip()[:LONGEST] for name in FIELDS}
    if request.method != "POST":
        return _shown(request, who, typed)
    acts = {"open": _open, "close": _close}

    def change() -> str:
        if typed["act"] not in acts:
            raise ActUnknown(field="act")
        acts[typed["act"]](typed, who)
        return reverse("console:break_glass")

    to = administering.tried(request, who, route=f"console.glass.{typed['act']}"[:50], act=change)
    if isinstance(to, refusals.Refusal):
        return _shown(request, who, typed, refusal=to)
    said = _("Open. Whom it concerns was told.") if typed["act"] == "open" else _("Closed.")
    messages.success(request, said)
    return see_other(request, to)


def _open(typed: dict[str, str], who: Reader) -> None:
    minutes = typed["minutes"]
    n_minutes = int(minutes) if minutes.isascii() and minutes.isdigit() and len(minutes) <= PAGE else 0
    flow.break_glass(slug=typed["inbox"], why=typed["why"], minutes=n_minutes, by=who.actor, now=who.now)


def _close(typed: dict[str, str], who: Reader) -> None:
    try:
        glass_id = UUID(typed["id"])
    except ValueError:
        raise refusals.NotVisible from None
    flow.close_glass(glass_id=glass_id, by=who.actor, now=who.now)


def _shown(
    request: PersonRequest, who: Reader, typed: dict[str, str], *, refusal: refusals.Refusal | None = None
) -> HttpResponse:
    after = request.GET.get("after", "")[:LONGEST]
    shown = pages.build(
        selectors.openings(to=who.actor, after=after or None, limit=PAGE, now=who.now),
        selectors.closed_inboxes(to=who.actor),
        after=after,
        typed=typed,
        reader=who,
        note=administering.note_of(refusal) if refusal else None,
        at=str(refusal.details.get("field", "")) if refusal else "",
    )
    status = status_of(refusal)[0] if refusal else 200
    return render(request, "console/break_glass.html", {"page": shown}, status=status)


@page("GET", "HEAD")
def opened(request: PersonRequest, glass_id: UUID) -> HttpResponse:
    """Show one opening, and what was looked at and done under it."""
    who = reader(request)
    after = request.GET.get("after", "")[:LONGEST]
    found = selectors.opened(glass_id=glass_id, to=who.actor, after=after or None, limit=PAGE, now=who.now)
    held: list[teams.Had] = []
    if any(one.id == glass_id for one in access.opened(who.actor)):
        slug = found.opening.inbox.slug
        held = list(teams.had(slug=slug, to=who.actor, after=None, limit=HELD, now=who.now).rows)
    shown = pages.opened(found, held, after=after, reader=who)
    return render(request, "console/break_glass_one.html", {"page": shown})
