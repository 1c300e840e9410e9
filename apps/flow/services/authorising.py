"""The owner sets and ends standing limits of authority."""

from datetime import datetime
from typing import Any
from uuid import UUID

from apps.accounts.models import Actor
from apps.core import transactions
from apps.registry.models import AISystem, AuthorityLimit
from apps.registry.services import limits


def set_limit(*, system: AISystem, by: Actor, now: datetime, **said: Any) -> AuthorityLimit:
    """Set up to which amount a role, or one person, decides an outcome.

    Raises: as limits.set_limit.
    """
    with transactions.verb():
        return limits.set_limit(system=system, by=by, now=now, **said)


def end_limit(
    *, system: AISystem, limit_id: UUID, why: str, version: int, by: Actor, now: datetime
) -> AuthorityLimit:
    """End a limit now, with a reason.

    Raises: as limits.end_limit.
    """
    with transactions.verb():
        return limits.end_limit(system=system, limit_id=limit_id, why=why, version=version, by=by, now=now)
