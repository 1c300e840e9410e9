"""People, machines and their keys. Each verb leaves an entry; an organisation's first entries are its own."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password

from apps.accounts import access, selectors
from apps.accounts.models import (
    Actor,
    ActorKind,
    ApiKey,
    MachineClient,
    Organisation,
    Role,
    RoleAssignment,
    User,
)
from apps.audit import services as audit
from apps.core import refusals, transactions
from apps.core.models import OrganisationOwned

SCOPES = frozenset({
    "recommendations:write", "recommendations:read", "items:read", "items:write",
    "receipts:write", "outcomes:write", "findings:read",
})  # fmt: skip


_PASSWORD_BYTES = 15


class UnknownScope(refusals.Invalid):
    code = "unknown_scope"
    sentence = "A key can only carry scopes that exist."


class NotAdmin(refusals.NotAllowed):
    code = "not_admin"
    sentence = "Only an admin of this organisation may do this."


def found_organisation(
    *, slug: str, name: str, time_zone: str, is_demonstration: bool, now: datetime
) -> tuple[Organisation, Actor]:
    """Make an organisation and its system actor, or return them when they exist already."""
    transactions.require()
    organisation, is_new = Organisation.objects.get_or_create(
        slug=slug, defaults={"name": name, "time_zone": time_zone, "is_demonstration": is_demonstration}
    )
    system, _ = Actor.objects.get_or_create(
        organisation=organisation, kind=ActorKind.SYSTEM, defaults={"name": "ReviewHub"}
    )
    if is_new:
        audit.record("organisation.founded", on=("organisation", organisation.id), by=system, at=now)
    return organisation, system


def invite(
    *,
    organisation: Organisation,
    email: str,
    name: str,
    password: str | None,
    roles: Iterable[str],
    time_zone: str,
    is_simulated: bool,
    by: Actor,
    now: datetime,
) -> User:
    """Make a person with roles, or return the one who has this address already.

    Raises: ValueError for an unknown role.
    """
    transactions.require()
    existing = User.objects.filter(email__iexact=email).select_related("actor").first()
    if existing:
        return existing
    actor = Actor.objects.create(organisation=organisation, kind=ActorKind.PERSON, name=name)
    user = User.objects.create(
        actor=actor,
        organisation=organisation,
        email=email.lower(),
        name=name,
        password=make_password(password),
        time_zone=time_zone,
        is_simulated=is_simulated,
        joined_at=now,
    )
    given = [RoleAssignment(user=user, role=Role(role).value, given_at=now) for role in roles]
    RoleAssignment.objects.bulk_create(given)
    audit.record(
        "person.invited", on=("person", actor.id), by=by, at=now, data={"roles": [one.role for one in given]}
    )
    return user


def give(
    *,
    user: User,
    permission: str,
    on: OrganisationOwned,
    by: Actor,
    now: datetime,
    expires_at: datetime | None = None,
) -> None:
    """Grant a permission on one inbox or AI system, with its entry."""
    access.grant(user=user, permission=permission, on=on, by=by, now=now, expires_at=expires_at)
    audit.record(
        "grant.given",
        on=(type(on).__name__.lower(), on.pk),
        by=by,
        at=now,
        data={"to": user.actor_id, "permission": permission, "expires_at": expires_at},
    )


def take_back(*, user: User, permission: str, on: OrganisationOwned, by: Actor, now: datetime) -> None:
    """Revoke a permission, with its entry."""
    access.revoke(user=user, permission=permission, on=on)
    audit.record(
        "grant.taken_back",
        on=(type(on).__name__.lower(), on.pk),
        by=by,
        at=now,
        data={"from": user.actor_id, "permission": permission},
    )


def deactivate(*, user_id: UUID, by: Actor, now: datetime) -> None:
    """End a person's access with their next request; what they did stays theirs.

    Raises: NotAdmin, refusals.NotVisible.
    """
    with transactions.verb():
        if not access.has_role(by, Role.ADMIN):
            raise NotAdmin(permission="admin")
        changed = User.objects.filter(id=user_id, organisation_id=by.organisation_id, is_active=True).update(
            is_active=False
        )
        if changed != 1:
            raise refusals.NotVisible
        person = User.objects.get(id=user_id)
        audit.record("person.deactivated", on=("person", person.actor_id), by=by, at=now)


def renew_password(*, email: str, by: Actor, now: datetime) -> str:
    """Give an active person a new password and return it, the only time anyone sees it; their sessions end.

    Raises: NotAdmin, refusals.NotVisible.
    """
    with transactions.verb():
        if by.kind != ActorKind.SYSTEM and not access.has_role(by, Role.ADMIN):
            raise NotAdmin(permission="admin")
        people = User.objects.filter(organisation_id=by.organisation_id, is_active=True)
        person = people.filter(email__iexact=email).first()
        if person is None:
            raise refusals.NotVisible
        fresh = secrets.token_urlsafe(_PASSWORD_BYTES)
        User.objects.filter(id=person.id).update(password=make_password(fresh))
        audit.record("person.password_renewed", on=("person", person.actor_id), by=by, at=now)
    return fresh


def note_sign_in_change(*, user: User, what: str, now: datetime) -> None:
    """Record that a person changed their password or second factor; `what` is allauth's name for it."""
    with transactions.verb():
        by = user.actor
        audit.record("person.sign_in_changed", on=("person", by.id), by=by, at=now, data={"what": what})


def connect_machine(
    *,
    organisation: Organisation,
    name: str,
    source_id: UUID | None,
    system_ids: Sequence[UUID],
    by: Actor,
    now: datetime,
) -> tuple[MachineClient, bool]:
    """Make a machine client, or return it; the second value says whether it is new."""
    transactions.require()
    existing = (
        MachineClient.objects.filter(organisation=organisation, name=name).select_related("actor").first()
    )
    if existing:
        return existing, False
    actor = Actor.objects.create(organisation=organisation, kind=ActorKind.MACHINE, name=name)
    machine = MachineClient.objects.create(
        actor=actor, organisation=organisation, name=name, source_id=source_id, system_ids=list(system_ids)
    )
    audit.record("machine.connected", on=("machine", actor.id), by=by, at=now)
    return machine, True


def issue_key(*, actor: Actor, scopes: Iterable[str], expires_at: datetime, by: Actor, now: datetime) -> str:
    """Issue a key and return it; this is the only moment anyone sees it.

    Raises: UnknownScope.
    """
    transactions.require()
    wanted = sorted(set(scopes))
    if unknown := [scope for scope in wanted if scope not in SCOPES]:
        raise UnknownScope(field="scopes", unknown=unknown)
    prefix = secrets.token_hex(4)
    raw = f"{selectors.KEY_START}_{prefix}_{secrets.token_urlsafe(32)}"
    key = ApiKey.objects.create(
        actor=actor,
        prefix=prefix,
        digest=selectors.key_digest(raw),
        scopes=wanted,
        made_at=now,
        expires_at=expires_at,
    )
    audit.record(
        "key.issued",
        on=("key", key.id),
        by=by,
        at=now,
        data={"for": actor.id, "scopes": wanted, "until": expires_at},
    )
    return raw


def revoke_key(*, prefix: str, by: Actor, now: datetime) -> None:
    """Revoke a key of the admin's own organisation.

    Raises: NotAdmin, refusals.NotVisible.
    """
    with transactions.verb():
        if not access.has_role(by, Role.ADMIN):
            raise NotAdmin(permission="admin")
        keys = ApiKey.objects.filter(prefix=prefix, actor__organisation=by.organisation_id, revoked_at=None)
        key = keys.first()
        if key is None or keys.update(revoked_at=now) != 1:
            raise refusals.NotVisible
        audit.record("key.revoked", on=("key", key.id), by=by, at=now)
