"""Authority: the owner sets and ends standing limits, and whoever has it gives it once for one case."""

from datetime import datetime
from typing import Any
from uuid import UUID

from apps.accounts.models import Actor
from apps.core import transactions
from apps.notify import services as notify
from apps.registry.models import AISystem, AuthorityLimit
from apps.registry.services import limits
from apps.reviews.models import OneTimeAuthority
from apps.reviews.services import exceptional


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


def give_once(
    *,
    item_id: UUID,
    to: Actor,
    amount_minor: int,
    outcome: str,
    why: str,
    expires_at: datetime,
    by: Actor,
    now: datetime,
) -> OneTimeAuthority:
    """Give authority for one case, once, and tell whoever gets it.

    Raises: as exceptional.grant_once.
    """
    with transactions.verb():
        row = exceptional.grant_once(
            item_id=item_id,
            to=to,
            amount_minor=amount_minor,
            outcome=outcome,
            why=why,
            expires_at=expires_at,
            by=by,
            now=now,
        )
        notify.tell(to_actor_id=to.id, kind="authority_given", about_id=row.id, case_id=row.case_id, now=now)
        return row
