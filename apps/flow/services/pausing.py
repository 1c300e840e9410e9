"""Pausing and letting go on; what was held goes to people when it is over."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from apps.accounts import selectors as accounts
from apps.accounts.models import Actor, Organisation
from apps.audit import services as audit
from apps.core import transactions
from apps.core.wake import wake
from apps.flow.services import telling
from apps.intake import services as intake
from apps.registry import selectors as registry_seen
from apps.registry import services as registry
from apps.registry.models import Pause
from apps.registry.services import What
from apps.reviews import services as reviews
from apps.reviews.models import ReviewItem

KEEP = "registry.keep_pauses"


def pause(*, system_id: UUID, why: str, by: Actor, now: datetime, what: What | None = None) -> Pause:
    """Stop an AI system or a part of it; the owner is told when a deputy did.

    Raises: what `registry.pause` refuses.
    """
    with transactions.verb():
        row = registry.pause(system_id=system_id, why=why, by=by, now=now, what=what)
        if row.system.owner.actor_id != by.id:
            newest = registry_seen.open_pauses(system_id).order_by("-since", "-id").first()
            if newest is not None:
                telling.tell_owner(system=row.system, kind="system_paused", about_id=newest.id, now=now)
        wake(KEEP)
        return row


def resume(*, system_id: UUID, by: Actor, now: datetime, span_id: UUID | None = None) -> Pause:
    """Let what was paused go on.

    Raises: what `registry.resume` refuses.
    """
    with transactions.verb():
        row = registry.resume(system_id=system_id, by=by, now=now, span_id=span_id)
        wake(KEEP)
        return row


def keep_pauses(*, now: datetime, limit: int = 200) -> int:
    """End pauses whose time is over, and give held cases to people where nothing holds them any more."""
    n_ended = sum(_end_due(organisation, now) for organisation in Organisation.objects.order_by("id"))
    return n_ended + _free_held(now, limit)


def _end_due(organisation: Organisation, now: datetime) -> int:
    with transactions.verb():
        ended = registry.end_due(by=accounts.system_actor(organisation.id), now=now)
        for one in ended:
            telling.tell_owner(system=one.system, kind="pause_ended", about_id=one.id, now=now)
        return len(ended)


def _free_held(now: datetime, limit: int) -> int:
    """Open what waits because of a pause, oldest first; each system's in a transaction of its own."""
    n_freed = 0
    for system_id in reviews.systems_with_held():
        with transactions.verb():
            paused = registry_seen.paused_for_share(system_id)
            items = reviews.lock_held(system_id=system_id, limit=limit)
            n_freed += _free([one for one in items if not _is_held(one, paused)], now)
    return n_freed


def _is_held(item: ReviewItem, paused: registry_seen.Paused) -> bool:
    recommendation = item.recommendation
    return paused.holds(
        outcome=recommendation.outcome_code.code,
        segment=recommendation.segment,
        asks_view=item.first_view,
    )


def _free(items: Sequence[ReviewItem], now: datetime) -> int:
    for item in items:
        reviews.free(item=item, now=now)
        intake.hold_or_route(recommendation=item.recommendation, is_held=False)
        by = accounts.system_actor(item.system.organisation_id)
        audit.record("item.freed", on=("item", item.id), by=by, at=now, case_id=item.case_id)
    return len(items)
