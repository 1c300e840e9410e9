from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts import selectors
from apps.accounts import services as accounts
from apps.accounts.models import Actor, User
from apps.console.edge import PersonRequest, Reader, page, reader, see_other
from apps.console.errors import status_of
from apps.console.pages import grants as grant_pages
from apps.console.pages import list_form
from apps.console.pages import people as people_pages
from apps.console.pages import person as person_pages
from apps.console.pages import roles as role_pages
from apps.console.pages.grants import Grants, Reach
from apps.console.pages.inbox import PAGE
from apps.console.pages.person import Typed
from apps.console.views import administering
from apps.console.views.administering import admins_only
from apps.core import refusals
from apps.core.words import say
from apps.flow.selectors import access_changes
from apps.flow.selectors import people as reads
from apps.flow.services import admitting, staffing
from apps.registry import selectors as registry
from apps.registry.models import AISystem
from apps.reviews import selectors as reviews
from apps.reviews.models import Inbox

CHANGES = 10
TEXT_LENGTH = 120


class ActUnknown(refusals.Invalid):
    code = "act_unknown"
    sentence = say("This form does not say what to change. Open the page again.")


class DayInvalid(refusals.Invalid):
    code = "day_invalid"
    sentence = say("Write the last day as year, month and day, for example 2027-03-31, or leave it empty.")


@page("GET", "HEAD")
@admins_only
def people(request: PersonRequest) -> HttpResponse:
    """List the organisation's people."""
    who = reader(request)
    asked = people_pages.asked(request.GET, text_length=TEXT_LENGTH)
    found = selectors.people(
        organisation_id=who.actor.organisation_id,
        wanted=asked.wanted(),
        after=asked.after or None,
        limit=PAGE,
        now=who.now,
    )
    shown = people_pages.build(found, asked=asked, on_name=_name_of(asked.on, who), reader=who)
    return render(request, "console/people.html", {"page": shown})


@page("GET", "HEAD")
@admins_only
def roles(request: PersonRequest) -> HttpResponse:
    """Show every role with what it may do and who holds it."""
    shown = role_pages.build(reads.roles_held(to=reader(request).actor))
    return render(request, "console/roles.html", {"page": shown})


def _name_of(on: UUID | None, who: Reader) -> str:
    if on is None:
        return ""
    named = reach_of(who.actor).names().get(on)
    if named is None:
        raise refusals.NotVisible
    return named[1]


@page("GET", "HEAD", "POST")
@admins_only
def invite(request: PersonRequest) -> HttpResponse:
    """Make a person; their first password is shown once, on their page."""
    who = reader(request)
    if request.method != "POST":
        shown = person_pages.invitation(Typed(time_zone=request.user.time_zone))
        return render(request, "console/people_invite.html", {"page": shown})
    typed = _typed(request)
    first: list[str] = []

    def act() -> str:
        person, password = accounts.add_person(
            email=typed.email,
            name=typed.name,
            roles=typed.roles,
            time_zone=typed.time_zone,
            by=who.actor,
            now=who.now,
        )
        first.append(password)
        return reverse("console:person", args=[person.id])

    to = administering.tried(request, who, route="console.invite", act=act)
    if isinstance(to, refusals.Refusal):
        shown = person_pages.invitation(
            typed, note=administering.note_of(to), at=str(to.details.get("field", ""))
        )
        return render(request, "console/people_invite.html", {"page": shown}, status=status_of(to)[0])
    administering.show_once(request, "".join(first), at=to)
    done = _("%(name)s is invited. Pass the password on, then give access below.")
    messages.success(request, done % {"name": typed.name})
    return see_other(request, to)


def _typed(request: PersonRequest) -> Typed:
    given = request.POST
    return Typed(
        name=given.get("name", "").strip()[:TEXT_LENGTH],
        email=given.get("email", "").strip()[:TEXT_LENGTH],
        time_zone=given.get("time_zone", "")[:TEXT_LENGTH],
        roles=frozenset(given.getlist("roles")),
    )


@dataclass(frozen=True, slots=True)
class _Given:
    """What a form about one person asks for; a password that it makes is put into `secrets`."""

    request: PersonRequest
    person: User
    who: Reader
    secrets: list[str] = field(default_factory=list)


@page("GET", "HEAD", "POST")
@admins_only
def person(request: PersonRequest, user_id: UUID) -> HttpResponse:
    """Show one person, or change what they are, what they may reach or how they sign in."""
    who = reader(request)
    found = selectors.person(user_id=user_id, organisation_id=who.actor.organisation_id)
    if request.method != "POST":
        return _render(request, found, who)
    given = _Given(request, found, who)
    act = request.POST.get("act", "")
    to = administering.tried(
        request, who, route=f"console.person.{act}"[:TEXT_LENGTH], act=lambda: _change(act, given)
    )
    if isinstance(to, refusals.Refusal):
        return _render(request, found, who, refusal=to)
    administering.show_once(request, "".join(given.secrets), at=to)
    messages.success(request, str(_DONE[act]) % {"name": found.name})
    return see_other(request, to)


def _render(
    request: PersonRequest, found: User, who: Reader, *, refusal: refusals.Refusal | None = None
) -> HttpResponse:
    reach = reach_of(who.actor)
    shown = person_pages.person(
        found,
        grants=grants_of(request, found, reach, who),
        reach=reach,
        changes=access_changes.changes_of(found, limit=CHANGES),
        reader=who,
        secret=administering.take_shown(request),
        note=administering.note_of(refusal) if refusal else None,
        wrote=_wrote(request, refusal) if refusal else None,
    )
    status = status_of(refusal)[0] if refusal else 200
    return render(request, "console/people_person.html", {"page": shown}, status=status)


def _wrote(request: PersonRequest, refusal: refusals.Refusal) -> person_pages.Wrote:
    named = ("act", "on", "permission", "last_day")
    return person_pages.Wrote(
        **{name: request.POST.get(name, "")[:TEXT_LENGTH] for name in named},
        why=_why(request),
        roles=frozenset(request.POST.getlist("roles")),
        at=str(refusal.details.get("field", "")),
    )


def grants_of(
    request: PersonRequest, user: User, reach: Reach, who: Reader, *, with_ended: bool = True
) -> Grants:
    """Read a page of what somebody may reach."""
    after = request.GET.get("after", "")[:TEXT_LENGTH]
    in_force_at = None if with_ended else who.now
    terms, following = selectors.terms_of(
        user.id, after=after or None, limit=grant_pages.PAGE, in_force_at=in_force_at
    )
    slugs = {one.id: one.slug for one in reach.inboxes}
    rows = grant_pages.grant_rows(terms, reach.names(), slugs, reader=who)
    return Grants(rows, list_form.pages(request.path, following, after, {}))


@page("GET", "HEAD")
@admins_only
def deactivate(request: PersonRequest, user_id: UUID) -> HttpResponse:
    """Ask once more before somebody's access ends."""
    return _asked_again(request, user_id, "deactivate")


@page("GET", "HEAD")
@admins_only
def password(request: PersonRequest, user_id: UUID) -> HttpResponse:
    """Ask once more before somebody's password stops working."""
    return _asked_again(request, user_id, "password")


@page("GET", "HEAD")
@admins_only
def take_back(request: PersonRequest, user_id: UUID, on: UUID, permission: str) -> HttpResponse:
    """Ask why before what somebody may reach of an AI system is taken back."""
    who = reader(request)
    found = selectors.person(user_id=user_id, organisation_id=who.actor.organisation_id)
    thing = reach_of(who.actor).thing(str(on))
    held = found.grant_terms.filter(object_id=on, permission=permission)
    if not isinstance(thing, AISystem) or not held.exists():
        raise refusals.NotVisible
    return administering.ask_again(request, person_pages.confirm_taking(found, thing, permission))


def _asked_again(request: PersonRequest, user_id: UUID, act: str) -> HttpResponse:
    found = selectors.person(user_id=user_id, organisation_id=request.user.organisation_id)
    return administering.ask_again(request, person_pages.confirm(found, act))


def reach_of(actor: Actor) -> Reach:
    """Read everything of the actor's organisation on which grants can stand."""
    return Reach(
        inboxes=reviews.inboxes(actor.organisation_id), systems=registry.systems_of(actor.organisation_id)
    )


def _change(act: str, given: _Given) -> str:
    """Call the one verb of the act chosen and return where to go next."""
    if act not in _ACTS:
        raise ActUnknown(field="act")
    _ACTS[act](given)
    return reverse("console:person", args=[given.person.id])


def _roles(given: _Given) -> None:
    was = given.request.POST.get("was")
    admitting.set_roles(
        user_id=given.person.id,
        roles=given.request.POST.getlist("roles"),
        was=None if was is None else [one for one in was.split(",") if one],
        why=_why(given.request),
        by=given.who.actor,
        now=given.who.now,
    )


def _why(request: PersonRequest) -> str:
    return request.POST.get("why", "")[: staffing.WHY_LENGTH + 1]


def _give(given: _Given) -> None:
    thing = _thing(given)
    if isinstance(thing, Inbox):
        staffing.let_into_inbox(
            slug=thing.slug,
            user_id=given.person.id,
            permission=given.request.POST.get("permission", ""),
            why=_why(given.request),
            expires_at=end_of(given.request.POST.get("last_day", ""), given.who),
            by=given.who.actor,
            now=given.who.now,
        )
        return
    admitting.let_in(
        user_id=given.person.id,
        permission=given.request.POST.get("permission", ""),
        on=thing,
        why=_why(given.request),
        expires_at=end_of(given.request.POST.get("last_day", ""), given.who),
        by=given.who.actor,
        now=given.who.now,
    )


def _take_back(given: _Given) -> None:
    """Take back what was given on an AI system; an inbox has a page of its own for it."""
    thing = _thing(given)
    if isinstance(thing, Inbox):
        raise refusals.NotVisible
    admitting.shut_out(
        user_id=given.person.id,
        permission=given.request.POST.get("permission", ""),
        on=thing,
        why=_why(given.request),
        by=given.who.actor,
        now=given.who.now,
    )


def _thing(given: _Given) -> Inbox | AISystem:
    found = reach_of(given.who.actor).thing(given.request.POST.get("on", ""))
    if found is None:
        raise refusals.NotVisible
    return found


def end_of(last_day: str, who: Reader) -> datetime | None:
    """Return the instant after the last day ends where the reader is, or None when there is no last day.

    Raises: DayInvalid.
    """
    if not last_day.strip():
        return None
    try:
        start = datetime.strptime(last_day.strip(), "%Y-%m-%d").replace(tzinfo=who.zone)
        return start + timedelta(days=1)
    except (ValueError, OverflowError):
        raise DayInvalid(field="last_day") from None


def _deactivate(given: _Given) -> None:
    administering.confirmed(given.request)
    why, who = _why(given.request), given.who
    admitting.deactivate(user_id=given.person.id, why=why, by=who.actor, now=who.now)


def _reactivate(given: _Given) -> None:
    administering.confirmed(given.request)
    why, who = _why(given.request), given.who
    admitting.reactivate(user_id=given.person.id, why=why, by=who.actor, now=who.now)


def _password(given: _Given) -> None:
    administering.confirmed(given.request)
    fresh = accounts.renew_password(email=given.person.email, by=given.who.actor, now=given.who.now)
    given.secrets.append(fresh)


_ACTS: dict[str, Callable[[_Given], None]] = {
    "roles": _roles,
    "give": _give,
    "take_back": _take_back,
    "deactivate": _deactivate,
    "reactivate": _reactivate,
    "password": _password,
}
_DONE = {
    "roles": gettext_lazy("The roles of %(name)s are saved. They count from the next page %(name)s opens."),
    "give": gettext_lazy("Given. %(name)s has it from the next page on."),
    "take_back": gettext_lazy("Taken back. %(name)s loses it with the next page."),
    "deactivate": gettext_lazy("%(name)s can no longer sign in. What %(name)s decided stays as it is."),
    "reactivate": gettext_lazy("%(name)s can sign in again."),
    "password": gettext_lazy(
        "%(name)s has a new password, shown here this once. The old one no longer works."
    ),
}
