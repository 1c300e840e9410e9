import hashlib
import hmac
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Count, Exists, F, Model, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from apps.accounts import access
from apps.accounts.models import (
    Actor,
    ActorKind,
    ApiKey,
    GrantTerm,
    MachineClient,
    Organisation,
    RoleAssignment,
    User,
)
from apps.core import clock, refusals, statements
from apps.core.words import say

KEY_START = "rhk"
USE_NOTED_EVERY = timedelta(hours=1)
KEY_STATES = ("in_use", "expired", "revoked")
NO_ROLE = "none"
# Who may sign in: who did, who was invited and has not yet, whom only a program plays, who may not any more.
ACCESS = {
    "active": Q(is_active=True, last_login__isnull=False),
    "invited": Q(is_active=True, last_login=None, is_simulated=False),
    "simulated": Q(is_active=True, last_login=None, is_simulated=True),
    "deactivated": Q(is_active=False),
}
_PARTS = 3
_BY_KEY = """
FROM accounts_apikey k
JOIN accounts_actor a ON a.id = k.actor_id
JOIN accounts_organisation o ON o.id = a.organisation_id
LEFT JOIN accounts_machineclient m ON m.actor_id = a.id
LEFT JOIN accounts_user u ON u.actor_id = a.id
WHERE k.prefix = %s AND k.revoked_at IS NULL
"""
R = TypeVar("R", bound=Model)


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """Who a key stands for and what it may do; `machine` is None for a person's key.

    at: when it was looked up, by the one clock.
    """

    actor: Actor
    scopes: frozenset[str]
    machine: MachineClient | None
    at: datetime
    key: ApiKey

    @property
    def is_use_to_note(self) -> bool:
        """Say whether its last use was noted so long ago that this one is noted."""
        seen = self.key.last_used_at
        return seen is None or seen <= self.at - USE_NOTED_EVERY


def key_digest(secret: str) -> bytes:
    """Return what is kept of a key: SHA-256 suffices, because keys are 32 random bytes."""
    return hashlib.sha256(secret.encode()).digest()


def key_holder(raw_key: str, *, now: datetime | None = None) -> KeyHolder | None:
    """Return who presents this key, or None when it is wrong, expired, revoked or its holder inactive.

    now: when it must be good; without it the clock is read in the same statement.
    """
    parts = raw_key.split("_", _PARTS - 1)
    if len(parts) != _PARTS or parts[0] != KEY_START:
        return None
    found = statements.read(
        _BY_KEY,
        [parts[1]],
        more=("clock_timestamp()", access.RIGHTS),
        k=ApiKey,
        a=Actor,
        o=Organisation,
        m=MachineClient,
        u=User,
    )
    if not found or not hmac.compare_digest(bytes(found[0][0].digest), key_digest(raw_key)):
        return None
    key, actor, organisation, machine, person, read_at, rights = found[0]
    at = now or clock.told(read_at)
    if key.expires_at <= at or not any(one is not None and one.is_active for one in (person, machine)):
        return None
    statements.relate(actor, organisation=organisation, machine=machine, user=person)
    access.told(actor, rights)
    return KeyHolder(actor=actor, scopes=frozenset(key.scopes), machine=machine, at=at, key=key)


def system_actor(organisation_id: UUID) -> Actor:
    """Return the actor under which ReviewHub itself acts in an organisation."""
    return Actor.objects.get(organisation_id=organisation_id, kind=ActorKind.SYSTEM)


def roles_of(actor_ids: Collection[UUID]) -> dict[UUID, frozenset[str]]:
    """Return the roles of persons by their actors; one statement."""
    rows = RoleAssignment.objects.filter(user__actor__in=actor_ids, user__is_active=True)
    found: dict[UUID, set[str]] = {}
    for actor_id, role in rows.values_list("user__actor", "role"):
        found.setdefault(actor_id, set()).add(role)
    return {actor_id: frozenset(held) for actor_id, held in found.items()}


def actor_of_email(email: str) -> Actor:
    """Return the active person behind an address.

    Raises: Actor.DoesNotExist.
    """
    return Actor.objects.select_related("organisation").get(user__email__iexact=email, user__is_active=True)


class BadPlace(refusals.Invalid):
    code = "bad_place"
    sentence = say("This page mark leads nowhere. Open the first page.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which people a list shows; what is empty leaves nobody out.

    role: a role, or NO_ROLE. access: one of ACCESS. on: an inbox or AI system on which they have a grant now.
    """

    search: str = ""
    role: str = ""
    access: str = ""
    on: UUID | None = None


@dataclass(frozen=True, slots=True)
class PeopleFound:
    """A page of people by name, the mark of the following page, and how many fit of how many."""

    rows: list[User]
    following: str | None
    n_found: int
    n_all: int


def people(
    *, organisation_id: UUID, wanted: Wanted, after: str | None, limit: int, now: datetime
) -> PeopleFound:
    """Return a page of an organisation's people by name.

    after: the mark that the page before gave.
    Raises: BadPlace.
    """
    every = User.objects.filter(organisation_id=organisation_id)
    found = _wanted(every, wanted, now)
    page = found.filter(_behind(every, after)) if after else found
    rows = list(page.order_by("name", "id").prefetch_related("role_assignments")[: limit + 1])
    return PeopleFound(rows[:limit], _mark(rows, limit), n_found=found.count(), n_all=every.count())


def _wanted(people_: QuerySet[User], wanted: Wanted, now: datetime) -> QuerySet[User]:
    assigned = RoleAssignment.objects.filter(user=OuterRef("pk"))
    if wanted.search:
        people_ = people_.filter(Q(name__icontains=wanted.search) | Q(email__icontains=wanted.search))
    if wanted.role == NO_ROLE:
        people_ = people_.filter(~Exists(assigned))
    elif wanted.role:
        people_ = people_.filter(Exists(assigned.filter(role=wanted.role)))
    if wanted.access:
        people_ = people_.filter(ACCESS[wanted.access])
    if wanted.on:
        people_ = people_.filter(Exists(_in_force(now).filter(user=OuterRef("pk"), object_id=wanted.on)))
    return people_


def _mark(rows: Sequence[User | GrantTerm | ApiKey], limit: int) -> str | None:
    return str(rows[limit - 1].id) if len(rows) > limit else None


def _behind(every: QuerySet[User], mark: str) -> Q:
    last = marked(every, mark)
    return Q(name__gt=last.name) | Q(name=last.name, id__gt=last.id)


def marked(rows: QuerySet[R], mark: str) -> R:
    """Return the row that a page mark names.

    Raises: BadPlace.
    """
    try:
        return rows.get(id=UUID(mark))
    except (ValueError, ObjectDoesNotExist):
        raise BadPlace(field="after") from None


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


def terms_of(
    user_id: UUID, *, after: str | None, limit: int, in_force_at: datetime | None = None
) -> tuple[list[GrantTerm], str | None]:
    """Return a page of what was granted to a person, newest first, and the following page's mark.

    in_force_at: leave out what has ended by then.
    Raises: BadPlace.
    """
    rows = GrantTerm.objects.filter(user=user_id).select_related("given_by")
    if in_force_at:
        rows = rows.filter(Q(expires_at=None) | Q(expires_at__gt=in_force_at))
    if after:
        rows = rows.filter(id__lt=marked(GrantTerm.objects.filter(user=user_id), after).id)
    found = list(rows.order_by("-id")[: limit + 1])
    return found[:limit], _mark(found, limit)


def _in_force(now: datetime) -> QuerySet[GrantTerm]:
    return GrantTerm.objects.filter(Q(expires_at=None) | Q(expires_at__gt=now), user__is_active=True)


@dataclass(frozen=True, slots=True)
class Holders:
    """Who has one permission on one thing now: the first few by name, and how many they are in all."""

    people: tuple[User, ...]
    n: int


def holders_on(object_ids: Iterable[UUID], *, now: datetime, most: int) -> dict[tuple[UUID, str], Holders]:
    """Return the active holders of each permission on these objects; at most `most` of each are named."""
    alike = [F("object_id"), F("permission")]
    rows = (
        _in_force(now)
        .filter(object_id__in=list(object_ids))
        .annotate(
            place=Window(RowNumber(), partition_by=alike, order_by=["user__name", "user_id"]),
            n_alike=Window(Count("id"), partition_by=alike),
        )
        .filter(place__lte=most)
        .select_related("user")
        .order_by("place")
    )
    named: dict[tuple[UUID, str], list[User]] = defaultdict(list)
    counts: dict[tuple[UUID, str], int] = {}
    for row in rows:
        named[row.object_id, row.permission].append(row.user)
        counts[row.object_id, row.permission] = row.n_alike
    return {key: Holders(tuple(users), counts[key]) for key, users in named.items()}


def working_grants(*, organisation_id: UUID, now: datetime) -> QuerySet[GrantTerm]:
    """Return the grants by which somebody works an inbox now, to be asked per inbox."""
    return _in_force(now).filter(organisation_id=organisation_id, permission="work_inbox")


def machines(organisation_id: UUID) -> list[MachineClient]:
    """Return an organisation's machine clients that are switched on, by name."""
    return list(
        MachineClient.objects.filter(organisation_id=organisation_id, is_active=True).order_by("name")
    )


@dataclass(frozen=True, slots=True)
class KeysFound:
    """A page of keys, newest first, the mark of the following page, and how many fit, of how many, in use."""

    rows: list[ApiKey]
    following: str | None
    n_found: int
    n_all: int
    n_in_use: int


def keys(
    *, organisation_id: UUID, search: str, state: str, after: str | None, limit: int, now: datetime
) -> KeysFound:
    """Return a page of an organisation's keys, newest first.

    search: part of the holder's or the key's name, or how the key begins.
    state: one of KEY_STATES, or empty for all.
    Raises: BadPlace.
    """
    every = ApiKey.objects.filter(actor__organisation=organisation_id)
    found = every.filter(key_in_state(state, now)) if state else every
    if search:
        start = search.removeprefix(f"{KEY_START}_")
        called = Q(actor__name__icontains=search) | Q(name__icontains=search)
        found = found.filter(called | Q(prefix__istartswith=start))
    page = found
    if after:
        last = marked(every, after)
        page = found.filter(Q(made_at__lt=last.made_at) | Q(made_at=last.made_at, id__lt=last.id))
    people_too = page.select_related("actor__machine", "actor__user")
    rows = list(people_too.order_by("-made_at", "-id")[: limit + 1])
    counts = every.aggregate(n=Count("id"), in_use=Count("id", filter=key_in_state("in_use", now)))
    return KeysFound(
        rows[:limit],
        _mark(rows, limit),
        n_found=found.count(),
        n_all=counts["n"],
        n_in_use=counts["in_use"],
    )


def own_keys(
    *, of: Actor, after: str | None, limit: int, now: datetime
) -> tuple[list[ApiKey], str | None, int]:
    """Return a page of somebody's own keys, newest first, the following page's mark, and how many are in use.

    Raises: BadPlace.
    """
    every = ApiKey.objects.filter(actor=of)
    page = every.filter(id__lt=marked(every, after).id) if after else every
    rows = list(page.select_related("revoked_by").order_by("-id")[: limit + 1])
    return rows[:limit], _mark(rows, limit), every.filter(key_in_state("in_use", now)).count()


def own_key(*, prefix: str, of: Actor) -> ApiKey:
    """Return a key of somebody's own by how it begins.

    Raises: refusals.NotVisible.
    """
    found = ApiKey.objects.filter(prefix=prefix, actor=of).select_related("actor").first()
    if found is None:
        raise refusals.NotVisible
    return found


def key_in_state(state: str, now: datetime) -> Q:
    """Return the condition of keys that are in use, expired or revoked."""
    return {
        "in_use": Q(revoked_at=None, expires_at__gt=now),
        "expired": Q(revoked_at=None, expires_at__lte=now),
        "revoked": Q(revoked_at__isnull=False),
    }[state]


def key(*, prefix: str, organisation_id: UUID) -> ApiKey:
    """Return a key of an organisation by how it begins.

    Raises: refusals.NotVisible.
    """
    rows = ApiKey.objects.filter(prefix=prefix, actor__organisation=organisation_id)
    found = rows.select_related("actor").first()
    if found is None:
        raise refusals.NotVisible
    return found
