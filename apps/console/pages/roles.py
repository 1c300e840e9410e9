"""Every role in words and who holds it, as an admin reads them."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.accounts.models import Role
from apps.console.pages import words
from apps.console.pages.people import ROLES
from apps.console.pages.shell import Action
from apps.flow.selectors.people import RoleHeld

# What a role opens by itself; what lies in an inbox or AI system is given apart.
MAY = {
    Role.OFFICER: (
        gettext_lazy("Has a start page that leads to the next case, and a page of their own decisions."),
        gettext_lazy("Decides alone up to their authority; above it a second person has to uphold."),
        gettext_lazy("Opens no inbox by the role: whoever is let into one works its cases."),
    ),
    Role.SUPERVISOR: (
        gettext_lazy("Finds on the start page what is escalated, what is getting old, what was refused."),
        gettext_lazy("Decides where a level of a ladder asks for this role, and may stand in for an owner."),
        gettext_lazy(
            "Opens no inbox by the role: whoever supervises one says who works it and hands its cases on."
        ),
    ),
    Role.ANALYST: (
        gettext_lazy("Finds new patterns and notes on the start page, and may stand in for an owner."),
        gettext_lazy("Opens no AI system by the role: whoever analyses one writes its policy and segments."),
    ),
    Role.OWNER: (
        gettext_lazy(
            "May be made accountable for an AI system: signs its policy, contract, segments, risk decision."
        ),
        gettext_lazy(
            "Pauses it, sets who may decide up to which amount, and is the last level of its ladder."
        ),
        gettext_lazy("Sets the working time of the organisation."),
    ),
    Role.AUDITOR: (
        gettext_lazy("Finds on the start page how far the record is in order."),
        gettext_lazy(
            "Opens no AI system by the role: whoever audits one reads all its cases and exports them."
        ),
    ),
    Role.ADMIN: (
        gettext_lazy(
            "Invites people, gives roles and access to inboxes and AI systems, ends it; never for themselves."
        ),
        gettext_lazy("Opens inboxes, makes keys, sets the working time, sees whether the product is well."),
        gettext_lazy("Reads no case and decides none, unless another admin lets them in."),
        gettext_lazy("May break the glass: looks into one inbox for at most an hour, and owners are told."),
    ),
}


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role: what it means, what it opens, who holds it. more: a link to the others."""

    name: str
    means: str
    may: tuple[str, ...]
    held: str
    people: tuple[Action, ...]
    more: Action | None


def build(found: list[RoleHeld]) -> tuple[RoleRow, ...]:
    """Turn roles into template data, in the order in which they are named everywhere."""
    by_role = {one.role: one for one in found}
    return tuple(_row(by_role[role]) for role in ROLES)


def _row(one: RoleHeld) -> RoleRow:
    name, means = ROLES[one.role]
    n_more = one.n - len(one.people)
    more = ngettext("%(n)s more", "%(n)s more", n_more) % {"n": words.number(n_more)}
    held = ngettext("%(n)s person", "%(n)s people", one.n) % {"n": words.number(one.n)}
    return RoleRow(
        name=str(name),
        means=str(means),
        may=tuple(str(said) for said in MAY[one.role]),
        held=held if one.n else _("nobody"),
        people=tuple(
            Action(reverse("console:person", args=[person.id]), person.name) for person in one.people
        ),
        more=Action(f"{reverse('console:people')}?role={one.role.value}&access=", more) if n_more else None,
    )
