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
from apps.console.views import administering
from apps.console.views.people import TEXT_LENGTH, grants_of, reach_of
from apps.core import refusals


@page("GET", "HEAD", "POST")
def account(request: PersonRequest) -> HttpResponse:
    """Show a person their own account, or keep how they want to see ReviewHub."""
    who = reader(request)
    if request.method != "POST":
        return _render(request, who)
    to = administering.tried(request, who, route="console.account", act=lambda: _keep(request, who))
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


def _render(request: PersonRequest, who: Reader, *, refusal: refusals.Refusal | None = None) -> HttpResponse:
    shown = account_pages.build(
        request.user,
        roles=navigation.role_words(who.actor),
        grants=grants_of(request, request.user, reach_of(who.actor), who, with_ended=False),
        has_second_factor=is_mfa_enabled(request.user, types=[Authenticator.Type.TOTP]),
        reader=who,
        note=administering.note_of(refusal) if refusal else None,
    )
    status = status_of(refusal)[0] if refusal else 200
    return render(request, "console/account.html", {"page": shown}, status=status)
