"""Who may do what to which object. Guardian owns the grants; this is its only importer.

Reading is one statement over guardian's tables with active, organisation and expiry in its WHERE, kept on the
actor for the length of a request (design measured .43 ms of CPU against 5 to 9 ms for guardian's calls).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import models
from guardian.shortcuts import assign_perm, remove_perm

from apps.accounts.models import Actor, ActorKind, GrantTerm, Role, TimeAway, User
from apps.core import statements, transactions
from apps.core.models import OrganisationOwned

PERMISSIONS = frozenset(
    {
        "work_inbox",
        "supervise_inbox",
        "look_inbox",
        "look_system",
        "analyse_system",
        "audit_system",
    }
)

# What a person of a statement (`u`) may do and is, as texts: `permission id`, and `role ` without one.
RIGHTS = """ARRAY(
  SELECT p.codename || ' ' || t.object_id
  FROM guardian_userobjectpermission g
  JOIN auth_permission p ON p.id = g.permission_id
  JOIN accounts_grantterm t
    ON t.user_id = g.user_id AND t.permission = p.codename AND t.object_id::text = g.object_pk
  WHERE g.user_id = u.id AND u.is_active AND t.organisation_id = u.organisation_id
    AND (t.expires_at IS NULL OR t.expires_at > clock_timestamp())
  UNION ALL
  SELECT a.role || ' ' FROM accounts_roleassignment a WHERE a.user_id = u.id AND u.is_active
)"""


def granted_ids(actor: Actor, permission: str) -> frozenset[UUID]:
    """Return the ids of the inboxes or AI systems on which the actor has the permission at this moment.

    Only persons have grants; a machine's reach is its key's scopes and the systems it is bound to.
    """
    return _kept(actor).granted.get(permission, frozenset())


@dataclass(frozen=True, slots=True)
class _Rights:
    """What one statement says of a person: permissions with the ids they hold for, and roles."""

    granted: Mapping[str, frozenset[UUID]]
    roles: frozenset[str]


def _kept(actor: Actor) -> _Rights:
    kept: _Rights | None = actor.__dict__.get("_rights")
    if kept is None:
        kept = actor.__dict__["_rights"] = _read(actor)
    return kept


def _read(actor: Actor) -> _Rights:
    if actor.kind != ActorKind.PERSON:
        return _Rights({}, frozenset())
    found = statements.read("FROM accounts_user u WHERE u.actor_id = %s", [actor.id], more=(RIGHTS,), u=User)
    return _understood(found[0][1] if found else [])


def told(actor: Actor, rights: Iterable[str]) -> None:
    """Keep what a statement that found the actor said of RIGHTS, so that no other asks for it."""
    actor.__dict__["_rights"] = _understood(rights)


def _understood(rights: Iterable[str]) -> _Rights:
    granted: dict[str, set[UUID]] = defaultdict(set)
    held = set()
    for right in rights:
        word, _, object_id = right.partition(" ")
        if object_id:
            granted[word].add(UUID(object_id))
        else:
            held.add(word)
    return _Rights({name: frozenset(object_ids) for name, object_ids in granted.items()}, frozenset(held))


def stand_in(*, actor_id: UUID, organisation_id: UUID, granted: Mapping[str, Iterable[UUID]]) -> Actor:
    """Return an actor with an id and grants alone, for whom a statement is written that others ask."""
    actor = Actor(id=actor_id, organisation_id=organisation_id, kind=ActorKind.PERSON)
    rights = {name: frozenset(object_ids) for name, object_ids in granted.items()}
    actor.__dict__["_rights"] = _Rights(rights, frozenset())
    return actor


def forget(actor: Actor) -> None:
    """Drop what was read for this actor, so that the next question asks the database again."""
    actor.__dict__.pop("_rights", None)


def roles(actor: Actor) -> frozenset[str]:
    """Return the actor's roles; empty for machines and inactive persons."""
    return _kept(actor).roles


def has_role(actor: Actor, role: Role) -> bool:
    """Say whether the actor holds the role."""
    return role.value in roles(actor)


class UnknownPermission(ValueError):
    """A permission that stands on neither inboxes nor AI systems."""


class OtherOrganisation(ValueError):
    """A grant across organisations: nobody can make one."""


def grant(
    *,
    user: User,
    permission: str,
    on: OrganisationOwned,
    by: Actor,
    now: datetime,
    expires_at: datetime | None = None,
) -> None:
    """Give a person a permission on one inbox or AI system, inside the caller's transaction.

    Raises: UnknownPermission, OtherOrganisation.
    """
    transactions.require()
    _known(permission)
    if on.organisation_id != user.organisation_id:
        raise OtherOrganisation(permission)
    assign_perm(permission, user, on)
    GrantTerm.objects.update_or_create(
        user=user,
        permission=permission,
        object_id=on.pk,
        defaults={
            "organisation_id": on.organisation_id,
            "given_by": by,
            "given_at": now,
            "expires_at": expires_at,
        },
    )
    forget(user.actor)


def revoke(*, user: User, permission: str, on: OrganisationOwned) -> None:
    """Take a permission back; it is gone with the person's next request."""
    transactions.require()
    _known(permission)
    remove_perm(permission, user, on)
    GrantTerm.objects.filter(user=user, permission=permission, object_id=on.pk).delete()
    forget(user.actor)


def _known(permission: str) -> None:
    if permission not in PERMISSIONS:
        raise UnknownPermission(permission)


def away_at(at: datetime) -> models.QuerySet[TimeAway]:
    """Return the stated absences that hold at a moment."""
    return TimeAway.objects.filter(ended_at=None, from_at__lte=at, until_at__gt=at)


def holders(permission: str, object_id: UUID, *, now: datetime) -> models.QuerySet[Actor]:
    """Return the active persons who hold a permission on one object now, for notices."""
    return Actor.objects.filter(
        models.Q(user__grant_terms__expires_at=None) | models.Q(user__grant_terms__expires_at__gt=now),
        user__is_active=True,
        user__grant_terms__permission=permission,
        user__grant_terms__object_id=object_id,
    ).distinct()
