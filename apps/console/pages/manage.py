"""Inboxes and keys as an admin sees them, as template data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.accounts import selectors as accounts
from apps.accounts.models import ActorKind, ApiKey, MachineClient
from apps.accounts.selectors import Holders
from apps.console.edge import Reader
from apps.console.pages import list_form, words
from apps.console.pages.grants import ON_INBOX
from apps.console.pages.list_form import ListForm, Pages
from apps.console.pages.people import Choice
from apps.console.pages.shell import Action, Confirm, Empty, Note
from apps.core import ids
from apps.core.speech import speak_kept
from apps.flow import selectors as flow
from apps.reviews import selectors as reviews
from apps.reviews.models import Inbox

SCOPES = {
    "recommendations:write": gettext_lazy("Hand in recommendations"),
    "recommendations:read": gettext_lazy("Read recommendations"),
    "facts:write": gettext_lazy("Send later facts of a case"),
    "items:read": gettext_lazy("Read inboxes and cases"),
    "items:write": gettext_lazy("Work cases for the person whose key it is"),
    "receipts:write": gettext_lazy("Confirm that decisions were applied"),
    "outcomes:write": gettext_lazy("Report what happened later"),
    "findings:read": gettext_lazy("Read patterns"),
    "policies:read": gettext_lazy("Read policies"),
    "policies:write": gettext_lazy("Write and propose policies"),
    "systems:read": gettext_lazy("Read what AI systems may do, and what is paused"),
    "systems:write": gettext_lazy("Sign, pause and reverse for the person whose key it is"),
    "members:read": gettext_lazy("Read who works an inbox and who is away"),
    "appeals:read": gettext_lazy("Read appeals and their answers, for the business system"),
    "appeals:write": gettext_lazy("Bring in what affected people contest, for the business system"),
    "members:write": gettext_lazy("Say who works an inbox, how much they take and who is away"),
    "people:read": gettext_lazy("Read people and roles, for an admin"),
    "people:write": gettext_lazy("Change roles and access, for an admin, each with a code"),
    "evidence:write": gettext_lazy("Hand in documents"),
    "policies:try": gettext_lazy("Try policies on the past"),
    "findings:write": gettext_lazy("Start and stop searches for patterns"),
    "evidence:read": gettext_lazy("Read which documents a case has"),
}
DAYS = (30, 90, 180, 366)
# state -> its tone, icon and words
STATES = {
    "in_use": ("ok", "circle-check", gettext_lazy("In use")),
    "expired": ("warn", "clock-alert", gettext_lazy("Expired")),
    "revoked": ("", "ban", gettext_lazy("Revoked")),
}
BARE = {"nobody": gettext_lazy("Nobody works it")}


@dataclass(frozen=True, slots=True)
class HoldersRow:
    """What some people may do in an inbox: the first of them, and a link to all of them."""

    what: str
    people: tuple[Action, ...]
    more: Action | None


@dataclass(frozen=True, slots=True)
class InboxRow:
    name: str
    people_url: str
    slug: str
    level: str
    climbs_to: str
    holders: tuple[HoldersRow, ...]
    nobody: bool
    load: str
    room: str
    takes_appeals: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What the query string of a list asks for; `only` is the value of its one filter."""

    search: str = ""
    only: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class InboxesPage:
    summary: str
    form: ListForm
    rows: tuple[InboxRow, ...]
    empty: Empty
    pages: Pages
    key: str
    appeals_key: str
    typed: Mapping[str, str] = field(default_factory=dict)
    note: Note | None = None
    field: str = ""


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key of a machine or of a person; `name` is what a person calls theirs."""

    prefix: str
    holder: str
    name: str
    person_url: str
    is_off: bool
    scopes: tuple[str, ...]
    state: str
    tone: str
    icon: str
    made: str
    used: str
    until: str
    revoke_url: str


@dataclass(frozen=True, slots=True)
class KeysPage:
    summary: str
    form: ListForm
    rows: tuple[KeyRow, ...]
    empty: Empty
    pages: Pages
    machines: tuple[Choice, ...]
    scopes: tuple[Choice, ...]
    days: tuple[Choice, ...]
    key: str
    secret: str = ""
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class IssueTyped:
    """What the form of a new key said, whatever becomes of it."""

    machine: str = ""
    scopes: frozenset[str] = frozenset()
    days: str = ""


def inboxes(
    found: reviews.InboxesFound,
    holders: Mapping[tuple[UUID, str], Holders],
    loads: Mapping[UUID, flow.Load],
    *,
    asked: Asked,
    typed: Mapping[str, str] | None = None,
    note: Note | None = None,
    at: str = "",
) -> InboxesPage:
    """Turn a page of inboxes and who holds them into template data. at: the field that is not right."""
    base = reverse("console:manage_inboxes")
    every = ngettext("%(n)s inbox", "%(n)s inboxes", found.n_all) % {"n": words.number(found.n_all)}
    kept = {"q": asked.search, "works": asked.only}
    form = ListForm(
        about=_("Name or short name"),
        search=asked.search,
        chooses=(list_form.choose("works", _("Who works it"), BARE, asked.only, every=_("All")),),
        clear_url=base if any(kept.values()) else "",
    )
    none = Empty(_("No inbox yet"), _("Cases need one to wait in. Open the first one beside this."))
    return InboxesPage(
        summary=list_form.of_all(found.n_found, found.n_all, every),
        form=form,
        rows=tuple(_inbox(one, holders, loads[one.id]) for one in found.rows),
        empty=_filtered(asked.search, base) if form.clear_url else none,
        pages=list_form.pages(base, found.following, asked.after, kept),
        key=str(ids.new()),
        appeals_key=str(ids.new()),
        typed=typed or {},
        note=note,
        field=at,
    )


def _filtered(search: str, base: str) -> Empty:
    text = _("There is more than this; it is only narrowed too far.")
    seen = (Action(base, _("Clear the filters")),)
    return Empty(list_form.nothing_found(search), text, icon="list-filter", actions=seen)


def _inbox(inbox: Inbox, holders: Mapping[tuple[UUID, str], Holders], load: flow.Load) -> InboxRow:
    rows = (
        _holders(str(what), holders[inbox.id, permission], inbox)
        for permission, what in ON_INBOX.items()
        if (inbox.id, permission) in holders
    )
    return InboxRow(
        name=speak_kept(inbox.name),
        people_url=reverse("console:inbox_people", args=[inbox.slug]),
        slug=inbox.slug,
        level=str(inbox.level),
        climbs_to=speak_kept(inbox.climbs_to.name) if inbox.climbs_to else _("Nowhere, the last level"),
        holders=tuple(rows),
        nobody=(inbox.id, "work_inbox") not in holders,
        load=_("%(waiting)s wait, %(held)s held")
        % {"waiting": words.up_to_thousand(load.n_open), "held": words.up_to_thousand(load.n_held)},
        room=_("Room for any number a day")
        if load.room is None
        else _("Room for %(n)s a day") % {"n": words.number(load.room)},
        takes_appeals=inbox.takes_appeals,
    )


def _holders(what: str, held: Holders, inbox: Inbox) -> HoldersRow:
    links = tuple(Action(reverse("console:person", args=[one.id]), one.name) for one in held.people)
    n_more = held.n - len(links)
    if not n_more:
        return HoldersRow(what, links, None)
    said = _("and %(n)s more") % {"n": words.number(n_more)}
    return HoldersRow(what, links, Action(_reach(inbox), said))


def _reach(inbox: Inbox) -> str:
    return f"{reverse('console:people')}?on={inbox.id}"


def keys(
    found: accounts.KeysFound,
    machines: Iterable[MachineClient],
    *,
    asked: Asked,
    typed: IssueTyped,
    reader: Reader,
    secret: str = "",
    note: Note | None = None,
) -> KeysPage:
    """Turn a page of keys, and the form of a new one, into template data. secret: a key to show this once."""
    base = reverse("console:keys")
    kept = {"q": asked.search, "state": asked.only}
    labels = {name: label for name, (_tone, _icon, label) in STATES.items()}
    form = ListForm(
        about=_("Whose, or how the key begins"),
        search=asked.search,
        chooses=(list_form.choose("state", _("State"), labels, asked.only, every=_("Any state")),),
        clear_url=base if any(kept.values()) else "",
    )
    none = Empty(
        _("No key yet"),
        _("Other systems need one to speak to ReviewHub. Issue the first one beside this."),
        icon="key-round",
    )
    return KeysPage(
        summary=_keys_summary(found),
        form=form,
        rows=tuple(_key(one, reader) for one in found.rows),
        empty=_filtered(asked.search, base) if form.clear_url else none,
        pages=list_form.pages(base, found.following, asked.after, kept),
        machines=tuple(
            Choice(str(one.id), one.name, chosen=str(one.id) == typed.machine) for one in machines
        ),
        scopes=tuple(
            Choice(value, str(label), chosen=value in typed.scopes) for value, label in SCOPES.items()
        ),
        days=tuple(_days(days, typed.days) for days in DAYS),
        key=str(ids.new()),
        secret=secret,
        note=note,
    )


def _days(days: int, typed: str) -> Choice:
    return Choice(str(days), _("%(n)s days") % {"n": days}, chosen=str(days) == typed)


def _keys_summary(found: accounts.KeysFound) -> str:
    every = ngettext("%(n)s key", "%(n)s keys", found.n_all) % {"n": words.number(found.n_all)}
    in_use = _("%(n)s in use") % {"n": words.number(found.n_in_use)}
    return f"{list_form.of_all(found.n_found, found.n_all, every)}, {in_use}"


def used(key: ApiKey, reader: Reader) -> str:
    """Say when a key was used last."""
    if key.last_used_at is None:
        return _("Never used")
    at = words.clock_time(key.last_used_at, now=reader.now, zone=reader.zone)
    return _("Last used %(time)s") % {"time": at}


def state_of(key: ApiKey, reader: Reader) -> str:
    """Return whether a key is in use, expired or revoked."""
    if key.revoked_at:
        return "revoked"
    return "expired" if key.expires_at <= reader.now else "in_use"


def _key(key: ApiKey, reader: Reader) -> KeyRow:
    here = reader.now.astimezone(reader.zone)
    ends = (key.revoked_at or key.expires_at).astimezone(reader.zone)
    state = state_of(key, reader)
    tone, icon, label = STATES[state]
    until = words.day(ends, now=here)
    machine = getattr(key.actor, "machine", None)
    return KeyRow(
        prefix=key.prefix,
        holder=machine.name if machine else key.actor.name,
        name=key.name,
        person_url="" if machine else reverse("console:person", args=[key.actor.user.id]),
        is_off=machine is not None and not machine.is_active,
        scopes=tuple(str(SCOPES.get(scope, scope)) for scope in key.scopes),
        state=str(label),
        tone=tone,
        icon=icon,
        made=words.day(key.made_at.astimezone(reader.zone), now=here),
        used=used(key, reader),
        until=_("until %(day)s") % {"day": until} if state == "in_use" else until,
        revoke_url=reverse("console:key_revoke", args=[key.prefix]) if state == "in_use" else "",
    )


def confirm_revoke(key: ApiKey) -> Confirm:
    """Ask once more before a key is revoked."""
    said = {"key": f"rhk_{key.prefix}", "holder": key.actor.name}
    what_next = (
        _("Issue a new key first when the other system is still to work.")
        if key.actor.kind == ActorKind.MACHINE
        else _("It is a key of their own. They see that you revoked it and can make a new one.")
    )
    url = reverse("console:keys")
    return Confirm(
        title=_("Revoke the key %(key)s?") % said,
        says=(
            _("%(holder)s is refused at once when it uses this key. A revoked key never works again.") % said,
            what_next,
        ),
        label=_("Revoke"),
        icon="ban",
        url=url,
        fields=(
            ("act", "revoke"), ("prefix", key.prefix), ("confirm", "on"), ("idempotency_key", str(ids.new())),
        ),
        back_url=url,
        back_label=_("API keys"),
    )  # fmt: skip
