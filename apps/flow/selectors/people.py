"""People and roles as an admin reads them: who is what, what they may reach, what was changed and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from apps.accounts import access, selectors
from apps.accounts.models import Actor, GrantTerm, Role, RoleAssignment, User
from apps.accounts.services import NotAdmin
from apps.core.speech import speak_kept
from apps.flow.selectors import access_changes
from apps.flow.selectors.access_changes import Changed
from apps.flow.selectors.cursors import BadCursor
from apps.registry import selectors as registry
from apps.reviews import selectors as reviews

NAMED = 12  # of those who hold a role; the rest is behind a link
GRANTS, CHANGES = 200, 50


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """A role, how many active people hold it, and the first of them by name."""

    role: Role
    n: int
    people: Sequence[User]


@dataclass(frozen=True, slots=True)
class PeopleFound:
    rows: Sequence[User]
    next: str | None


@dataclass(frozen=True, slots=True)
class Reached:
    """A grant with the short name of the inbox or AI system on which it stands."""

    term: GrantTerm
    kind: str
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class OnePerson:
    """A person: roles, the newest grants, and the newest changes with who made them and why."""

    user: User
    grants: Sequence[Reached]
    changes: Sequence[tuple[Changed, str]]


def require_admin(to: Actor) -> None:
    """Refuse to show people to anybody but an admin.

    Raises: NotAdmin.
    """
    if not access.has_role(to, Role.ADMIN):
        raise NotAdmin(permission="admin")


def roles_held(*, to: Actor) -> list[RoleHeld]:
    """Return every role with who holds it, in the order in which roles are named; one statement.

    Raises: NotAdmin.
    """
    require_admin(to)
    held = RoleAssignment.objects.filter(user__organisation=to.organisation_id, user__is_active=True)
    rows = held.annotate(
        place=Window(RowNumber(), partition_by=[F("role")], order_by=["user__name", "user_id"]),
        n_alike=Window(Count("id"), partition_by=[F("role")]),
    ).filter(place__lte=NAMED)
    people: dict[str, list[User]] = {}
    counts: dict[str, int] = {}
    for one in rows.select_related("user").order_by("role", "place"):
        people.setdefault(one.role, []).append(one.user)
        counts[one.role] = one.n_alike
    return [RoleHeld(role, counts.get(role, 0), people.get(role, [])) for role in Role]


def found(
    *, to: Actor, wanted: selectors.Wanted, after: str | None, limit: int, now: datetime
) -> PeopleFound:
    """Return a page of the people of the reader's organisation, by name.

    Raises: NotAdmin, BadCursor.
    """
    require_admin(to)
    try:
        page = selectors.people(
            organisation_id=to.organisation_id, wanted=wanted, after=after, limit=limit, now=now
        )
    except selectors.BadPlace:
        raise BadCursor(field="after") from None
    return PeopleFound(page.rows, page.following)


def one(*, user_id: UUID, to: Actor) -> OnePerson:
    """Return a person of the reader's organisation.

    Raises: NotAdmin, refusals.NotVisible.
    """
    require_admin(to)
    user = selectors.person(user_id=user_id, organisation_id=to.organisation_id)
    things = _things(to)
    terms, _following = selectors.terms_of(user.id, after=None, limit=GRANTS)
    changes = access_changes.changes_of(user, limit=CHANGES)
    return OnePerson(
        user=user,
        grants=[Reached(term, *things[term.object_id]) for term in terms if term.object_id in things],
        changes=[(each, _slug(each, things)) for each in changes],
    )


def _slug(change: Changed, things: Mapping[UUID, tuple[str, str, str]]) -> str:
    found = things.get(change.object_id) if change.object_id else None
    return found[1] if found else ""


def _things(to: Actor) -> Mapping[UUID, tuple[str, str, str]]:
    """Return what grants can stand on: kind, short name and name by id."""
    inboxes = {
        each.id: ("inbox", each.slug, speak_kept(each.name)) for each in reviews.inboxes(to.organisation_id)
    }
    return inboxes | {
        each.id: ("ai_system", each.slug, each.name) for each in registry.systems_of(to.organisation_id)
    }
