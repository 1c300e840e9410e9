"""One act on several cases of an inbox: its form, and what came of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console import forms, once
from apps.console.edge import PersonRequest, Reader, page, reader, see_other
from apps.console.errors import status_of
from apps.console.pages import later
from apps.console.pages import together as pages
from apps.core import ids, refusals
from apps.core.speech import speak
from apps.core.words import say
from apps.flow import selectors
from apps.flow import services as flow
from apps.reviews import access
from apps.reviews.services import assigning

LONGEST = 60


class NobodyChosen(refusals.Invalid):
    code = "nobody_chosen"
    sentence = say("Choose whom you give them to.")


@page("GET", "HEAD", "POST")
def together(request: PersonRequest, slug: str) -> HttpResponse:
    """Show the form of an act on the cases chosen; or do it, and say of each what came of it."""
    who = reader(request)
    given = request.POST if request.method == "POST" else request.GET
    act, chosen = given.get("act", ""), pages.read_chosen(given.getlist("item"))
    if act not in pages.TITLES:
        raise refusals.NotVisible
    found = selectors.chosen_rows(
        slug=slug, item_ids=[one.item_id for one in chosen], to=who.actor, now=who.now
    )
    _require_may(found, act)
    asked = Asked(slug, act, chosen, forms.typed(given), given.get("to", "")[:LONGEST])
    if not 1 <= len(chosen) <= flow.MOST_TOGETHER:
        messages.info(
            request, _("Choose from 1 to %(most)s cases of the list first.") % {"most": flow.MOST_TOGETHER}
        )
        return see_other(request, reverse("console:inbox", args=[slug]))
    if request.method != "POST":
        return _form(request, found, asked)
    return _act(request, found, asked, who)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for."""

    slug: str
    act: str
    chosen: Sequence[flow.Chosen]
    typed: forms.Typed
    to: str


def _require_may(found: selectors.ChosenRows, act: str) -> None:
    if act == pages.ASSIGN and not found.may_supervise:
        raise assigning.MayNotAssign(permission="supervise_inbox")
    if act != pages.ASSIGN and not found.may_work:
        raise access.CannotWork(permission="work_inbox")


def _form(
    request: PersonRequest, found: selectors.ChosenRows, asked: Asked, refusal: refusals.Refusal | None = None
) -> HttpResponse:
    shown = pages.form(
        found,
        asked.chosen,
        act=asked.act,
        typed=asked.typed,
        to=asked.to,
        key=str(ids.new()),
        field=str(refusal.details.get("field", "")) if refusal else "",
        error=speak(refusal.sentence) if refusal else "",
    )
    status = status_of(refusal)[0] if refusal else 200
    return render(request, "console/together.html", {"page": shown}, status=status)


def _act(request: PersonRequest, found: selectors.ChosenRows, asked: Asked, who: Reader) -> HttpResponse:
    """Do it once for this form; the same form sent again is answered as before."""
    try:
        body = once.answered(
            request,
            route="console.together",
            by_id=who.actor.id,
            now=who.now,
            act=lambda: {"each": [_plain(one) for one in _done(found, asked, who)]},
        )
    except refusals.Invalid as refusal:
        return _form(request, found, asked, refusal)
    each = [flow.Each(UUID(one["id"]), one["done"], one["code"], one["sentence"]) for one in body["each"]]
    now = selectors.chosen_rows(
        slug=asked.slug, item_ids=[one.item_id for one in each], to=who.actor, now=who.now
    )
    shown = pages.result(now, each, act=asked.act)
    return render(request, "console/together.html", {"page": shown})


def _plain(one: flow.Each) -> dict[str, object]:
    return {"id": str(one.item_id), "done": one.is_done, "code": one.code, "sentence": one.sentence}


def _done(found: selectors.ChosenRows, asked: Asked, who: Reader) -> list[flow.Each]:
    typed = asked.typed
    if asked.act == pages.SNOOZE:
        return flow.snooze_together(
            inbox_slug=asked.slug,
            chosen=asked.chosen,
            until=later.until(typed, organisation=who.actor.organisation, now=who.now),
            why=typed.later_why,
            note=typed.note,
            by=who.actor,
            now=who.now,
        )
    if asked.act == pages.ESCALATE:
        return flow.escalate_together(
            inbox_slug=asked.slug,
            chosen=asked.chosen,
            why=typed.why,
            note=typed.note,
            by=who.actor,
            now=who.now,
        )
    to = next((one for one in found.people if str(one.id) == asked.to), None)
    if to is None and asked.to != pages.NOBODY:
        raise NobodyChosen(field="to")
    return flow.assign_together(inbox_slug=asked.slug, chosen=asked.chosen, to=to, by=who.actor, now=who.now)
