"""The page of the standing limits: everybody who may read the policy reads it, the owner changes it."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import Actor
from apps.console.edge import PersonRequest, Reader, page, reader, see_other
from apps.console.errors import status_of
from apps.console.once import once
from apps.console.pages import amounts
from apps.console.pages import limits_of_authority as pages
from apps.console.pages.inbox import PAGE
from apps.console.pages.shell import Note
from apps.console.views import proving
from apps.core import refusals
from apps.core.speech import speak
from apps.core.words import say
from apps.flow.selectors import declared, granted_limits
from apps.flow.services import authorising as flow
from apps.registry import access
from apps.registry import selectors as registry
from apps.registry.models import AISystem

FIELDS = ("act", "version", "limit", "whose", "person", "outcome", "amount", "from", "until", "why")
LONGEST = 320
CURSOR_LENGTH = 200
MOST_OFFERED = 200
Refused = (refusals.Invalid, refusals.IllegalMove, refusals.Stale)
NAMES = {"max_amount_minor": "amount", "from_at": "from", "role": "whose"}


class PersonUnknown(refusals.Invalid):
    code = "limit_person_unknown"
    sentence = say("Nobody of your organisation has this e-mail address.")


class LimitActUnknown(refusals.Invalid):
    code = "limit_act_unknown"
    sentence = say("Set a limit, or end one.")


@page("GET", "HEAD", "POST")
def limits(request: PersonRequest, slug: str) -> HttpResponse:
    """Show who decides up to which amount; the owner sets and ends limits after proving who they are."""
    who = reader(request)
    if request.method == "POST":
        return _act(request, slug, who)
    kept = proving.typed(request, at=request.path)
    return _shown(request, slug, who, pages.Tried(kept or {}, is_confirmed=kept is not None))


def _shown(
    request: PersonRequest, slug: str, who: Reader, tried: pages.Tried, *, status: int = 200
) -> HttpResponse:
    after = request.GET.get("after", "")[:CURSOR_LENGTH]
    found = granted_limits.limits_page(slug=slug, to=who.actor, after=after or None, limit=PAGE, now=who.now)
    shown = pages.build(
        found,
        tried=tried,
        after=after,
        people=_people(found.system, who) if found.is_owner else (),
        sees_system=registry.may_see(who.actor, found.system),
        reader=who,
    )
    return render(request, "console/limits.html", {"page": shown}, status=status)


def _people(system: AISystem, who: Reader) -> tuple[tuple[str, str], ...]:
    found = registry.people_with(organisation_id=system.organisation_id, roles={"officer", "supervisor"})
    return tuple((one.email, one.name) for one in found if one.actor_id != who.actor.id)[:MOST_OFFERED]


def _act(request: PersonRequest, slug: str, who: Reader) -> HttpResponse:
    system = granted_limits.may_read(slug=slug, to=who.actor)
    access.require_owner(who.actor, system)
    typed = {name: request.POST.get(name, "").strip()[:LONGEST] for name in FIELDS}
    away = proving.ask(request, back=request.path, typed=typed)
    if away is not None:
        return away

    def acted() -> str:
        if typed["act"] not in ACTS:
            raise LimitActUnknown(field="act")
        ACTS[typed["act"]][0](system, typed, who)
        return reverse("console:limits", args=[slug])

    try:
        to = once(request, route="console.limits", by_id=who.actor.id, now=who.now, act=acted)
    except Refused as refusal:
        status, _title = status_of(refusal)
        field = str(refusal.details.get("field", ""))
        said = Note("bad", "triangle-alert", _("Nothing changed."), speak(refusal.sentence), alert=True)
        tried = pages.Tried(typed, note=said, field=NAMES.get(field, field))
        return _shown(request, slug, who, tried, status=status)
    proving.forget(request)
    messages.success(request, str(ACTS[typed["act"]][1]))
    return see_other(request, to)


def _set(system: AISystem, typed: dict[str, str], who: Reader) -> None:
    is_person = typed["whose"] == pages.ONE_PERSON
    flow.set_limit(
        system=system,
        role="" if is_person else typed["whose"],
        person=_person(typed["person"], who) if is_person else None,
        outcome=typed["outcome"],
        max_amount_minor=_amount(typed["amount"], system),
        from_at=_moment(typed["from"], who, "from") or who.now,
        ended_at=_moment(typed["until"], who, "until"),
        why=typed["why"],
        version=_number(typed["version"]),
        by=who.actor,
        now=who.now,
    )


def _amount(text: str, system: AISystem) -> int | None:
    return amounts.read(text, currency=system.currency, field="amount") if text else None


def _moment(text: str, who: Reader, field: str) -> datetime | None:
    return amounts.moment(text, reader=who, field=field) if text else None


def _person(email: str, who: Reader) -> Actor:
    found = declared.person_of(email=email, organisation_id=who.actor.organisation_id)
    if found is None:
        raise PersonUnknown(field="person")
    return found


def _end(system: AISystem, typed: dict[str, str], who: Reader) -> None:
    try:
        limit_id = UUID(typed["limit"])
    except ValueError:
        raise refusals.NotVisible from None
    flow.end_limit(
        system=system,
        limit_id=limit_id,
        why=typed["why"],
        version=_number(typed["version"]),
        by=who.actor,
        now=who.now,
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < len("1000000000") else -1


Act = Callable[[AISystem, dict[str, str], Reader], None]
ACTS: dict[str, tuple[Act, object]] = {
    "set": (_set, gettext_lazy("The limit is set. What is held already waits where it waits.")),
    "end": (_end, gettext_lazy("The limit is ended.")),
}
