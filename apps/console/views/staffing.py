"""The people of an inbox: let in and taken out after a fresh proof, counted, and away."""

from collections.abc import Callable
from datetime import date
from typing import Any, cast
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from apps.console.edge import PersonRequest, Reader, page, reader, see_other
from apps.console.errors import status_of
from apps.console.pages import skills as skill_pages
from apps.console.pages import staffing as pages
from apps.console.views import administering
from apps.console.views.people import ActUnknown, DayInvalid, end_of
from apps.core import ids, refusals
from apps.flow.selectors import skills
from apps.flow.selectors import staffing as selectors
from apps.flow.services import skilling, staffing
from apps.reviews import access as reviews

MEMBERS = 50
LONGEST = 320
FIELDS = (
    *("act", "person", "may", "why", "last_day", "per_day", "with_days", "version"),
    *("from", "until", "stand_in", "id"),
    *("skill", "skill_why", "segment", "asked", "day_on"),
)


@page("GET", "HEAD", "POST")
def people(request: PersonRequest, slug: str) -> HttpResponse:
    """Show who works an inbox and what they take; or let somebody in, count them, say who is away."""
    proven = reauthentication_required(enabled=_lets_in)(_people)
    return cast("HttpResponse", proven(request, slug))


def _lets_in(request: PersonRequest) -> bool:
    return request.method == "POST" and request.POST.get("act") == "let_in"


def _people(request: PersonRequest, slug: str) -> HttpResponse:
    who = reader(request)
    if request.method != "POST":
        return _shown(request, who, slug)
    typed = {name: request.POST.get(name, "").strip()[:LONGEST] for name in FIELDS}

    typed["days"] = " ".join(request.POST.getlist("day"))[:LONGEST]

    def change() -> str:
        if typed["act"] not in ACTS:
            raise ActUnknown(field="act")
        ACTS[typed["act"]][0](slug, typed, who)
        return reverse("console:inbox_people", args=[slug])

    to = administering.tried(request, who, route=f"console.staff.{typed['act']}"[:50], act=change)
    if isinstance(to, refusals.Refusal):
        return _shown(request, who, slug, typed=typed, refusal=to)
    messages.success(request, str(ACTS[typed["act"]][1]))
    return see_other(request, to)


def _let_in(slug: str, typed: dict[str, str], who: Reader) -> None:
    people_here = User.objects.filter(organisation=who.actor.organisation_id, is_active=True)
    person = people_here.filter(email__iexact=typed["person"]).first()
    if person is None:
        raise staffing.PersonUnknown(field="person")
    staffing.let_into_inbox(
        slug=slug,
        user_id=person.id,
        permission=typed["may"],
        why=typed["why"],
        expires_at=end_of(typed["last_day"], who),
        by=who.actor,
        now=who.now,
    )


def _count(slug: str, typed: dict[str, str], who: Reader) -> None:
    staffing.set_capacity(
        slug=slug,
        user_id=_id(typed["person"]),
        per_day=_number(typed["per_day"]) if typed["per_day"] else None,
        version=_number(typed["version"]),
        weekdays=[_number(one) for one in typed["days"].split()] if typed["with_days"] else None,
        by=who.actor,
        now=who.now,
    )


def _away(_slug: str, typed: dict[str, str], who: Reader) -> None:
    state_away(_id(typed["person"]), typed, who)


def state_away(user_id: UUID, typed: dict[str, str], who: Reader) -> None:
    """State an absence by its first and last day where the reader is.

    Raises: DayInvalid, and what the verb refuses.
    """
    span = pages.days_of(typed["from"], typed["until"], who.zone)
    if span is None:
        raise DayInvalid(field="from")
    staffing.state_away(
        user_id=user_id,
        from_at=span[0],
        until_at=span[1],
        stand_in=typed.get("stand_in", ""),
        by=who.actor,
        now=who.now,
    )


def _back(_slug: str, typed: dict[str, str], who: Reader) -> None:
    staffing.end_away(away_id=_id(typed["id"]), by=who.actor, now=who.now)


def _give_skill(slug: str, typed: dict[str, str], who: Reader) -> None:
    skilling.give_skill(slug=slug, **_skill(typed), by=who.actor, now=who.now)


def _take_skill(slug: str, typed: dict[str, str], who: Reader) -> None:
    skilling.take_skill(slug=slug, **_skill(typed), by=who.actor, now=who.now)


def _skill(typed: dict[str, str]) -> dict[str, Any]:
    return {"user_id": _id(typed["person"]), "name": typed["skill"], "why": typed["skill_why"]}


def _ask_skill(slug: str, typed: dict[str, str], who: Reader) -> None:
    system, _space, segment = typed["segment"].partition(" ")
    skilling.ask_for_skill(
        slug=slug, system_slug=system, segment=segment, name=typed["asked"], by=who.actor, now=who.now
    )


def _day(*, is_on: bool | None) -> "Act":
    def said(slug: str, typed: dict[str, str], who: Reader) -> None:
        try:
            day = date.fromisoformat(typed["day_on"])
        except ValueError:
            raise DayInvalid(field="day") from None
        person = _id(typed["person"])
        skilling.set_rota_day(slug=slug, user_id=person, day_on=day, is_on=is_on, by=who.actor, now=who.now)

    return said


Act = Callable[[str, dict[str, str], Reader], None]
ACTS: dict[str, tuple[Act, object]] = {
    "let_in": (_let_in, gettext_lazy("Given. They have it from the next page on.")),
    "count": (_count, gettext_lazy("Kept. What is due already keeps its time.")),
    "away": (
        _away,
        gettext_lazy("The absence is stated. They count for nothing and are given nothing then."),
    ),
    "back": (_back, gettext_lazy("The absence is ended.")),
    "give_skill": (_give_skill, gettext_lazy("Kept. They are offered the cases that ask for it.")),
    "take_skill": (_take_skill, gettext_lazy("Kept. They were told.")),
    "ask_skill": (_ask_skill, gettext_lazy("Kept. It counts from the next case that is taken.")),
    "on_day": (_day(is_on=True), gettext_lazy("Kept: they are on that day.")),
    "off_day": (_day(is_on=False), gettext_lazy("Kept: they are not on that day.")),
    "usual_day": (_day(is_on=None), gettext_lazy("Kept: that day is as every such day of the week.")),
}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < len("1000000000") else 0


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise refusals.NotVisible from None


def _shown(
    request: PersonRequest,
    who: Reader,
    slug: str,
    *,
    typed: dict[str, str] | None = None,
    refusal: refusals.Refusal | None = None,
) -> HttpResponse:
    after = request.GET.get("after", "")[:LONGEST]
    found = selectors.members(
        slug=slug, to=who.actor, after=after or None, limit=MEMBERS, now=who.now, with_offered=True
    )
    inbox = found.staffed.inbox
    states = skills.states(inbox, workers=found.takes, on=found.on)
    shown = pages.build(
        found,
        after=after,
        reader=who,
        typed=typed or {},
        skills=skill_pages.build(states, skills.segments(inbox)),
        note=administering.note_of(refusal) if refusal else None,
        at=str(refusal.details.get("field", "")) if refusal else "",
        inbox_shown=found.staffed.inbox.id in reviews.inbox_ids(who.actor),
    )
    status = status_of(refusal)[0] if refusal else 200
    return render(request, "console/inbox_people.html", {"page": shown}, status=status)


@page("GET", "HEAD", "POST")
def remove(request: PersonRequest, slug: str, user_id: UUID, permission: str) -> HttpResponse:
    """Ask with what becomes of their cases, and take a permission on an inbox back with a reason."""
    proven = reauthentication_required(enabled=lambda asked: asked.method == "POST")(_remove)
    return cast("HttpResponse", proven(request, slug, user_id, permission))


def _remove(request: PersonRequest, slug: str, user_id: UUID, permission: str) -> HttpResponse:
    who = reader(request)

    def shown(refusal: refusals.Refusal | None = None) -> HttpResponse:
        found = selectors.leaving(
            slug=slug, user_id=user_id, permission=permission, to=who.actor, now=who.now
        )
        return _asked(request, found, refusal)

    if request.method != "POST":
        return shown()
    left: list[staffing.Left] = []

    def change() -> str:
        why = request.POST.get("why", "")[:LONGEST]
        left.append(
            staffing.shut_out_of_inbox(
                slug=slug, user_id=user_id, permission=permission, why=why, by=who.actor, now=who.now
            )
        )
        return reverse("console:inbox_people", args=[slug])

    to = administering.tried(request, who, route="console.staff.remove", act=change)
    if isinstance(to, refusals.Refusal):
        return shown(to)
    name = User.objects.get(id=user_id).name
    messages.success(request, pages.done(sum(one.n_put_back for one in left), name))
    return see_other(request, to)


def _asked(
    request: PersonRequest, found: selectors.Leaving, refusal: refusals.Refusal | None
) -> HttpResponse:
    shown = pages.leave(
        found,
        key=str(ids.new()),
        why=request.POST.get("why", "")[:LONGEST],
        note=administering.note_of(refusal) if refusal else None,
        at=str(refusal.details.get("field", "")) if refusal else "",
    )
    status = status_of(refusal)[0] if refusal else 200
    return render(request, "console/inbox_remove.html", {"page": shown}, status=status)
