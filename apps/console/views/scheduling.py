"""When the organisation works, and how much its inboxes take on one day."""

from collections.abc import Callable
from functools import wraps
from typing import cast
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console.edge import PersonRequest, Reader, page, reader, see_other
from apps.console.errors import status_of
from apps.console.pages import scheduling as pages
from apps.console.views import administering
from apps.console.views.people import ActUnknown
from apps.core import refusals
from apps.flow import selectors
from apps.flow import services as flow

INBOXES = 25
MARK_LENGTH = 40
View = Callable[[PersonRequest], HttpResponse]


def schedulers_only(view: View) -> View:
    """Let admins and owners in, and to a write only those who proved a moment ago that it is them."""

    def writes(request: PersonRequest) -> bool:
        return request.method == "POST" and request.POST.get("act") != "check"

    fresh = reauthentication_required(enabled=writes)(view)

    @wraps(view)
    def wrapped(request: PersonRequest) -> HttpResponse:
        flow.require_scheduler(request.user.actor)
        return cast("HttpResponse", fresh(request))

    return wrapped


@page("GET", "HEAD", "POST")
@schedulers_only
def working_time(request: PersonRequest) -> HttpResponse:
    """Show working time and room; or set either, or show what other hours would make of due times."""
    who = reader(request)
    if request.method != "POST":
        return _shown(request, who)
    act = request.POST.get("act", "")
    typed = pages.typed(request.POST.dict())
    if act == "check":
        return _shown(request, who, typed=typed)

    def change() -> str:
        if act == "hours":
            body = pages.body(typed)
            flow.set_working_time(body=body, seen=typed["seen"], by=who.actor, now=who.now)
        elif act == "room":
            flow.set_room(
                inbox_id=_inbox(request),
                per_day=_room(request),
                stops=request.POST.get("stops") == "1",
                by=who.actor,
                now=who.now,
            )
        else:
            raise ActUnknown(field="act")
        return reverse("console:working_time")

    to = administering.tried(request, who, route=f"console.working_time.{act}"[:50], act=change)
    if isinstance(to, refusals.Refusal):
        return _shown(request, who, typed=typed if act == "hours" else None, refusal=to)
    messages.success(request, _("Kept. What is due already keeps its time; new cases follow this."))
    return see_other(request, to)


def _inbox(request: PersonRequest) -> UUID:
    try:
        return UUID(request.POST.get("inbox", ""))
    except ValueError as bad:
        raise refusals.NotVisible from bad


def _room(request: PersonRequest) -> int | None:
    """Read how many; nothing is any number, and what is no number is refused by the verb."""
    text = request.POST.get("per_day", "").strip()
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < MARK_LENGTH else 0


def _shown(
    request: PersonRequest,
    who: Reader,
    *,
    typed: dict[str, str] | None = None,
    refusal: refusals.Refusal | None = None,
) -> HttpResponse:
    after = request.GET.get("after", "")[:MARK_LENGTH]
    found = selectors.schedule(to=who.actor, after=after or None, limit=INBOXES, now=who.now)
    shown = pages.build(
        found,
        who,
        after=after,
        typed=typed,
        note=administering.note_of(refusal) if refusal else None,
        at=str(refusal.details.get("field", "")) if refusal else "",
        wrong_inbox=request.POST.get("inbox", "") if refusal else "",
    )
    status = status_of(refusal)[0] if refusal else 200
    return render(request, "console/working_time.html", {"page": shown}, status=status)
