"""Keys to the API: shown once, scoped, expiring, revocable."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from apps.accounts import access, selectors
from apps.accounts.models import Actor, ActorKind, ApiKey, MachineClient, Role
from apps.accounts.services.administering import NotAdmin, require_admin
from apps.audit import services as audit
from apps.core import refusals, transactions
from apps.core.words import say

SCOPES = frozenset({
    "recommendations:write", "recommendations:read", "items:read", "items:write",
    "receipts:write", "outcomes:write", "findings:read", "findings:write", "facts:write",
    "evidence:read", "evidence:write", "policies:try",
    "policies:read", "policies:write",
    "systems:read", "systems:write",
    "members:read", "members:write", "people:read", "people:write",
    "appeals:read", "appeals:write",
})  # fmt: skip
OF_A_PERSON = frozenset({
    "recommendations:read", "items:read", "items:write", "findings:read", "findings:write",
    "policies:read", "policies:write", "policies:try",
    "systems:read", "systems:write",
    "members:read", "members:write", "people:read", "people:write",
})  # fmt: skip
"""What a person's own key may carry; what they may then do is what they may do."""
LONGEST_DAYS = 366
LONGEST_OWN_DAYS = 90
MOST_OWN = 10
NAME_LENGTH = 60


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


class KeyNameMissing(refusals.Invalid):
    code = "key_name_missing"
    sentence = say("Name the key, so that you know later where you put it: at most 60 characters.")


class OwnKeyTooLong(refusals.Invalid):
    code = "own_key_too_long"
    sentence = say("A key of your own lasts between 1 and %(most)s days.", most=LONGEST_OWN_DAYS)


class TooManyKeys(refusals.IllegalMove):
    code = "too_many_keys"
    sentence = say("You have %(most)s keys in use. Revoke one that you no longer need first.", most=MOST_OWN)


class OnlyForOneself(refusals.NotAllowed):
    code = "only_for_oneself"
    sentence = say("A person makes their own keys. Nobody makes one for somebody else.")


def issue_key(
    *, actor: Actor, scopes: Iterable[str], expires_at: datetime, by: Actor, now: datetime, name: str = ""
) -> str:
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
        name=name,
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


def make_own_key(*, name: str, scopes: Iterable[str], days: int, by: Actor, now: datetime) -> str:
    """Make a key of one's own for 1 to 90 days and return it; seen only this once, by whoever makes it.

    It may carry what keys of people carry, and does no more than its person may at that moment. The edge has
    asked for a fresh proof of identity, and no edge offers this to a key: a key makes no keys.
    Raises: OnlyForOneself, KeyNameMissing, NoScope, UnknownScope, OwnKeyTooLong, TooManyKeys.
    """
    with transactions.verb():
        if by.kind != ActorKind.PERSON:
            raise OnlyForOneself(permission="person")
        if not 0 < len(name.strip()) <= NAME_LENGTH:
            raise KeyNameMissing(field="name")
        if not (wanted := set(scopes)):
            raise NoScope(field="scopes")
        if unknown := sorted(wanted - OF_A_PERSON):
            raise UnknownScope(field="scopes", unknown=unknown)
        if not 1 <= days <= LONGEST_OWN_DAYS:
            raise OwnKeyTooLong(field="days")
        list(Actor.objects.select_for_update(no_key=True).filter(id=by.id).values_list("id"))
        if by.keys.filter(selectors.key_in_state("in_use", now)).count() >= MOST_OWN:
            raise TooManyKeys
        ends = now + timedelta(days=days)
        return issue_key(actor=by, scopes=wanted, expires_at=ends, by=by, now=now, name=name.strip())


def revoke_own_key(*, prefix: str, by: Actor, now: datetime) -> None:
    """Revoke a key of one's own; it is refused from the next request on.

    Raises: refusals.NotVisible, KeyRevoked.
    """
    with transactions.verb():
        key = selectors.own_key(prefix=prefix, of=by)
        if not _revoke([key.id], by=by, now=now):
            raise KeyRevoked


def end_keys(*, of: Actor, by: Actor, now: datetime) -> int:
    """Revoke whatever keys somebody has, inside the caller's transaction; returns how many."""
    transactions.require()
    return _revoke(
        of.keys.filter(revoked_at=None).order_by("id").values_list("id", flat=True), by=by, now=now
    )


def note_use(*, key_id: UUID, now: datetime) -> None:
    """Note that a key was used, at most once an hour. Nothing is decided by it, so it leaves no entry."""
    with transactions.verb():
        long_ago = Q(last_used_at=None) | Q(last_used_at__lte=now - selectors.USE_NOTED_EVERY)
        ApiKey.objects.filter(long_ago, id=key_id).update(last_used_at=now)


def _revoke(key_ids: Iterable[UUID], *, by: Actor, now: datetime) -> int:
    done = 0
    for key_id in list(key_ids):
        if ApiKey.objects.filter(id=key_id, revoked_at=None).update(revoked_at=now, revoked_by=by) == 1:
            audit.record("key.revoked", on=("key", key_id), by=by, at=now)
            done += 1
    return done


def revoke_key(*, prefix: str, by: Actor, now: datetime) -> None:
    """Revoke a key of the admin's own organisation, a machine's or a person's.

    Raises: NotAdmin, refusals.NotVisible, KeyRevoked.
    """
    with transactions.verb():
        if not access.has_role(by, Role.ADMIN):
            raise NotAdmin(permission="admin")
        key = selectors.key(prefix=prefix, organisation_id=by.organisation_id)
        if not _revoke([key.id], by=by, now=now):
            raise KeyRevoked
