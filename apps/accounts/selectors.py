import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.accounts.models import Actor, ActorKind, ApiKey, MachineClient

KEY_START = "rhk"
_PARTS = 3


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """Who a key stands for and what it may do; `machine` is None for a person's key."""

    actor: Actor
    scopes: frozenset[str]
    machine: MachineClient | None


def key_digest(secret: str) -> bytes:
    """Return what is kept of a key: SHA-256 suffices, because keys are 32 random bytes."""
    return hashlib.sha256(secret.encode()).digest()


def key_holder(raw_key: str, *, now: datetime) -> KeyHolder | None:
    """Return who presents this key, or None when it is wrong, expired, revoked or its holder inactive."""
    parts = raw_key.split("_", _PARTS - 1)
    if len(parts) != _PARTS or parts[0] != KEY_START:
        return None
    key = (
        ApiKey.objects.select_related("actor__organisation", "actor__machine", "actor__user")
        .filter(prefix=parts[1], revoked_at=None, expires_at__gt=now)
        .first()
    )
    if key is None or not hmac.compare_digest(bytes(key.digest), key_digest(raw_key)):
        return None
    person = getattr(key.actor, "user", None)
    machine = getattr(key.actor, "machine", None)
    if not any(holder is not None and holder.is_active for holder in (person, machine)):
        return None
    return KeyHolder(actor=key.actor, scopes=frozenset(key.scopes), machine=machine)


def system_actor(organisation_id: UUID) -> Actor:
    """Return the actor under which ReviewHub itself acts in an organisation."""
    return Actor.objects.get(organisation_id=organisation_id, kind=ActorKind.SYSTEM)


def actor_of_email(email: str) -> Actor:
    """Return the active person behind an address.

    Raises: Actor.DoesNotExist.
    """
    return Actor.objects.select_related("organisation").get(user__email__iexact=email, user__is_active=True)
