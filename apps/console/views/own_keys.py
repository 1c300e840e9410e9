"""A person's own keys to the API: making one asks anew who they are, revoking one does not."""

from typing import cast

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts import selectors
from apps.accounts import services as accounts
from apps.console.edge import PersonRequest, Reader, page, reader, see_other
from apps.console.errors import status_of
from apps.console.pages import own_keys as pages
from apps.console.pages.own_keys import Typed
from apps.console.views import administering
from apps.console.views.people import TEXT_LENGTH, ActUnknown
from apps.core import refusals

KEYS = 25


@page("GET", "HEAD", "POST")
def own_keys(request: PersonRequest) -> HttpResponse:
    """List one's own keys, make one that is shown once, or revoke one."""
    proven = reauthentication_required(enabled=_makes)(_own_keys)
    return cast("HttpResponse", proven(request))


def _makes(request: PersonRequest) -> bool:
    return request.method == "POST" and request.POST.get("act") == "make"


def _own_keys(request: PersonRequest) -> HttpResponse:
    who = reader(request)
    if request.method != "POST":
        return _shown(request, who)
    act, fresh = request.POST.get("act", ""), list[str]()

    def change() -> str:
        if act == "make":
            fresh.append(_make(request, who))
        elif act == "revoke":
            administering.confirmed(request)
            prefix = request.POST.get("prefix", "")[:TEXT_LENGTH]
            accounts.revoke_own_key(prefix=prefix, by=who.actor, now=who.now)
        else:
            raise ActUnknown(field="act")
        return reverse("console:own_keys")

    to = administering.tried(request, who, route=f"console.own_key.{act}"[:TEXT_LENGTH], act=change)
    if isinstance(to, refusals.Refusal):
        return _shown(request, who, refusal=to)
    administering.show_once(request, "".join(fresh), at=to)
    made, revoked = _("The key is made."), _("The key is revoked. It is refused from now on.")
    messages.success(request, made if act == "make" else revoked)
    return see_other(request, to)


def _make(request: PersonRequest, who: Reader) -> str:
    typed = _typed(request)
    return accounts.make_own_key(
        name=typed.name,
        scopes=typed.scopes,
        days=int(typed.days) if typed.days.isascii() and typed.days.isdigit() else 0,
        by=who.actor,
        now=who.now,
    )


def _typed(request: PersonRequest) -> Typed:
    given = request.POST
    return Typed(
        name=given.get("name", "").strip()[:TEXT_LENGTH],
        scopes=frozenset(given.getlist("scopes")),
        days=given.get("days", "")[:TEXT_LENGTH],
    )


def _shown(request: PersonRequest, who: Reader, *, refusal: refusals.Refusal | None = None) -> HttpResponse:
    after = request.GET.get("after", "")[:TEXT_LENGTH]
    shown = pages.build(
        selectors.own_keys(of=who.actor, after=after or None, limit=KEYS, now=who.now),
        after=after,
        typed=_typed(request),
        has_second_factor=is_mfa_enabled(request.user, types=[Authenticator.Type.TOTP]),
        reader=who,
        secret=administering.take_shown(request),
        note=administering.note_of(refusal) if refusal else None,
        at=str(refusal.details.get("field", "")) if refusal else "",
    )
    status = status_of(refusal)[0] if refusal else 200
    return render(request, "console/account_keys.html", {"page": shown}, status=status)


@page("GET", "HEAD")
def revoke(request: PersonRequest, prefix: str) -> HttpResponse:
    """Ask once more before one's own key is revoked."""
    key = selectors.own_key(prefix=prefix, of=request.user.actor)
    return administering.ask_again(request, pages.confirm_revoke(key))
