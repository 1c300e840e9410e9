"""People, what they are and what they may reach, as template data. No word of any case is read here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import available_timezones

from django.urls import reverse

from apps.accounts.models import GrantTerm, Role, User
from apps.console.edge import Reader
from apps.console.pages import words
from apps.console.pages.shell import Action, Empty, Note, more_url
from apps.console.pages.words import Moment
from apps.core import ids
from apps.registry.models import AISystem
from apps.reviews.models import Inbox

ROLES = {
    Role.OFFICER: "Works inboxes, inside an authority limit.",
    Role.SUPERVISOR: "Decides what climbs, never what they decided or raised themselves.",
    Role.ANALYST: "Looks for patterns in overrides and proposes fixes.",
    Role.OWNER: "Is accountable for an AI system: what it may do alone, and when it pauses.",
    Role.AUDITOR: "Reads everything in scope and exports evidence, changes nothing.",
    Role.ADMIN: "People, inboxes and keys. Decides nothing and reads no case.",
}
ON_INBOX = {
    "work_inbox": "Work its cases",
    "supervise_inbox": "Decide what climbed, take over",
    "look_inbox": "Look without deciding",
}
ON_SYSTEM = {
    "look_system": "See what it does",
    "analyse_system": "Find patterns and calibrate",
    "audit_system": "Read everything, export evidence",
}
PERMISSIONS = ON_INBOX | ON_SYSTEM
NO_ROLE = "No role yet"


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose; `means` says what follows from it."""

    value: str
    label: str
    means: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class PersonRow:
    url: str
    name: str
    email: str
    roles: str
    state: str
    tone: str
    last_sign_in: Moment | None
    initials: str


@dataclass(frozen=True, slots=True)
class PeoplePage:
    summary: str
    search: str
    rows: tuple[PersonRow, ...]
    empty: Empty
    next_url: str = ""
    first_url: str = ""


@dataclass(frozen=True, slots=True)
class GrantRow:
    """One grant in words; `until` is empty when it does not end."""

    where: str
    kind: str
    what: str
    permission: str
    object_id: str
    until: str
    ended: bool
    given: str


@dataclass(frozen=True, slots=True)
class GiveForm:
    """What can be given on one kind of thing."""

    kind: str
    title: str
    things: tuple[Choice, ...]
    permissions: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class InvitePage:
    roles: tuple[Choice, ...]
    zones: tuple[str, ...]
    key: str
    name: str = ""
    email: str = ""
    time_zone: str = ""
    note: Note | None = None
    field: str = ""


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One person; `why_kept` says why their access cannot end now."""

    url: str
    name: str
    email: str
    is_active: bool
    is_self: bool
    roles: tuple[Choice, ...]
    grants: tuple[GrantRow, ...]
    gives: tuple[GiveForm, ...]
    last_sign_in: Moment | None
    joined: Moment
    time_zone: str
    why_kept: str
    key: str
    secret: str = ""
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """Everything of an organisation on which grants can stand."""

    inboxes: Sequence[Inbox]
    systems: Sequence[AISystem]

    def names(self) -> Mapping[UUID, tuple[str, str]]:
        """Return id -> (kind, name)."""
        found = {one.id: ("Inbox", one.name) for one in self.inboxes}
        return found | {one.id: ("AI system", one.name) for one in self.systems}

    def thing(self, object_id: str) -> Inbox | AISystem | None:
        """Return the inbox or AI system with this id, if the organisation has it."""
        things: list[Inbox | AISystem] = [*self.inboxes, *self.systems]
        return next((one for one in things if str(one.id) == object_id), None)


@dataclass(frozen=True, slots=True)
class Typed:
    """What an invitation said, whatever becomes of it."""

    name: str = ""
    email: str = ""
    time_zone: str = ""
    roles: frozenset[str] = field(default_factory=frozenset)


def zones() -> tuple[str, ...]:
    """Return the time zones that a person can choose, UTC first."""
    return ("UTC", *sorted(one for one in available_timezones() if "/" in one and not one.startswith("Etc/")))


def role_choices(held: Iterable[str]) -> tuple[Choice, ...]:
    """Return every role with what it means, the held ones chosen."""
    chosen = set(held)
    return tuple(
        Choice(role.value, words.sentence_case(role.value), means, role.value in chosen)
        for role, means in ROLES.items()
    )


def _roles_of(user: User) -> list[str]:
    held = {one.role for one in user.role_assignments.all()}
    return [role.value for role in ROLES if role.value in held]


def _signed_in(user: User, reader: Reader) -> Moment | None:
    return words.moment(user.last_login, now=reader.now, zone=reader.zone) if user.last_login else None


def row(user: User, *, reader: Reader) -> PersonRow:
    """Write one person as a row."""
    return PersonRow(
        url=reverse("console:person", args=[user.id]),
        name=user.name,
        email=user.email,
        roles=words.sentence_case(", ".join(_roles_of(user))) or NO_ROLE,
        state="Active" if user.is_active else "Deactivated",
        tone="ok" if user.is_active else "",
        last_sign_in=_signed_in(user, reader),
        initials=words.initials(user.name),
    )


def build(
    rows: Sequence[User], *, following: str | None, search: str, after: str, reader: Reader
) -> PeoplePage:
    """Turn one page of people into template data."""
    base = reverse("console:people")
    kept = {"q": search} if search else {}
    more = " and more" if following or after else ""
    return PeoplePage(
        summary=words.count(len(rows), "person", "people") + more,
        search=search,
        rows=tuple(row(one, reader=reader) for one in rows),
        empty=Empty(
            f"Nobody matches “{search}”",
            "The search looks at names and e-mail addresses.",
            icon="users",
            actions=(Action(base, "See everybody"),),
        ),
        next_url=more_url(base, following, **kept),
        first_url=f"{base}?{urlencode(kept)}" if after else "",
    )


def grant_rows(
    terms: Iterable[GrantTerm], names: Mapping[UUID, tuple[str, str]], *, reader: Reader
) -> tuple[GrantRow, ...]:
    """Write grants in words; one on a thing that is not of this organisation is left out."""
    return tuple(_grant(term, names[term.object_id], reader) for term in terms if term.object_id in names)


def _grant(term: GrantTerm, named: tuple[str, str], reader: Reader) -> GrantRow:
    kind, name = named
    here = reader.now.astimezone(reader.zone)
    given = words.day(term.given_at.astimezone(reader.zone), now=here)
    until, ended = "", False
    if term.expires_at:
        ended = term.expires_at <= reader.now
        at = words.clock_time(term.expires_at, now=reader.now, zone=reader.zone)
        until = f"Ended {at}" if ended else f"Ends {at}"
    return GrantRow(
        where=name,
        kind=kind,
        what=PERMISSIONS.get(term.permission, term.permission),
        permission=term.permission,
        object_id=str(term.object_id),
        until=until,
        ended=ended,
        given=f"{given}, by {term.given_by.name}",
    )


def gives(reach: Reach) -> tuple[GiveForm, ...]:
    """Return what can be given, per kind of thing that the organisation has."""
    kinds = (
        ("inbox", "An inbox", reach.inboxes, ON_INBOX),
        ("system", "An AI system", reach.systems, ON_SYSTEM),
    )
    return tuple(
        GiveForm(
            kind=kind,
            title=title,
            things=tuple(Choice(str(one.id), one.name) for one in things),
            permissions=tuple(Choice(value, label) for value, label in permissions.items()),
        )
        for kind, title, things, permissions in kinds
        if things
    )


def _why_kept(user: User, reach: Reach, reader: Reader) -> str:
    if user.actor_id == reader.actor.id:
        return "This is you. Another admin can end your access."
    owned = [one.name for one in reach.systems if one.owner_id == user.id]
    if owned:
        return (
            f"{user.name} is accountable for {', '.join(owned)}. "
            "Somebody always has to be: access can end once somebody else owns it."
        )
    return ""


def person(  # what one page shows comes from several places
    user: User,
    *,
    terms: Iterable[GrantTerm],
    reach: Reach,
    reader: Reader,
    secret: str = "",
    note: Note | None = None,
) -> PersonPage:
    """Turn a person into template data. secret: a password to show this once."""
    return PersonPage(
        url=reverse("console:person", args=[user.id]),
        name=user.name,
        email=user.email,
        is_active=user.is_active,
        is_self=user.actor_id == reader.actor.id,
        roles=role_choices(_roles_of(user)),
        grants=grant_rows(terms, reach.names(), reader=reader),
        gives=gives(reach),
        last_sign_in=_signed_in(user, reader),
        joined=words.moment(user.joined_at, now=reader.now, zone=reader.zone),
        time_zone=user.time_zone,
        why_kept=_why_kept(user, reach, reader),
        key=str(ids.new()),
        secret=secret,
        note=note,
    )


def invitation(typed: Typed, *, note: Note | None = None, at: str = "") -> InvitePage:
    """Turn an invitation, as far as it is typed, into template data. at: the field that is not right."""
    return InvitePage(
        roles=role_choices(typed.roles),
        zones=zones(),
        key=str(ids.new()),
        name=typed.name,
        email=typed.email,
        time_zone=typed.time_zone,
        note=note,
        field=at,
    )
