"""An admin changes what a person is or may reach; the person is told by whom and why (docs/adr/0056)."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from apps.accounts import services as accounts
from apps.accounts.models import Actor, GrantChange, PersonChange
from apps.core import transactions
from apps.core.models import OrganisationOwned
from apps.notify import services as notify

KINDS = {"given": "role_given", "taken": "role_taken", "reactivated": "access_back"}


def set_roles(
    *,
    user_id: UUID,
    roles: Iterable[str],
    why: str,
    by: Actor,
    now: datetime,
    was: Iterable[str] | None = None,
) -> list[PersonChange]:
    """Give a person exactly these roles, and tell them; was: the roles that the admin looked at.

    Raises: as accounts.set_roles.
    """
    with transactions.verb():
        rows = accounts.set_roles(user_id=user_id, roles=roles, why=why, was=was, by=by, now=now)
        return _told(rows, now)


def give_role(*, user_id: UUID, role: str, why: str, by: Actor, now: datetime) -> list[PersonChange]:
    """Give a person one role more, and tell them.

    Raises: as accounts.give_role.
    """
    with transactions.verb():
        return _told(accounts.give_role(user_id=user_id, role=role, why=why, by=by, now=now), now)


def take_role(*, user_id: UUID, role: str, why: str, by: Actor, now: datetime) -> list[PersonChange]:
    """Take one role from a person, and tell them.

    Raises: as accounts.take_role.
    """
    with transactions.verb():
        return _told(accounts.take_role(user_id=user_id, role=role, why=why, by=by, now=now), now)


def deactivate(*, user_id: UUID, why: str, by: Actor, now: datetime) -> PersonChange:
    """End a person's access with their next request.

    Raises: as accounts.deactivate.
    """
    with transactions.verb():
        return accounts.deactivate(user_id=user_id, why=why, by=by, now=now)


def reactivate(*, user_id: UUID, why: str, by: Actor, now: datetime) -> PersonChange:
    """Let a deactivated person sign in again, and tell them.

    Raises: as accounts.reactivate.
    """
    with transactions.verb():
        return _told([accounts.reactivate(user_id=user_id, why=why, by=by, now=now)], now)[0]


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
    """Let a person reach an AI system, and tell them; an inbox is `staffing.let_into_inbox`.

    Raises: as accounts.let_in.
    """
    with transactions.verb():
        row = accounts.let_in(
            user_id=user_id, permission=permission, on=on, expires_at=expires_at, why=why, by=by, now=now
        )
        tell_of_grant(row, now=now)
        return row


def shut_out(
    *, user_id: UUID, permission: str, on: OrganisationOwned, why: str, by: Actor, now: datetime
) -> GrantChange:
    """Take back what a person may reach of an AI system, and tell them.

    Raises: as accounts.shut_out.
    """
    with transactions.verb():
        row = accounts.shut_out(user_id=user_id, permission=permission, on=on, why=why, by=by, now=now)
        tell_of_grant(row, now=now)
        return row


def tell_of_grant(row: GrantChange, *, now: datetime) -> None:
    """Tell somebody what they were given or what was taken from them, inside the caller's transaction."""
    kind = "let_in" if row.is_given else "taken_out"
    if row.person.actor_id != row.by_id:
        notify.tell(to_actor_id=row.person.actor_id, kind=kind, about_id=row.id, case_id=None, now=now)


def _told(rows: list[PersonChange], now: datetime) -> list[PersonChange]:
    for one in rows:
        if one.person.actor_id != one.by_id:
            kind, to = KINDS[one.what], one.person.actor_id
            notify.tell(to_actor_id=to, kind=kind, about_id=one.id, case_id=None, now=now)
    return rows
