"""What a person is and whether they may sign in: changed by an admin with words on why, never for oneself."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from apps.accounts.models import Actor, PersonChange, Role, RoleAssignment, User
from apps.accounts.services import keys
from apps.accounts.services.administering import admins, require_admin
from apps.audit import services as audit
from apps.core import refusals, transactions
from apps.core.words import say

WHY_LENGTH = 300


class UnknownRole(refusals.Invalid):
    code = "unknown_role"
    sentence = say("Choose among the roles that exist.")


class ChangeWhyMissing(refusals.Invalid):
    code = "change_why"
    sentence = say(
        "Say why, in at most %(most)s characters. The person and other admins read it.", most=WHY_LENGTH
    )


class LastAdmin(refusals.IllegalMove):
    code = "last_admin"
    sentence = say("An organisation keeps at least one admin. Make somebody else an admin first.")


class OwnRole(refusals.IllegalMove):
    code = "own_role"
    sentence = say("Nobody gives themselves a role. Another admin can.")


class OwnAccess(refusals.IllegalMove):
    code = "own_access"
    sentence = say("You cannot end your own access. Another admin can.")


class RolesMoved(refusals.Stale):
    code = "roles_moved"
    sentence = say(
        "Somebody changed these roles after you opened the page. They are shown as they are now; "
        "nothing of yours was saved."
    )


class AccessMoved(refusals.IllegalMove):
    code = "access_moved"
    sentence = say("Somebody changed this person's access already. The page shows how it is now.")


class StillOwner(refusals.IllegalMove):
    code = "still_owner"
    sentence = say(
        "This person is accountable for an AI system, and somebody always has to be. "
        "Their access can end once somebody else owns it."
    )


def known_roles(roles: Iterable[str]) -> list[str]:
    """Return roles in order, each once.

    Raises: UnknownRole.
    """
    wanted = sorted(set(roles))
    if unknown := [role for role in wanted if role not in Role.values]:
        raise UnknownRole(field="roles", unknown=unknown)
    return wanted


def set_roles(
    *,
    user_id: UUID,
    roles: Iterable[str],
    why: str,
    by: Actor,
    now: datetime,
    was: Iterable[str] | None = None,
) -> list[PersonChange]:
    """Give a person exactly these roles, from their next request on, inside the caller's transaction.

    was: the roles that the admin looked at, when they looked at any. Returns what was changed.
    Raises: NotAdmin, refusals.NotVisible, UnknownRole, RolesMoved, OwnRole, LastAdmin, ChangeWhyMissing.
    """
    require_admin(by)
    person = _of_own(user_id, by)
    wanted, held = set(known_roles(roles)), _held(person)
    if wanted == held:
        return []
    if was is not None and set(was) != held:
        raise RolesMoved(field="roles")
    return _changed_roles(person, sorted(wanted - held), sorted(held - wanted), why, by, now)


def give_role(*, user_id: UUID, role: str, why: str, by: Actor, now: datetime) -> list[PersonChange]:
    """Give a person one role more; nothing is changed where they have it.

    Raises: NotAdmin, refusals.NotVisible, UnknownRole, OwnRole, ChangeWhyMissing.
    """
    require_admin(by)
    person, wanted = _of_own(user_id, by), known_roles([role])
    return [] if _held(person) >= set(wanted) else _changed_roles(person, wanted, [], why, by, now)


def take_role(*, user_id: UUID, role: str, why: str, by: Actor, now: datetime) -> list[PersonChange]:
    """Take one role from a person; nothing is changed where they do not have it.

    Raises: NotAdmin, refusals.NotVisible, UnknownRole, LastAdmin, ChangeWhyMissing.
    """
    require_admin(by)
    person, wanted = _of_own(user_id, by), known_roles([role])
    return _changed_roles(person, [], wanted, why, by, now) if _held(person) >= set(wanted) else []


def _held(person: User) -> set[str]:
    return set(person.role_assignments.values_list("role", flat=True))


def _changed_roles(
    person: User, given: Sequence[str], taken: Sequence[str], why: str, by: Actor, now: datetime
) -> list[PersonChange]:
    transactions.require()
    if Role.ADMIN in taken and not admins(by).exclude(id=person.id).exists():
        raise LastAdmin(field="roles")
    if given and person.actor_id == by.id:
        raise OwnRole(field="roles")
    person.role_assignments.filter(role__in=taken).delete()
    RoleAssignment.objects.bulk_create(
        [RoleAssignment(user=person, role=role, given_at=now) for role in given]
    )
    changes = [("given", role) for role in given] + [("taken", role) for role in taken]
    rows = [_changed(person, what, why, by=by, now=now, role=role) for what, role in changes]
    data, on = {"given": given, "taken": taken}, ("person", person.actor_id)
    audit.record("person.roles_changed", on=on, by=by, at=now, data=data, rows=_kept(rows))
    return rows


def _changed(person: User, what: str, why: str, *, by: Actor, now: datetime, role: str = "") -> PersonChange:
    """Keep what was changed and why.

    Raises: ChangeWhyMissing.
    """
    said = why.strip()
    if not 0 < len(said) <= WHY_LENGTH:
        raise ChangeWhyMissing(field="why")
    return PersonChange.objects.create(person=person, what=what, role=role, why=said, by=by, at=now)


def _kept(rows: Sequence[PersonChange]) -> list[dict[str, object]]:
    """Return what the entry keeps a digest of."""
    return [{"change": one.id, "why": one.why} for one in rows]


def _of_own(user_id: UUID, by: Actor) -> User:
    people = User.objects.select_related("actor").filter(organisation_id=by.organisation_id)
    person = people.filter(id=user_id).first()
    if person is None:
        raise refusals.NotVisible
    return person


def deactivate(*, user_id: UUID, why: str, by: Actor, now: datetime) -> PersonChange:
    """End a person's access with their next request, and their keys for good; what they did stays theirs.

    Inside the caller's transaction.
    Raises: NotAdmin, refusals.NotVisible, AccessMoved, OwnAccess, StillOwner, ChangeWhyMissing.
    """
    require_admin(by)
    person = _of_own(user_id, by)
    people = User.objects.filter(id=person.id, is_active=True)
    if not person.is_active:
        raise AccessMoved
    if person.actor_id == by.id:
        raise OwnAccess
    if people.exclude(owned_systems=None).exists():
        raise StillOwner
    people.update(is_active=False)
    row = _changed(person, "deactivated", why, by=by, now=now)
    keys.end_keys(of=person.actor, by=by, now=now)
    audit.record("person.deactivated", on=("person", person.actor_id), by=by, at=now, rows=_kept([row]))
    return row


def reactivate(*, user_id: UUID, why: str, by: Actor, now: datetime) -> PersonChange:
    """Let a deactivated person sign in again, with the roles and grants that they had.

    Inside the caller's transaction.
    Raises: NotAdmin, refusals.NotVisible, AccessMoved, ChangeWhyMissing.
    """
    require_admin(by)
    person = _of_own(user_id, by)
    if person.is_active:
        raise AccessMoved
    User.objects.filter(id=person.id).update(is_active=True)
    row = _changed(person, "reactivated", why, by=by, now=now)
    audit.record("person.reactivated", on=("person", person.actor_id), by=by, at=now, rows=_kept([row]))
    return row
