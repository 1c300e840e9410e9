from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts import services as accounts
from apps.console.edge import PersonRequest, Reader, page, reader, see_other
from apps.console.errors import status_of
from apps.console.pages import account as account_pages
from apps.console.pages import navigation
from apps.console.pages import practice as practice_pages
from apps.console.views import administering
from apps.console.views.people import TEXT_LENGTH, grants_of, reach_of
from apps.console.views.staffing import state_away
from apps.core import refusals
from apps.flow.selectors import practice
from apps.flow.selectors import staffing as selectors
from apps.flow.services import staffing


@page("GET", "HEAD", "POST")
def account(request: PersonRequest) -> HttpResponse:
    """Show a person their own account, or keep how they want to see ReviewHub."""
    who = reader(request)
    if request.method != "POST":
        return _render(request, who)
    act = ACTS.get(request.POST.get("act", ""), _keep)
    to = administering.tried(request, who, route="console.account", act=lambda: act(request, who))
    if isinstance(to, refusals.Refusal):
        return _render(request, who, refusal=to)
    messages.success(request, _("Saved."))
    return see_other(request, to)


def _keep(request: PersonRequest, who: Reader) -> str:
    given = {name: request.POST.get(name, "")[:TEXT_LENGTH] for name in ("time_zone", "theme", "density")}
    accounts.set_preferences(
        **given,
        language=request.POST.get("language", "")[:TEXT_LENGTH],
        single_keys="single_keys" in request.POST,
        mails=request.POST.get("mails", request.user.mails)[:TEXT_LENGTH],
        by=who.actor,
    )
    return reverse("console:account")


def _away(request: PersonRequest, who: Reader) -> str:
    state_away(request.user.id, _typed(request), who)
    return reverse("console:account")


def _back(request: PersonRequest, who: Reader) -> str:
    try:
        away_id = UUID(request.POST.get("id", ""))
    except ValueError:
        raise refusals.NotVisible from None
    staffing.end_away(away_id=away_id, by=who.actor, now=who.now)
    return reverse("console:account")


ACTS = {"away": _away, "back": _back}


def _typed(request: PersonRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "")[:TEXT_LENGTH] for name in ("act", "from", "until", "stand_in")}


def _render(request: PersonRequest, who: Reader, *, refusal: refusals.Refusal | None = None) -> HttpResponse:
    shown = account_pages.build(
        request.user,
        roles=navigation.role_words(who.actor),
        grants=grants_of(request, request.user, reach_of(who.actor), who, with_ended=False),
        away=selectors.times_away(of=who.actor, now=who.now),
        practice=practice_pages.disclosed(practice.disclosed(to=who.actor)),
        has_second_factor=is_mfa_enabled(request.user, types=[Authenticator.Type.TOTP]),
        reader=who,
        typed=_typed(request),
        note=administering.note_of(refusal) if refusal else None,
        at=str(refusal.details.get("field", "")) if refusal else "",
    )
    status = status_of(refusal)[0] if refusal else 200
    return render(request, "console/account.html", {"page": shown}, status=status)
