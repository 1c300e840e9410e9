"""What the pages of an admin share: who gets in, a fresh proof of identity to write, secrets shown once."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from allauth.account.decorators import reauthentication_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from apps.accounts import access
from apps.accounts import services as accounts
from apps.accounts.models import Role
from apps.console.edge import PersonRequest, Reader
from apps.console.errors import status_of
from apps.console.once import once
from apps.console.pages.shell import Confirm, Note
from apps.core import refusals, secrets_box
from apps.core.speech import speak
from apps.core.words import say

P = ParamSpec("P")
SHOWN_ONCE = "shown_once"


class ConfirmationMissing(refusals.Invalid):
    code = "confirmation_missing"
    sentence = say("Confirm it once more. Nothing was changed.")


def admins_only(
    view: Callable[Concatenate[PersonRequest, P], HttpResponse],
) -> Callable[Concatenate[PersonRequest, P], HttpResponse]:
    """Let only admins in, and to a write only those who proved a moment ago that it is them.

    Allauth keeps the form, asks for the password or code, and then lets it through.
    """
    fresh = reauthentication_required(enabled=_is_write)(view)

    @wraps(view)
    def wrapped(request: PersonRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not access.has_role(request.user.actor, Role.ADMIN):
            raise accounts.NotAdmin(permission="admin")
        return cast("HttpResponse", fresh(request, *args, **kwargs))

    return wrapped


def _is_write(request: PersonRequest) -> bool:
    return request.method == "POST"


def tried(
    request: PersonRequest, who: Reader, *, route: str, act: Callable[[], str]
) -> str | refusals.Refusal:
    """Do a write once and return where to go, or the refusal that the same page shows.

    Raises: refusals.NotVisible, refusals.NotAllowed.
    """
    try:
        return once(request, route=route, by_id=who.actor.id, now=who.now, act=act)
    except (refusals.Invalid, refusals.IllegalMove, refusals.Stale) as refusal:
        return refusal


def note_of(refusal: refusals.Refusal) -> Note:
    """Write a refusal as a notice above the form."""
    status, title = status_of(refusal)
    code = _("Error %(status)s, %(code)s") % {"status": status, "code": refusal.code}
    return Note("bad", "triangle-alert", f"{title}.", speak(refusal.sentence), code, alert=True)


def confirmed(request: PersonRequest) -> None:
    """Refuse a form that did not come from the question before it.

    Raises: ConfirmationMissing.
    """
    if request.POST.get("confirm") != "on":
        raise ConfirmationMissing(field="confirm")


def ask_again(request: PersonRequest, shown: Confirm) -> HttpResponse:
    """Ask before something that cannot be undone: the inside of a dialog for the script, else a page."""
    part = "console/_confirm.html" if request.htmx else "console/confirm.html"
    return render(request, part, {"page": shown})


def show_once(request: PersonRequest, secret: str, *, at: str) -> None:
    """Keep a secret, sealed, until the page `at` has shown it; an empty one keeps nothing."""
    if secret:
        sealed = secrets_box.seal_secret(secret, bound_to=request.user.id)
        request.session[SHOWN_ONCE] = {"at": at, "sealed": sealed.hex()}


def take_shown(request: PersonRequest) -> str:
    """Return the secret kept for this page and forget it; empty when there is none."""
    kept = request.session.get(SHOWN_ONCE)
    if request.method != "GET" or not kept or kept["at"] != request.path:
        return ""
    del request.session[SHOWN_ONCE]
    return secrets_box.open_secret(bytes.fromhex(kept["sealed"]), bound_to=request.user.id)
