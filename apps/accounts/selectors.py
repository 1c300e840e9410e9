import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Prefetch, Q

from apps.accounts.models import Actor, ActorKind, ApiKey, GrantTerm, MachineClient, Organisation, User
from apps.core import refusals
from apps.core.words import say

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


class BadPlace(refusals.Invalid):
    code = "bad_place"
    sentence = say("This page mark leads nowhere. Open the first page.")


def people(
    *, organisation_id: UUID, search: str, after: str | None, limit: int
) -> tuple[list[User], str | None]:
    """Return a page of an organisation's people by name, and the mark of the following page.

    search: part of a name or an address. after: the mark that the page before gave.
    Raises: BadPlace.
    """
    found = User.objects.filter(organisation_id=organisation_id)
    if search:
        found = found.filter(Q(name__icontains=search) | Q(email__icontains=search))
    if after:
        found = found.filter(_behind(organisation_id, after))
    rows = list(found.order_by("name", "id").prefetch_related("role_assignments")[: limit + 1])
    return rows[:limit], str(rows[limit - 1].id) if len(rows) > limit else None


def _behind(organisation_id: UUID, mark: str) -> Q:
    try:
        last = User.objects.get(id=UUID(mark), organisation_id=organisation_id)
    except (ValueError, User.DoesNotExist):
        raise BadPlace(field="after") from None
    return Q(name__gt=last.name) | Q(name=last.name, id__gt=last.id)


def person(*, user_id: UUID, organisation_id: UUID) -> User:
    """Return a person of an organisation with their roles.

    Raises: refusals.NotVisible.
    """
    rows = User.objects.filter(id=user_id, organisation_id=organisation_id)
    found = rows.prefetch_related("role_assignments").first()
    if found is None:
        raise refusals.NotVisible
    return found


def simulated_people(emails: Iterable[str]) -> tuple[list[User], frozenset[UUID]]:
    """Return which of these sign-ins may be shown to anybody, and the ids of those with a second factor.

    Only active simulated people of demonstrations; nobody where one organisation is no demonstration.
    """
    if Organisation.objects.filter(is_demonstration=False).exists():
        return [], frozenset()
    rows = User.objects.filter(is_simulated=True, is_active=True, organisation__is_demonstration=True)
    found = list(rows.filter(email__in=list(emails)).select_related("organisation"))
    enrolled = Authenticator.objects.filter(user__in=found, type=Authenticator.Type.TOTP)
    return found, frozenset(enrolled.values_list("user_id", flat=True))


def terms_of(user_id: UUID) -> list[GrantTerm]:
    """Return what was granted to a person, ended or not, by permission."""
    rows = GrantTerm.objects.filter(user=user_id).select_related("given_by")
    return list(rows.order_by("permission", "given_at"))


def terms_on(object_ids: Iterable[UUID], *, now: datetime) -> list[GrantTerm]:
    """Return the grants of active persons that stand on these objects now, by the person's name."""
    rows = GrantTerm.objects.filter(
        Q(expires_at=None) | Q(expires_at__gt=now), object_id__in=list(object_ids), user__is_active=True
    )
    return list(rows.select_related("user").order_by("user__name", "permission"))


def machines(organisation_id: UUID) -> list[MachineClient]:
    """Return an organisation's machine clients by name, each with its keys, newest first."""
    keys = Prefetch("actor__keys", ApiKey.objects.order_by("-made_at"))
    rows = MachineClient.objects.filter(organisation_id=organisation_id)
    return list(rows.select_related("actor").prefetch_related(keys).order_by("name"))
