"""One person as an admin sees them, and an invitation. No word of any case is read here."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from zoneinfo import available_timezones

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from apps.console.edge import Reader
from apps.console.pages import words
from apps.console.pages.grants import ON_INBOX, ON_SYSTEM, PERMISSIONS, Grants, Reach
from apps.console.pages.people import (
    Access,
    Choice,
    access_of,
    role_choices,
    role_named,
    roles_of,
    signed_in,
)
from apps.console.pages.shell import Confirm, Note
from apps.console.pages.words import Moment
from apps.core import ids
from apps.core.speech import speak_kept
from apps.flow.selectors.access_changes import Changed
from apps.registry.models import AISystem

ASKED = {
    "deactivate": (
        gettext_lazy("Deactivate %(name)s?"),
        (
            gettext_lazy(
                "%(name)s is signed out with the next page. Cases they hold go back when the hold ends."
            ),
            gettext_lazy("Their API keys are revoked for good."),
            gettext_lazy("What %(name)s decided stays as it is, with their name."),
            gettext_lazy("An admin can let them in again later, with the same roles and grants."),
        ),
        gettext_lazy("Deactivate"),
        "ban",
    ),
    "password": (
        gettext_lazy("Give %(name)s a new password?"),
        (
            gettext_lazy("The old password stops working and %(name)s is signed out everywhere."),
            gettext_lazy("Their API keys are revoked; they make new ones themselves."),
            gettext_lazy("The new one is shown to you once. You pass it on in person or by phone."),
        ),
        gettext_lazy("Make a new password"),
        "key-round",
    ),
}


CHANGED = {
    "given": ("plus", gettext_lazy("Role given: %(thing)s")),
    "taken": ("minus", gettext_lazy("Role taken: %(thing)s")),
    "deactivated": ("ban", gettext_lazy("Access ended")),
    "reactivated": ("user-check", gettext_lazy("Let in again")),
    "let_in": ("plus", gettext_lazy("%(thing)s: %(what)s")),
    "shut_out": ("minus", gettext_lazy("Taken back. %(thing)s: %(what)s")),
}


FIELDS = {
    "until": "last_day",
    "expires_on": "last_day",
    "may": "permission",
}  # as the form of a grant has them


@dataclass(frozen=True, slots=True)
class Wrote:
    """What a form about a person said that was refused, and at which field."""

    act: str = ""
    on: str = ""
    permission: str = ""
    last_day: str = ""
    why: str = ""
    roles: frozenset[str] = frozenset()
    at: str = ""


@dataclass(frozen=True, slots=True)
class GiveForm:
    """What can be given on one kind of thing, with what was typed for it."""

    kind: str
    title: str
    things: tuple[Choice, ...]
    permissions: tuple[Choice, ...]
    last_day: str = ""
    why: str = ""


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
class ChangeRow:
    """What an admin did to somebody's access, when, who and why."""

    icon: str
    what: str
    why: str
    by: str


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One person; `why_kept`: why their access cannot end now, `held`: the roles the form was made of.

    wrote: what was typed in a form that was refused. field: where, as the page names its fields.
    """

    url: str
    name: str
    email: str
    is_active: bool
    is_self: bool
    access: Access
    roles: tuple[Choice, ...]
    held: str
    grants: Grants
    gives: tuple[GiveForm, ...]
    last_sign_in: Moment | None
    joined: Moment
    time_zone: str
    why_kept: str
    key: str
    deactivate_url: str
    password_url: str
    changes: tuple[ChangeRow, ...]
    secret: str = ""
    note: Note | None = None
    wrote: Wrote = field(default_factory=Wrote)
    field: str = ""


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


def gives(reach: Reach, wrote: Wrote) -> tuple[GiveForm, ...]:
    """Return what can be given, per kind of thing that the organisation has, with what was typed of it."""
    kinds = (
        ("inbox", _("An inbox"), reach.inboxes, ON_INBOX),
        ("system", _("An AI system"), reach.systems, ON_SYSTEM),
    )
    return tuple(
        GiveForm(
            kind=kind,
            title=title,
            things=tuple(Choice(str(one.id), one.name, chosen=str(one.id) == said.on) for one in things),
            permissions=tuple(
                Choice(value, str(label), chosen=value == said.permission)
                for value, label in permissions.items()
            ),
            last_day=said.last_day,
            why=said.why,
        )
        for kind, title, things, permissions in kinds
        for said in [wrote if _kind(wrote, reach) == kind else Wrote()]
        if things
    )


def _kind(wrote: Wrote, reach: Reach) -> str:
    """Return on which kind of thing something was to be given."""
    if wrote.act != "give":
        return ""
    return "inbox" if any(str(one.id) == wrote.on for one in reach.inboxes) else "system"


def _at(wrote: Wrote, reach: Reach) -> str:
    """Return what the page calls the field that was not right: each form has a reason of its own."""
    forms = {"give": _kind(wrote, reach), "roles": "roles", "reactivate": "back"}
    return f"{FIELDS.get(wrote.at, wrote.at)}-{forms[wrote.act]}" if wrote.act in forms and wrote.at else ""


def _why_kept(user: User, reach: Reach, reader: Reader) -> str:
    if user.actor_id == reader.actor.id:
        return _("This is you. Another admin can end your access.")
    owned = [one.name for one in reach.systems if one.owner_id == user.id]
    if owned:
        return _(
            "%(name)s is accountable for %(systems)s. "
            "Somebody always has to be: access can end once somebody else owns it."
        ) % {"name": user.name, "systems": ", ".join(owned)}
    return ""


def person(  # what one page shows comes from several places
    user: User,
    *,
    grants: Grants,
    reach: Reach,
    changes: Iterable[Changed],
    reader: Reader,
    secret: str = "",
    note: Note | None = None,
    wrote: Wrote | None = None,
) -> PersonPage:
    """Turn a person into template data. secret: a password to show this once. wrote: what was refused."""
    held, said = roles_of(user), wrote or Wrote()
    return PersonPage(
        url=reverse("console:person", args=[user.id]),
        name=user.name,
        email=user.email,
        is_active=user.is_active,
        is_self=user.actor_id == reader.actor.id,
        access=access_of(user),
        roles=role_choices(said.roles if said.act == "roles" and said.at != "roles" else held),
        held=",".join(held),
        grants=grants,
        gives=gives(reach, said),
        last_sign_in=signed_in(user, reader),
        joined=words.moment(user.joined_at, now=reader.now, zone=reader.zone),
        time_zone=user.time_zone.replace("/", " / ").replace("_", " "),
        why_kept=_why_kept(user, reach, reader),
        key=str(ids.new()),
        deactivate_url=reverse("console:person_deactivate", args=[user.id]),
        password_url=reverse("console:person_password", args=[user.id]),
        changes=tuple(_change(one, reach, reader) for one in changes),
        secret=secret,
        note=note,
        wrote=said,
        field=_at(said, reach),
    )


def _change(one: Changed, reach: Reach, reader: Reader) -> ChangeRow:
    """Write one change of somebody's access."""
    icon, words_of = CHANGED[one.what]
    known = reach.names().get(one.object_id) if one.object_id else None
    thing = role_named(one.role) if one.role else known[1] if known else ""
    what = str(PERMISSIONS.get(one.permission, one.permission))
    day = words.day(one.at.astimezone(reader.zone), now=reader.now.astimezone(reader.zone))
    return ChangeRow(
        icon=icon,
        what=str(words_of) % {"thing": thing, "what": what},
        why=one.why,
        by=_("%(day)s, by %(who)s") % {"day": day, "who": one.by_name},
    )


def confirm(user: User, act: str) -> Confirm:
    """Ask once more before something about a person that cannot be undone."""
    title, says, label, icon = ASKED[act]
    url, name = reverse("console:person", args=[user.id]), {"name": user.name}
    return Confirm(
        title=str(title) % name,
        says=tuple(str(one) % name for one in says),
        label=str(label),
        icon=icon,
        url=url,
        fields=(("act", act), ("confirm", "on"), ("idempotency_key", str(ids.new()))),
        back_url=url,
        back_label=user.name,
        asks_why=act == "deactivate",
    )


def confirm_taking(user: User, system: AISystem, permission: str) -> Confirm:
    """Ask why before what somebody may reach of an AI system is taken back."""
    url, said = reverse("console:person", args=[user.id]), {"name": user.name}
    what = PERMISSIONS.get(permission, permission)
    return Confirm(
        title=_("Take this from %(name)s?") % said,
        says=(
            f"{speak_kept(system.name)}: {what}.",
            _("It is gone with the next page that %(name)s opens. What they did stays theirs.") % said,
            _("%(name)s is told who took it back, and why.") % said,
        ),
        label=_("Take back"),
        icon="minus",
        url=url,
        fields=(
            ("act", "take_back"),
            ("on", str(system.id)),
            ("permission", permission),
            ("idempotency_key", str(ids.new())),
        ),
        back_url=url,
        back_label=user.name,
        asks_why=True,
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
