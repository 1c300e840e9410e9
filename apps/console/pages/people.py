"""The people of an organisation as an admin's list. No word of any case is read here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.accounts import selectors
from apps.accounts.models import Role, User
from apps.console.edge import Reader
from apps.console.pages import list_form, words
from apps.console.pages.list_form import ListForm, Pages
from apps.console.pages.shell import Action, Empty
from apps.console.pages.words import Moment

ROLES = {
    Role.OFFICER: (gettext_lazy("Officer"), gettext_lazy("Works inboxes, inside an authority limit.")),
    Role.SUPERVISOR: (
        gettext_lazy("Supervisor"),
        gettext_lazy("Decides what is escalated, never what they decided or raised themselves."),
    ),
    Role.ANALYST: (
        gettext_lazy("Analyst"),
        gettext_lazy("Looks for patterns in overrides and proposes fixes."),
    ),
    Role.OWNER: (
        gettext_lazy("Owner"),
        gettext_lazy("Is accountable for an AI system: what it may do alone, and when it pauses."),
    ),
    Role.AUDITOR: (
        gettext_lazy("Auditor"),
        gettext_lazy("Reads everything in scope and exports evidence, changes nothing."),
    ),
    Role.ADMIN: (
        gettext_lazy("Admin"),
        gettext_lazy("People, inboxes and keys. Decides nothing and reads no case."),
    ),
}
NO_ROLE = gettext_lazy("No role yet")
SIMULATED = "simulated"
PLAYED = gettext_lazy("What was done under this name before a sign-in, the demonstration's program wrote.")
ALL_PLAYED = gettext_lazy(
    "What was done under a simulated name before a sign-in, the demonstration's program wrote."
)
# access -> its tone, icon and words
ACCESS = {
    "active": ("ok", "circle-check", gettext_lazy("Active")),
    "invited": ("", "hourglass", gettext_lazy("Invited")),
    SIMULATED: ("", "flask-conical", gettext_lazy("Simulated")),
    "deactivated": ("warn", "ban", gettext_lazy("Deactivated")),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose; `means` says what follows from it."""

    value: str
    label: str
    means: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Access:
    """Whether somebody can sign in, in words; never by colour alone. `note`: who acts when nobody did."""

    tone: str
    icon: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class PersonRow:
    url: str
    name: str
    email: str
    roles: str
    access: Access
    last_sign_in: Moment | None
    initials: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the query string asks for; `on` is an inbox or AI system that people reach."""

    search: str = ""
    role: str = ""
    access: str = ""
    on: UUID | None = None
    after: str = ""

    def kept(self) -> dict[str, str]:
        """Return it as it stands in the links of the list."""
        on = str(self.on) if self.on else ""
        return {"q": self.search, "role": self.role, "access": self.access, "on": on}

    def wanted(self) -> selectors.Wanted:
        """Return it as the list is asked for."""
        return selectors.Wanted(self.search, self.role, self.access, self.on)


@dataclass(frozen=True, slots=True)
class PeoplePage:
    summary: str
    form: ListForm
    rows: tuple[PersonRow, ...]
    played: str
    empty: Empty
    pages: Pages


def asked(given: Mapping[str, str], *, text_length: int) -> Asked:
    """Read what a list is narrowed to; what is none of ours narrows nothing."""
    role, access = given.get("role", ""), given.get("access", "")
    try:
        on = UUID(given.get("on", ""))
    except ValueError:
        on = None
    return Asked(
        search=given.get("q", "").strip()[:text_length],
        role=role if role in {*Role.values, selectors.NO_ROLE} else "",
        access=access if access in ACCESS else "",
        on=on,
        after=given.get("after", "")[:text_length],
    )


def role_choices(held: Iterable[str]) -> tuple[Choice, ...]:
    """Return every role with what it means, the held ones chosen."""
    chosen = set(held)
    return tuple(
        Choice(role.value, str(name), str(means), role.value in chosen)
        for role, (name, means) in ROLES.items()
    )


def role_named(role: str) -> str:
    """Name a role."""
    return str(ROLES[Role(role)][0])


def roles_of(user: User) -> list[str]:
    """Return somebody's roles in their usual order."""
    held = {one.role for one in user.role_assignments.all()}
    return [role.value for role in ROLES if role.value in held]


def signed_in(user: User, reader: Reader) -> Moment | None:
    """Say when somebody last signed in, if they ever did."""
    return words.moment(user.last_login, now=reader.now, zone=reader.zone) if user.last_login else None


def access_of(user: User) -> Access:
    """Say whether somebody can sign in, and did."""
    name = "active" if user.last_login else SIMULATED if user.is_simulated else "invited"
    tone, icon, label = ACCESS[name if user.is_active else "deactivated"]
    return Access(tone, icon, str(label), str(PLAYED) if user.is_simulated else "")


def row(user: User, *, reader: Reader) -> PersonRow:
    """Write one person as a row."""
    names = [str(ROLES[Role(role)][0]) for role in roles_of(user)]
    return PersonRow(
        url=reverse("console:person", args=[user.id]),
        name=user.name,
        email=user.email,
        roles=", ".join(names) or str(NO_ROLE),
        access=access_of(user),
        last_sign_in=signed_in(user, reader),
        initials=words.initials(user.name),
    )


def build(found: selectors.PeopleFound, *, asked: Asked, on_name: str, reader: Reader) -> PeoplePage:
    """Turn one page of people into template data. on_name: what these people reach, when a link says so."""
    base = reverse("console:people")
    everybody = ngettext("%(n)s person", "%(n)s people", found.n_all) % {"n": words.number(found.n_all)}
    return PeoplePage(
        summary=list_form.of_all(found.n_found, found.n_all, everybody),
        form=_form(asked, on_name, base, with_simulated=reader.actor.organisation.is_demonstration),
        rows=tuple(row(one, reader=reader) for one in found.rows),
        played=str(ALL_PLAYED) if any(one.is_simulated for one in found.rows) else "",
        empty=Empty(
            _("Nobody matches “%(search)s”") % {"search": asked.search}
            if asked.search
            else _("Nobody matches the filters"),
            _("The search looks at names and e-mail addresses; the filters at roles, access and grants."),
            icon="users",
            actions=(Action(base, _("See everybody")),),
        ),
        pages=list_form.pages(base, found.following, asked.after, asked.kept()),
    )


def _form(asked: Asked, on_name: str, base: str, *, with_simulated: bool) -> ListForm:
    roles = {role.value: name for role, (name, _means) in ROLES.items()} | {selectors.NO_ROLE: NO_ROLE}
    offered = [name for name in ACCESS if with_simulated or name != SIMULATED]
    labels = {name: ACCESS[name][2] for name in offered}
    return ListForm(
        about=_("Name or e-mail"),
        search=asked.search,
        chooses=(
            list_form.choose("role", _("Role"), roles, asked.role, every=_("Any role")),
            list_form.choose("access", _("Access"), labels, asked.access, every=_("Any access")),
        ),
        hidden=(("on", str(asked.on)),) if asked.on else (),
        only=_("Only who may reach %(name)s") % {"name": on_name} if asked.on else "",
        clear_url=base if any(asked.kept().values()) else "",
    )
