"""Inboxes and keys as an admin sees them, as template data."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.urls import reverse

from apps.accounts.models import ApiKey, GrantTerm, MachineClient
from apps.console.edge import Reader
from apps.console.pages import words
from apps.console.pages.people import ON_INBOX, Choice
from apps.console.pages.shell import Action, Note
from apps.core import ids
from apps.reviews.models import Inbox

SCOPES = {
    "recommendations:write": "Hand in recommendations",
    "recommendations:read": "Read recommendations",
    "items:read": "Read inboxes and cases",
    "items:write": "Work cases for the person whose key it is",
    "receipts:write": "Confirm that decisions were applied",
    "outcomes:write": "Report what happened later",
    "findings:read": "Read patterns",
}
DAYS = (30, 90, 180, 366)


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One inbox; `holders` are (what they may do, links to the people)."""

    name: str
    slug: str
    level: str
    climbs_to: str
    holders: tuple[tuple[str, tuple[Action, ...]], ...]
    nobody: bool


@dataclass(frozen=True, slots=True)
class InboxesPage:
    summary: str
    rows: tuple[InboxRow, ...]
    key: str
    typed: Mapping[str, str] = field(default_factory=dict)
    note: Note | None = None
    field: str = ""


@dataclass(frozen=True, slots=True)
class KeyRow:
    prefix: str
    scopes: tuple[str, ...]
    state: str
    tone: str
    made: str
    until: str
    is_valid: bool


@dataclass(frozen=True, slots=True)
class MachineRow:
    id: str
    name: str
    is_active: bool
    keys: tuple[KeyRow, ...]


@dataclass(frozen=True, slots=True)
class KeysPage:
    summary: str
    machines: tuple[MachineRow, ...]
    scopes: tuple[Choice, ...]
    days: tuple[int, ...]
    key: str
    secret: str = ""
    note: Note | None = None


def inboxes(
    rows: Sequence[Inbox],
    terms: Sequence[GrantTerm],
    *,
    typed: Mapping[str, str] | None = None,
    note: Note | None = None,
    at: str = "",
) -> InboxesPage:
    """Turn inboxes and who holds them into template data. at: the field that is not right."""
    return InboxesPage(
        summary=words.count(len(rows), "inbox", "inboxes"),
        rows=tuple(_inbox(one, [term for term in terms if term.object_id == one.id]) for one in rows),
        key=str(ids.new()),
        typed=typed or {},
        note=note,
        field=at,
    )


def _inbox(inbox: Inbox, terms: Sequence[GrantTerm]) -> InboxRow:
    holders = ((label, _people(terms, permission)) for permission, label in ON_INBOX.items())
    return InboxRow(
        name=inbox.name,
        slug=inbox.slug,
        level=str(inbox.level),
        climbs_to=inbox.climbs_to.name if inbox.climbs_to else "Nowhere, the last level",
        holders=tuple((label, people) for label, people in holders if people),
        nobody=not any(term.permission == "work_inbox" for term in terms),
    )


def _people(terms: Iterable[GrantTerm], permission: str) -> tuple[Action, ...]:
    return tuple(
        Action(reverse("console:person", args=[term.user_id]), term.user.name)
        for term in terms
        if term.permission == permission
    )


def keys(
    machines: Sequence[MachineClient], *, reader: Reader, secret: str = "", note: Note | None = None
) -> KeysPage:
    """Turn machine clients and their keys into template data. secret: a key to show this once."""
    rows = tuple(_machine(one, reader) for one in machines)
    valid = sum(key.is_valid for one in rows for key in one.keys)
    systems, in_use = words.count(len(rows), "system", "systems"), words.count(valid, "key", "keys")
    return KeysPage(
        summary=f"{systems} with {in_use} in use",
        machines=rows,
        scopes=tuple(Choice(value, label) for value, label in SCOPES.items()),
        days=DAYS,
        key=str(ids.new()),
        secret=secret,
        note=note,
    )


def _machine(machine: MachineClient, reader: Reader) -> MachineRow:
    return MachineRow(
        id=str(machine.id),
        name=machine.name,
        is_active=machine.is_active,
        keys=tuple(_key(one, reader) for one in machine.actor.keys.all()),
    )


def _key(key: ApiKey, reader: Reader) -> KeyRow:
    here = reader.now.astimezone(reader.zone)
    ends = key.revoked_at or key.expires_at
    state, tone = "In use", "ok"
    if key.revoked_at:
        state, tone = "Revoked", ""
    elif key.expires_at <= reader.now:
        state, tone = "Expired", "warn"
    return KeyRow(
        prefix=key.prefix,
        scopes=tuple(SCOPES.get(scope, scope) for scope in key.scopes),
        state=state,
        tone=tone,
        made=words.day(key.made_at.astimezone(reader.zone), now=here),
        until=words.day(ends.astimezone(reader.zone), now=here),
        is_valid=state == "In use",
    )
