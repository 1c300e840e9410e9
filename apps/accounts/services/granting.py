"""Permissions on inboxes and AI systems: given and taken back, each with its entry."""

from datetime import datetime
from uuid import UUID

from apps.accounts import access
from apps.accounts.models import Actor, GrantChange, User
from apps.accounts.services.administering import require_admin
from apps.audit import services as audit
from apps.core import refusals
from apps.core.models import OrganisationOwned
from apps.core.words import say

WHY_LENGTH = 300


class UnfittingPermission(refusals.Invalid):
    code = "unfitting_permission"
    sentence = say("Choose what the person may do there.")


class ExpiryPast(refusals.Invalid):
    code = "expiry_past"
    sentence = say("Choose an end that is still to come, or none.")


class OwnGrant(refusals.IllegalMove):
    code = "own_grant"
    sentence = say("Nobody says what they may reach themselves. Another admin can.")


class GrantWhyMissing(refusals.Invalid):
    code = "grant_why"
    sentence = say(
        "Say why, in at most %(most)s characters. The person and other admins read it.", most=WHY_LENGTH
    )


def give(
    *,
    user: User,
    permission: str,
    on: OrganisationOwned,
    by: Actor,
    now: datetime,
    expires_at: datetime | None = None,
    why: str = "",
) -> GrantChange:
    """Grant a permission on one inbox or AI system, with its entry; why: the words of whoever gives it."""
    access.grant(user=user, permission=permission, on=on, by=by, now=now, expires_at=expires_at)
    row = _change(user, permission, on, expires_at=expires_at, is_given=True, why=why, by=by, now=now)
    audit.record(
        "grant.given",
        on=(type(on).__name__.lower(), on.pk),
        by=by,
        at=now,
        data={"to": user.actor_id, "permission": permission, "expires_at": expires_at},
        rows=_kept(row),
    )
    return row


def take_back(
    *, user: User, permission: str, on: OrganisationOwned, by: Actor, now: datetime, why: str = ""
) -> GrantChange:
    """Revoke a permission, with its entry; why: the words of whoever takes it back."""
    access.revoke(user=user, permission=permission, on=on)
    row = _change(user, permission, on, expires_at=None, is_given=False, why=why, by=by, now=now)
    audit.record(
        "grant.taken_back",
        on=(type(on).__name__.lower(), on.pk),
        by=by,
        at=now,
        data={"from": user.actor_id, "permission": permission},
        rows=_kept(row),
    )
    return row


def _change(
    user: User,
    permission: str,
    on: OrganisationOwned,
    *,
    expires_at: datetime | None,
    is_given: bool,
    why: str,
    by: Actor,
    now: datetime,
) -> GrantChange:
    """Keep who changed what and why."""
    return GrantChange.objects.create(
        person=user,
        organisation_id=on.organisation_id,
        permission=permission,
        object_id=on.pk,
        is_given=is_given,
        expires_at=expires_at,
        why=why,
        by=by,
        at=now,
    )


def _kept(row: GrantChange) -> list[dict[str, object]]:
    """Return what the entry keeps a digest of."""
    return [{"change": row.id, "why": row.why}]


def let_in(
    *,
    user_id: UUID,
    permission: str,
    on: OrganisationOwned,
    expires_at: datetime | None,
    why: str,
    by: Actor,
    now: datetime,
) -> GrantChange:
    """Let a person of the admin's organisation in, as `give` does; giving again sets a new end.

    Inside the caller's transaction.
    Raises: NotAdmin, refusals.NotVisible, UnfittingPermission, OwnGrant, ExpiryPast, GrantWhyMissing.
    """
    person = _person(user_id, permission, on, by)
    if person.actor_id == by.id:
        raise OwnGrant
    if expires_at is not None and expires_at <= now:
        raise ExpiryPast(field="expires_on")
    said = _reason(why)
    return give(user=person, permission=permission, on=on, by=by, now=now, expires_at=expires_at, why=said)


def shut_out(
    *, user_id: UUID, permission: str, on: OrganisationOwned, why: str, by: Actor, now: datetime
) -> GrantChange:
    """Take a permission back from a person of the admin's organisation, from their next request on.

    Inside the caller's transaction.
    Raises: NotAdmin, refusals.NotVisible, UnfittingPermission, GrantWhyMissing.
    """
    person = _person(user_id, permission, on, by)
    if not person.grant_terms.filter(permission=permission, object_id=on.pk).exists():
        raise refusals.NotVisible
    return take_back(user=person, permission=permission, on=on, by=by, now=now, why=_reason(why))


def _reason(why: str) -> str:
    if not 0 < len(why.strip()) <= WHY_LENGTH:
        raise GrantWhyMissing(field="why")
    return why.strip()


def _person(user_id: UUID, permission: str, on: OrganisationOwned, by: Actor) -> User:
    require_admin(by)
    people = User.objects.select_related("actor").filter(organisation_id=by.organisation_id)
    person = people.filter(id=user_id).first()
    if person is None or on.organisation_id != by.organisation_id:
        raise refusals.NotVisible
    if permission not in access.PERMISSIONS or not permission.endswith(_ENDING.get(type(on).__name__, "?")):
        raise UnfittingPermission(field="permission")
    return person


_ENDING = {"Inbox": "_inbox", "AISystem": "_system"}
