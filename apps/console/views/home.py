from django.http import HttpResponse
from django.shortcuts import render

from apps.accounts import access
from apps.accounts.models import Role
from apps.console.edge import PersonRequest, Reader, page, reader
from apps.console.pages import break_glass as glass_pages
from apps.console.pages import (
    cast,
    home_admin,
    home_kept,
    home_owner,
    home_reached,
    home_team,
    navigation,
    watching,
)
from apps.console.pages import home as home_pages
from apps.console.pages import real as real_pages
from apps.console.pages.home_parts import Section, Start
from apps.flow import selectors as flow
from apps.flow.selectors import break_glass, kept, reached


@page("GET", "HEAD")
def home(request: PersonRequest) -> HttpResponse:
    """Show what needs the person, for each of their roles in turn."""
    who = reader(request)
    inboxes = flow.waiting(to=who.actor, now=who.now)
    sections, start = _deciding(who, inboxes)
    sections = [*_alarm(who), *sections, *_watching(who)]
    if not sections or _sees_nothing(who):
        sections = [home_pages.nothing_granted(), *sections]
    shown = home_pages.build(sections, start=start, reader=who)
    shell = navigation.shell(request.user, path=request.path, inboxes=inboxes)
    return render(request, "console/home.html", {"page": shown, "shell": shell})


def _alarm(who: Reader) -> tuple[Section, ...]:
    if not {Role.OWNER, Role.SUPERVISOR} & access.roles(who.actor):
        return ()
    return glass_pages.alarm(break_glass.running(to=who.actor, now=who.now), reader=who)


def _sees_nothing(who: Reader) -> bool:
    actor = who.actor
    is_deciding = {Role.OFFICER, Role.SUPERVISOR} & access.roles(actor)
    return bool(is_deciding) and not navigation.may_decide_somewhere(actor)


def _deciding(who: Reader, inboxes: list[flow.Waiting]) -> tuple[list[Section], Start | None]:
    """What those who decide find; without a grant there is nothing to decide."""
    roles, sections = access.roles(who.actor), []
    worked = [one for one in inboxes if one.may_work]
    supervised = [one for one in inboxes if one.may_supervise]
    is_officer = Role.OFFICER in roles and bool(worked)
    if is_officer:
        found = flow.officer_home(to=who.actor, now=who.now)
        known = flow.good_to_know(inbox_ids=[one.id for one in worked], now=who.now)
        sections += home_pages.officer(found, known, worked, reader=who)
    else:
        sections += home_pages.questions(inboxes)
    if Role.SUPERVISOR in roles and supervised:
        climbed = flow.supervisor_home(to=who.actor, now=who.now)
        above = home_reached.supervisor(reached.held_for(to=who.actor, now=who.now), reader=who)
        sections += home_team.supervisor(
            climbed, above, supervised, reader=who, with_authority=not is_officer
        )
        sections.append(home_kept.section(kept.kept_promises(to=who.actor, now=who.now)))
    if not is_officer and Role.SUPERVISOR not in roles:
        return sections, None
    waits = any(one.n_open for one in worked)
    held = [] if waits else flow.held(to=who.actor, now=who.now)
    return sections, home_pages.start(worked, held=held, reader=who)


def _watching(who: Reader) -> list[Section]:
    roles, sections = access.roles(who.actor), []
    if Role.ANALYST in roles and navigation.may_learn(who.actor):
        found = flow.analyst_home(to=who.actor, now=who.now)
        sections += watching.analyst(found, flow.analyst_news(to=who.actor, now=who.now), reader=who)
    if Role.OWNER in roles:
        sections += _owning(who)
    if Role.AUDITOR in roles:
        sections += watching.auditor(flow.auditor_home(to=who.actor), reader=who)
    if Role.ADMIN in roles:
        sections += home_admin.admin(flow.admin_home(to=who.actor, now=who.now), reader=who)
    return sections


def _owning(who: Reader) -> list[Section]:
    cases, held = reached.climbed_to_owner(to=who.actor), reached.held_for(to=who.actor, now=who.now)
    climbed = home_reached.owner(cases, held, reader=who)
    return home_owner.owner(flow.owner_home(to=who.actor, now=who.now), climbed, reader=who)


@page("GET", "HEAD")
def real(request: PersonRequest) -> HttpResponse:
    """Say what of the demonstration is real and what is simulated."""
    people = cast.sign_ins(now=reader(request).now) if request.user.organisation.is_demonstration else ()
    return render(request, "console/real.html", {"sections": real_pages.SECTIONS, "people": people})
