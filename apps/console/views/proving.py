"""Proving anew who one is before an act that binds: what was typed waits meanwhile in the session."""

from collections.abc import Mapping
from urllib.parse import urlencode

from allauth.account.internal.flows import reauthentication
from django.http import HttpResponse
from django.urls import reverse

from apps.console.edge import PersonRequest, see_other

KEPT = "typed_before_proof"
LONGEST = 500


def ask(request: PersonRequest, *, back: str, typed: Mapping[str, str]) -> HttpResponse | None:
    """Send whoever did not just prove who they are to do so; None where they did."""
    if reauthentication.did_recently_reauthenticate(request):
        return None
    request.session[KEPT] = {"at": back, "typed": {key: text[:LONGEST] for key, text in typed.items()}}
    return see_other(request, f"{reverse('account_reauthenticate')}?{urlencode({'next': back})}")


def typed(request: PersonRequest, *, at: str) -> dict[str, str] | None:
    """Return what was typed at an address before the proof that followed; None where there was none."""
    kept = request.session.get(KEPT)
    if not kept or kept["at"] != at or not reauthentication.did_recently_reauthenticate(request):
        return None
    return dict(kept["typed"])


def forget(request: PersonRequest) -> None:
    """Forget what was typed, once it is done."""
    request.session.pop(KEPT, None)
