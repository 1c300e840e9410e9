"""What every page view has in common: a signed-in person, one reading of the clock, no caching."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.contrib.auth.views import redirect_to_login
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.utils.cache import patch_cache_control
from django_htmx.middleware import HtmxDetails

from apps.accounts.models import Actor, User
from apps.core import clock

P = ParamSpec("P")
SIGNED_OUT = "X-Signed-Out"  # tells console.js to ask for a new sign-in beside the page


class PersonRequest(HttpRequest):
    """A request of a signed-in person, as `page` promises it to a view."""

    user: User
    htmx: HtmxDetails


class SeeOther(HttpResponseRedirect):
    """303: go there with GET, whatever brought you here."""

    status_code = 303


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a page, when, and in which time zone."""

    actor: Actor
    now: datetime
    zone: tzinfo


def zone_of(user: User) -> tzinfo:
    """Return the person's time zone; a name that this machine does not know reads as UTC."""
    try:
        return ZoneInfo(user.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def reader(request: PersonRequest) -> Reader:
    """Read the clock once for this request."""
    return Reader(actor=request.user.actor, now=clock.now(), zone=zone_of(request.user))


def by_script(request: HttpRequest) -> bool:
    """Say whether the page's script asks: what was typed is still in that page, so it stays there."""
    return bool(getattr(request, "htmx", False)) or "X-Requested-With" in request.headers


def see_other(request: HttpRequest, to: str) -> HttpResponse:
    """Send the browser on after a write: 303, or the header by which htmx loads the page."""
    if cast("PersonRequest", request).htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": to})
    return SeeOther(to)


def page(
    *methods: str,
) -> Callable[[Callable[Concatenate[PersonRequest, P], HttpResponse]], Callable[..., HttpResponseBase]]:
    """Let only signed-in persons in, by the methods named, and keep the answer out of every cache."""

    def decorate(
        view: Callable[Concatenate[PersonRequest, P], HttpResponse],
    ) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            person = cast("PersonRequest", request)
            if not request.user.is_authenticated:
                if by_script(request):
                    return HttpResponse(status=401, headers={SIGNED_OUT: "session", "HX-Reswap": "none"})
                return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
            answer = view(person, *args, **kwargs)
            patch_cache_control(answer, private=True, no_store=True)
            return answer

        return wrapped

    return decorate
