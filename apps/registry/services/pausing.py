"""Stopping an AI system, and letting it go on."""

from datetime import datetime
from uuid import UUID

from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import refusals, transactions
from apps.core.words import say
from apps.registry import selectors
from apps.registry.access import NotTheOwner
from apps.registry.models import Pause


def pause(*, system_id: UUID, why: str, by: Actor, now: datetime) -> Pause:
    """Stop every automatic decision of an AI system; when this returns, none commits any more.

    Takes the pause row FOR UPDATE: it waits for arrivals holding it FOR SHARE; later ones see the pause.
    Raises: NotTheOwner, refusals.NotVisible, refusals.Invalid.
    """
    if not why.strip():
        raise refusals.Invalid(say("Say why, for those who find their work changed."), field="why")
    return _set_pause(system_id=system_id, is_paused=True, why=why.strip(), by=by, now=now)


def resume(*, system_id: UUID, by: Actor, now: datetime) -> Pause:
    """Let an AI system go on.

    Raises: NotTheOwner, refusals.NotVisible.
    """
    return _set_pause(system_id=system_id, is_paused=False, why="", by=by, now=now)


def _set_pause(*, system_id: UUID, is_paused: bool, why: str, by: Actor, now: datetime) -> Pause:
    with transactions.verb():
        row = (
            Pause.objects.select_for_update(of=("self",))
            .select_related("system__owner")
            .filter(system_id=system_id, system__organisation=by.organisation_id)
            .first()
        )
        if row is None or not selectors.may_see(by, row.system):
            raise refusals.NotVisible
        if row.system.owner.actor_id != by.id:
            raise NotTheOwner(permission="owner")
        if row.is_paused == is_paused:
            return row
        row.is_paused, row.why, row.by, row.since = is_paused, why, by, now if is_paused else None
        row.save()
        verb = "system.paused" if is_paused else "system.resumed"
        audit.record(verb, on=("system", system_id), by=by, at=now, rows=[{"why": why}])
    return row
