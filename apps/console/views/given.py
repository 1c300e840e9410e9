"""Giving authority for one case, taking it back, and the list for those who oversee it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console.edge import PersonRequest, Reader, page, reader, see_other
from apps.console.errors import status_of
from apps.console.once import once
from apps.console.pages import amounts
from apps.console.pages import given as pages
from apps.console.pages.inbox import PAGE
from apps.console.pages.shell import Note
from apps.core import refusals
from apps.core.speech import speak
from apps.flow.selectors import declared
from apps.flow.selectors import given as selectors
from apps.flow.services import authorising as flow
from apps.reviews.services import exceptional

FIELDS = ("to", "outcome", "amount", "until", "why")
LONGEST = 5000
CURSOR_LENGTH = 200
NAMES = {"amount_minor": "amount", "expires_at": "until"}
Refused = (refusals.Invalid, refusals.IllegalMove, refusals.Stale, refusals.NotAllowed)


@page("GET", "HEAD")
def given(request: PersonRequest, slug: str) -> HttpResponse:
    """Show the authority that was given once: open, used, over."""
    who = reader(request)
    asked = request.GET.get("state", selectors.OPEN)
    state = asked if asked in selectors.STATES else selectors.OPEN
    after = request.GET.get("after", "")[:CURSOR_LENGTH]
    found = selectors.given_list(
        slug=slug, to=who.actor, state=state, after=after or None, limit=PAGE, now=who.now
    )
    shown = pages.build(found, state=state, after=after, reader=who)
    return render(request, "console/given.html", {"page": shown})


@page("GET", "HEAD", "POST")
def give(request: PersonRequest, item_id: UUID) -> HttpResponse:
    """Show what was given on a case; or give somebody authority for it once."""
    who = reader(request)
    if request.method != "POST":
        return _shown(request, item_id, who, pages.Tried({}))
    typed = {name: request.POST.get(name, "").strip()[:LONGEST] for name in FIELDS}

    def act() -> str:
        _give(item_id, typed, who)
        return reverse("console:give_authority", args=[item_id])

    try:
        to = once(request, route="console.give_authority", by_id=who.actor.id, now=who.now, act=act)
    except Refused as refusal:
        status, _title = status_of(refusal)
        field = str(refusal.details.get("field", ""))
        note = Note("bad", "triangle-alert", _("Nothing changed."), speak(refusal.sentence), alert=True)
        tried = pages.Tried(typed, note=note, field=NAMES.get(field, field))
        return _shown(request, item_id, who, tried, status=status)
    messages.success(request, _("Given. They are told, and the page of the case says so."))
    return see_other(request, to)


def _give(item_id: UUID, typed: dict[str, str], who: Reader) -> None:
    found = selectors.giving(item_id=item_id, to=who.actor, now=who.now)
    to = declared.person_of(email=typed["to"], organisation_id=who.actor.organisation_id)
    if to is None:
        raise exceptional.OneTimeInvalid(field="to")
    flow.give_once(
        item_id=item_id,
        to=to,
        amount_minor=amounts.read(typed["amount"], currency=found.item.system.currency, field="amount"),
        outcome=typed["outcome"],
        why=typed["why"],
        expires_at=amounts.moment(typed["until"], reader=who, field="until"),
        by=who.actor,
        now=who.now,
    )


def _shown(
    request: PersonRequest, item_id: UUID, who: Reader, tried: pages.Tried, *, status: int = 200
) -> HttpResponse:
    found = selectors.giving(item_id=item_id, to=who.actor, now=who.now)
    shown = pages.give(found, tried=tried, reader=who)
    return render(request, "console/give_authority.html", {"page": shown}, status=status)


@page("POST")
def take_back(request: PersonRequest, authority_id: UUID) -> HttpResponse:
    """Take an authority back that was not used, and go back to where it was looked at."""
    who = reader(request)
    row = selectors.one(authority_id=authority_id, to=who.actor, now=who.now)

    def act() -> str:
        exceptional.take_back_once(authority_id=authority_id, by=who.actor, now=who.now)
        return reverse("console:case", args=[row.case_ref])

    to = once(request, route="console.authority_take_back", by_id=who.actor.id, now=who.now, act=act)
    messages.success(request, _("Taken back. It carries no decision any more."))
    return see_other(request, to)
