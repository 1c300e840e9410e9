"""How a team's work stands; a case is taken from who has it; what is aimed at is set."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts import access as rights
from apps.accounts.models import User
from apps.console.edge import PersonRequest, Reader, page, reader, see_other
from apps.console.errors import status_of
from apps.console.pages import hand_on as hand_on_pages
from apps.console.pages import own_figures as own_figures_pages
from apps.console.pages import team as pages
from apps.console.pages.shell import Action
from apps.console.views import administering
from apps.core import refusals
from apps.core.words import say
from apps.flow.selectors import own_figures as reads
from apps.flow.selectors import routing, teams
from apps.flow.services import handing_on, staffing

ROWS = 25
LONGEST = 200
NOTE_LENGTH = 10_000


class TargetUnread(refusals.Invalid):
    code = "target_invalid"
    sentence = say("Give how many of 100 cases leave the inbox in time, from 1 to 100, or nothing.")


@page("GET", "HEAD", "POST")
def team(request: PersonRequest) -> HttpResponse:
    """Show how one inbox stands that the person supervises, or set what is aimed at there."""
    who = reader(request)
    asked = pages.Asked(
        slug=request.GET.get("inbox", "")[:LONGEST],
        who=request.GET.get("who", "")[:LONGEST],
        had=request.GET.get("had", "")[:LONGEST],
    )
    if request.method != "POST":
        return _shown(request, who, asked)
    typed = request.POST.get("target", "").strip()[:LONGEST]

    def act() -> str:
        staffing.set_target(slug=asked.slug, in_hundred=_number(typed), by=who.actor, now=who.now)
        return f"{reverse('console:team')}?inbox={asked.slug}"

    to = administering.tried(request, who, route="console.team.target", act=act)
    if isinstance(to, refusals.Refusal):
        return _shown(request, who, asked, typed=typed, refusal=to)
    messages.success(request, _("Kept. The weeks are measured against it from now on."))
    return see_other(request, to)


def _number(text: str) -> int | None:
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) < len("1000"):
        return int(text)
    raise TargetUnread(field="target")


def _shown(
    request: PersonRequest,
    who: Reader,
    asked: pages.Asked,
    *,
    typed: str | None = None,
    refusal: refusals.Refusal | None = None,
) -> HttpResponse:
    found = teams.team(slug=asked.slug, to=who.actor, now=who.now)
    slug = found.inbox.slug
    shown = pages.build(
        found,
        teams.people(slug=slug, to=who.actor, after=asked.who or None, limit=ROWS, now=who.now),
        teams.had(slug=slug, to=who.actor, after=asked.had or None, limit=ROWS, now=who.now),
        asked=asked,
        reader=who,
        note=administering.note_of(refusal) if refusal else None,
        typed=typed,
        at=str(refusal.details.get("field", "")) if refusal else "",
    )
    status = status_of(refusal)[0] if refusal else 200
    return render(request, "console/team.html", {"page": shown}, status=status)


@page("GET", "HEAD")
def own_figures(request: PersonRequest, user_id: UUID) -> HttpResponse:
    """Show how one person decides: to them, and to whoever supervises them."""
    who = reader(request)
    found = reads.own_figures(user_id=user_id, to=who.actor, now=who.now)
    shown = own_figures_pages.build(found, reader=who)
    return render(request, "console/own_figures.html", {"page": shown})


@page("GET", "HEAD", "POST")
def hand_on(request: PersonRequest, item_id: UUID) -> HttpResponse:
    """Ask to whom a case goes that somebody has, and why; and do it."""
    who = reader(request)
    had = teams.one_had(item_id=item_id, to=who.actor, now=who.now)
    if request.method != "POST":
        return _asked(request, had, who)
    typed = {name: request.POST.get(name, "")[:NOTE_LENGTH] for name in ("to", "why", "note", "version")}
    to = administering.tried(request, who, route="console.hand_on", act=lambda: _handed_on(had, typed, who))
    if isinstance(to, refusals.Refusal):
        return _asked(request, had, who, typed=typed, refusal=to)
    messages.success(request, _("Done. Whoever had it was told."))
    return see_other(request, to)


def _handed_on(had: teams.Had, typed: dict[str, str], who: Reader) -> str:
    version = typed["version"]
    handing_on.hand_on(
        item_id=had.item.id,
        to=_recipient(typed["to"], who).actor if typed["to"] else None,
        why=typed["why"],
        note=typed["note"],
        version=int(version) if version.isascii() and version.isdigit() and len(version) <= LONGEST else 0,
        by=who.actor,
        now=who.now,
    )
    return _back(had, who).url


def _back(had: teams.Had, who: Reader) -> Action:
    """Return where what somebody has is listed: for an admin who broke the glass it is that opening."""
    for one in rights.opened(who.actor):
        if one.inbox_id == had.item.inbox_id:
            return Action(reverse("console:break_glass_one", args=[one.id]), _("Break-glass"))
    return Action(f"{reverse('console:team')}?inbox={had.item.inbox.slug}", _("Team"))


def _recipient(user_id: str, who: Reader) -> User:
    try:
        wanted = UUID(user_id)
    except ValueError:
        raise staffing.PersonUnknown(field="to") from None
    people = User.objects.select_related("actor__organisation")
    found = people.filter(id=wanted, organisation=who.actor.organisation_id, is_active=True).first()
    if found is None:
        raise staffing.PersonUnknown(field="to")
    return found


def _asked(
    request: PersonRequest,
    had: teams.Had,
    who: Reader,
    *,
    typed: dict[str, str] | None = None,
    refusal: refusals.Refusal | None = None,
) -> HttpResponse:
    shown = hand_on_pages.hand_on(
        had,
        routing.recipients(had.item, but=had.who, now=who.now),
        back=_back(had, who),
        reader=who,
        typed=typed,
        note=administering.note_of(refusal) if refusal else None,
        at=str(refusal.details.get("field", "")) if refusal else "",
    )
    status = status_of(refusal)[0] if refusal else 200
    return render(request, "console/team_hand_on.html", {"page": shown}, status=status)
