"""Keys to the API: shown once, scoped, expiring, revocable."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from apps.accounts import access, selectors
from apps.accounts.models import Actor, ApiKey, MachineClient, Role
from apps.accounts.services.administering import NotAdmin, require_admin
from apps.audit import services as audit
from apps.core import refusals, transactions
from apps.core.words import say

SCOPES = frozenset({
    "recommendations:write", "recommendations:read", "items:read", "items:write",
    "receipts:write", "outcomes:write", "findings:read", "facts:write", "evidence:read", "evidence:write",
    "policies:try",
    "policies:read", "policies:write",
    "systems:read", "systems:write",
})  # fmt: skip
LONGEST_DAYS = 366


class UnknownScope(refusals.Invalid):
    code = "unknown_scope"
    sentence = say("A key can only carry scopes that exist.")


class NoScope(refusals.Invalid):
    code = "no_scope"
    sentence = say("Choose at least one thing that the key may do.")


class KeyRevoked(refusals.IllegalMove):
    code = "key_revoked"
    sentence = say("This key is revoked already. It is refused wherever it is used.")


class KeyTooLong(refusals.Invalid):
    code = "key_too_long"
    sentence = say("Choose between 1 and %(most)s days.", most=LONGEST_DAYS)


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


def issue_machine_key(*, machine_id: UUID, scopes: Iterable[str], days: int, by: Actor, now: datetime) -> str:
    """Issue a key of `days` (1 to 366) to a machine of the admin's organisation; seen only this once.

    Raises: NotAdmin, refusals.NotVisible, NoScope, UnknownScope, KeyTooLong.
    """
    with transactions.verb():
        require_admin(by)
        machines = MachineClient.objects.select_related("actor").filter(organisation_id=by.organisation_id)
        machine = machines.filter(id=machine_id, is_active=True).first()
        if machine is None:
            raise refusals.NotVisible
        if not (wanted := set(scopes)):
            raise NoScope(field="scopes")
        if not 1 <= days <= LONGEST_DAYS:
            raise KeyTooLong(field="days")
        return issue_key(
            actor=machine.actor, scopes=wanted, expires_at=now + timedelta(days=days), by=by, now=now
        )


def revoke_key(*, prefix: str, by: Actor, now: datetime) -> None:
    """Revoke a key of the admin's own organisation.

    Raises: NotAdmin, refusals.NotVisible, KeyRevoked.
    """
    with transactions.verb():
        if not access.has_role(by, Role.ADMIN):
            raise NotAdmin(permission="admin")
        key = selectors.key(prefix=prefix, organisation_id=by.organisation_id)
        if ApiKey.objects.filter(id=key.id, revoked_at=None).update(revoked_at=now) != 1:
            raise KeyRevoked
        audit.record("key.revoked", on=("key", key.id), by=by, at=now)
