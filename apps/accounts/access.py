"""Who may do what to which object. Guardian owns the grants; this is its only importer.

Reading is one statement over guardian's tables with active, organisation and expiry in its WHERE, kept on the
actor for the length of a request (design measured .43 ms of CPU against 5 to 9 ms for guardian's calls).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from django.db import models
from guardian.shortcuts import assign_perm, remove_perm

from apps.accounts.models import (
    Actor,
    ActorKind,
    Delegation,
    GrantTerm,
    Power,
    Role,
    StandIn,
    TimeAway,
    User,
)
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

# What a person of a statement (`u`) may do and is, as texts: `permission id`, and `role ` without one. What
# was handed to them names its number, giver and row as well; an opened inbox its number, row and end. All by
# the database's clock, and what was handed on only while its giver has it and the receiver is on the list.
# `same_mailbox`: they have another account of theirs.
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
  UNION ALL
  (SELECT concat_ws(' ', d.power, d.object_id, d.number, f.actor_id, d.id)
  FROM accounts_delegation d JOIN accounts_user f ON f.id = d.giver_id
  WHERE d.to_id = u.id AND u.is_active AND d.ended_at IS NULL AND reviewhub_delegation_runs(d)
  ORDER BY d.number)
  UNION ALL
  SELECT 'same_mailbox also' WHERE EXISTS (
    SELECT FROM accounts_user o WHERE o.organisation_id = u.organisation_id AND o.id <> u.id
      AND reviewhub_mailbox(o.email) = reviewhub_mailbox(u.email))
  UNION ALL
  SELECT concat_ws(' ', 'opened_inbox', b.object_id, b.number, b.id, floor(extract(epoch FROM b.ends_at)))
  FROM accounts_breakglass b
  WHERE b.admin_id = u.id AND u.is_active AND b.closed_at IS NULL AND b.ends_at > clock_timestamp()
    AND EXISTS (SELECT FROM accounts_roleassignment a WHERE a.user_id = u.id AND a.role = 'admin')
)"""
TWIN = "same_mailbox"
OPENED = "opened_inbox"  # by breaking the glass: it is never granted, and decides nothing


def granted_ids(actor: Actor, permission: str) -> frozenset[UUID]:
    """Return the ids of the inboxes or AI systems on which the actor has the permission at this moment.

    Only persons have grants; a machine's reach is its key's scopes and the systems it is bound to.
    """
    return _kept(actor).granted.get(permission, frozenset())


def own_ids(actor: Actor, permission: str) -> frozenset[UUID]:
    """Return those of `granted_ids` that are the actor's own: not handed to them for a time."""
    rights = _kept(actor)
    lent = {object_id for name, object_id in rights.lent if name == permission}
    return rights.granted.get(permission, frozenset()) - lent


@dataclass(frozen=True, slots=True)
class Lent:
    """A power that somebody handed on: the delegation's number and row, and the actor who gave it."""

    number: int
    giver_id: UUID
    id: UUID


@dataclass(frozen=True, slots=True)
class Opened:
    """An inbox that an admin opened by breaking the glass, and until when."""

    inbox_id: UUID
    number: int
    id: UUID
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class _Rights:
    """What one statement says of a person: permissions with the ids they hold for, and roles.

    lent: of what they have only by a delegation. approving: by AI system, for whom they resolve what is held.
    is_near: somebody else's acts count as theirs: they stand in for them, also with a right of their own, or
    it is another account of their mailbox.
    """

    granted: Mapping[str, frozenset[UUID]]
    roles: frozenset[str]
    lent: Mapping[tuple[str, UUID], Lent] = field(default_factory=dict)
    approving: tuple[tuple[UUID, Lent], ...] = ()
    opened: tuple[Opened, ...] = ()
    is_near: bool = False


def lent(actor: Actor, permission: str, object_id: UUID) -> Lent | None:
    """Return under which delegation alone the actor has a permission; None when it is theirs or lacking."""
    return _kept(actor).lent.get((permission, object_id))


def delegation(actor: Actor, row_id: UUID | None) -> Lent | None:
    """Return what was handed to the actor by its row."""
    if row_id is None:
        return None
    rights = _kept(actor)
    every = (*rights.lent.values(), *(one for _, one in rights.approving))
    return next((one for one in every if one.id == row_id), None)


def approving_for(actor: Actor) -> tuple[tuple[UUID, Lent], ...]:
    """Return the AI systems on which the actor resolves held decisions for somebody, in order of number."""
    return _kept(actor).approving


def opened(actor: Actor) -> tuple[Opened, ...]:
    """Return the inboxes that an admin has opened by breaking the glass and not closed."""
    return _kept(actor).opened


def stands_for(actor: Actor) -> list[UUID]:
    """Return the actor and all for whom they stand in now, also through others; mostly the actor alone.

    Other accounts of the same mailbox are one person with theirs.
    """
    if not _kept(actor).is_near:
        return [actor.id]
    found = statements.ask("SELECT reviewhub_stands_for(%s)", [actor.id])
    return [one for (one,) in found]


def _kept(actor: Actor) -> _Rights:
    kept: _Rights | None = actor.__dict__.get("_rights")
    if kept is None:
        kept = _keep(actor, _read(actor))
    return kept


def _keep(actor: Actor, rights: _Rights) -> _Rights:
    """Keep what was read; whatever the record gets from somebody with a broken glass names it."""
    actor.__dict__["_rights"] = rights
    actor.__dict__["marks"] = {"break_glass": [one.number for one in rights.opened]} if rights.opened else {}
    return rights


def _read(actor: Actor) -> _Rights:
    if actor.kind != ActorKind.PERSON:
        return _Rights({}, frozenset())
    found = statements.read("FROM accounts_user u WHERE u.actor_id = %s", [actor.id], more=(RIGHTS,), u=User)
    return _understood(found[0][1] if found else [])


def told(actor: Actor, rights: Iterable[str]) -> None:
    """Keep what a statement that found the actor said of RIGHTS, so that no other asks for it."""
    _keep(actor, _understood(rights))


def _understood(rights: Iterable[str]) -> _Rights:
    granted: dict[str, set[UUID]] = defaultdict(set)
    handed: dict[tuple[str, UUID], Lent] = {}
    held: set[str] = set()
    approving: list[tuple[UUID, Lent]] = []
    glass: list[Opened] = []
    is_near = False
    for right in rights:
        word, object_id, *more = right.split(" ")
        if not object_id:
            held.add(word)
        elif word == TWIN:
            is_near = True
        elif word == OPENED:
            glass.append(_opened(UUID(object_id), more))
        elif more:
            lent_ = Lent(int(more[0]), UUID(more[1]), UUID(more[2]))
            if word == Power.APPROVE:
                approving.append((UUID(object_id), lent_))
            else:
                handed.setdefault((word, UUID(object_id)), lent_)
        else:
            granted[word].add(UUID(object_id))
    only = {key: one for key, one in handed.items() if key[1] not in granted[key[0]]}
    for name, one in only:
        granted[name].add(one)
    granted[OPENED] = {one.inbox_id for one in glass}
    return _Rights(
        {name: frozenset(object_ids) for name, object_ids in granted.items()},
        frozenset(held),
        only,
        tuple(approving),
        tuple(glass),
        is_near or bool(handed or approving),
    )


def _opened(inbox_id: UUID, more: Sequence[str]) -> Opened:
    number, row, ends = more
    return Opened(inbox_id, int(number), UUID(row), datetime.fromtimestamp(int(ends), tz=UTC))


def stand_in(*, actor_id: UUID, organisation_id: UUID, granted: Mapping[str, Iterable[UUID]]) -> Actor:
    """Return an actor with an id and grants alone, for whom a statement is written that others ask."""
    actor = Actor(id=actor_id, organisation_id=organisation_id, kind=ActorKind.PERSON)
    rights = {name: frozenset(object_ids) for name, object_ids in granted.items()}
    _keep(actor, _Rights(rights, frozenset()))
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


def running(now: datetime) -> models.QuerySet[Delegation]:
    """Return the delegations that hold at a moment, as RIGHTS understands it."""
    listed = StandIn.objects.filter(
        object_id=models.OuterRef("object_id"), person=models.OuterRef("to"), ended_at=None
    )
    theirs = GrantTerm.objects.filter(
        models.Q(expires_at=None) | models.Q(expires_at__gt=now),
        user=models.OuterRef("giver"),
        permission=models.OuterRef("power"),
        object_id=models.OuterRef("object_id"),
    )
    return Delegation.objects.filter(
        models.Q(power=Power.APPROVE) | models.Exists(theirs),
        models.Exists(listed),
        ended_at=None,
        begins_at__lte=now,
        ends_at__gt=now,
        giver__is_active=True,
        to__is_active=True,
    )


def holders(permission: str, object_id: UUID, *, now: datetime) -> models.QuerySet[Actor]:
    """Return the active persons who hold a permission on one object now, also for somebody, for notices."""
    terms = GrantTerm.objects.filter(
        models.Q(expires_at=None) | models.Q(expires_at__gt=now), permission=permission, object_id=object_id
    )
    handed = running(now).filter(power=permission, object_id=object_id)
    return Actor.objects.filter(
        models.Q(user__in=terms.values("user")) | models.Q(user__in=handed.values("to")), user__is_active=True
    )
