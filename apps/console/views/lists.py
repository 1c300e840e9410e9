"""How a person wants the list of an inbox: in which order, and which lists they keep under a name."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console.edge import PersonRequest, page, reader, see_other
from apps.console.once import once
from apps.flow import services as flow
from apps.reviews import services as reviews

LONGEST = 100


def _asked(request: PersonRequest) -> dict[str, str]:
    """Read what the list asked for, as its form repeats it."""
    given = {name: request.POST.get(name, "")[:LONGEST] for name in reviews.ASKED}
    return {name: value for name, value in given.items() if value}


def _list(slug: str, asked: dict[str, str]) -> str:
    return reverse("console:inbox", args=[slug]) + (f"?{urlencode(asked)}" if asked else "?view=open")


@page("POST")
def resort(request: PersonRequest, slug: str) -> HttpResponse:
    """Show the list in the order chosen; that it is another one than policy's is kept as a sign of work."""
    who, asked = reader(request), _asked(request)

    def act() -> str:
        if asked.get("sort"):
            flow.resort(inbox_slug=slug, sort=asked["sort"], by=who.actor, now=who.now)
        return _list(slug, asked)

    return see_other(request, once(request, route="console.sort", by_id=who.actor.id, now=who.now, act=act))


@page("POST")
def save_view(request: PersonRequest, slug: str) -> HttpResponse:
    """Keep this list under a name."""
    who, asked = reader(request), _asked(request)

    def act() -> str:
        reviews.save_view(
            inbox_slug=slug,
            name=request.POST.get("name", "")[:LONGEST],
            asked=asked,
            is_default="is_default" in request.POST,
            by=who.actor,
            now=who.now,
        )
        return _list(slug, asked)

    to = once(request, route="console.view", by_id=who.actor.id, now=who.now, act=act)
    messages.success(request, _("Kept. Its address can be shared."))
    return see_other(request, to)


@page("POST")
def drop_view(request: PersonRequest, view_id: UUID) -> HttpResponse:
    """Keep a list no longer."""
    who = reader(request)

    def act() -> str:
        view = reviews.drop_view(view_id=view_id, by=who.actor)
        return _list(view.inbox.slug, {})

    to = once(request, route="console.view.drop", by_id=who.actor.id, now=who.now, act=act)
    return see_other(request, to)
