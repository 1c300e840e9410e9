"""Who answers for an AI system changes hands, or is away; everybody concerned is told."""

from datetime import datetime
from uuid import UUID

from apps.accounts.models import Actor
from apps.core import transactions
from apps.notify import services as notify
from apps.registry import services as registry
from apps.registry.models import Absence, AISystem, OwnershipOffer


def offer_ownership(*, system: AISystem, to_id: UUID, note: str, by: Actor, now: datetime) -> OwnershipOffer:
    """Offer an AI system to somebody, and tell them.

    Raises: what `registry.offer_ownership` refuses.
    """
    with transactions.verb():
        offer = registry.offer_ownership(system=system, to_id=to_id, note=note, by=by, now=now)
        _tell(offer.to.actor_id, "ownership_offered", offer, now)
        return offer


def accept_ownership(*, system: AISystem, by: Actor, now: datetime) -> OwnershipOffer:
    """Take an AI system over; the former owner is told.

    Raises: what `registry.accept_ownership` refuses.
    """
    with transactions.verb():
        offer = registry.accept_ownership(system=system, by=by, now=now)
        _tell(offer.offered_by.actor_id, "ownership_accepted", offer, now)
        return offer


def decline_ownership(*, system: AISystem, why: str, by: Actor, now: datetime) -> OwnershipOffer:
    """Say no to an offer; the owner is told.

    Raises: what `registry.decline_ownership` refuses.
    """
    with transactions.verb():
        offer = registry.decline_ownership(system=system, why=why, by=by, now=now)
        _tell(offer.offered_by.actor_id, "ownership_declined", offer, now)
        return offer


def withdraw_offer(*, system: AISystem, by: Actor, now: datetime) -> OwnershipOffer:
    """Take an offer back; whoever had it is told.

    Raises: what `registry.withdraw_offer` refuses.
    """
    with transactions.verb():
        offer = registry.withdraw_offer(system=system, by=by, now=now)
        _tell(offer.to.actor_id, "ownership_withdrawn", offer, now)
        return offer


def name_deputy(
    *, system: AISystem, deputy_id: UUID, from_at: datetime, until_at: datetime, by: Actor, now: datetime
) -> Absence:
    """Name a deputy for an absence, and tell them.

    Raises: what `registry.name_deputy` refuses.
    """
    with transactions.verb():
        absence = registry.name_deputy(
            system=system, deputy_id=deputy_id, from_at=from_at, until_at=until_at, by=by, now=now
        )
        notify.tell(
            to_actor_id=absence.deputy.actor_id,
            kind="deputy_named",
            about_id=absence.id,
            case_id=None,
            now=now,
        )
        return absence


def end_absence(*, system: AISystem, by: Actor, now: datetime) -> Absence:
    """Be back.

    Raises: what `registry.end_absence` refuses.
    """
    with transactions.verb():
        return registry.end_absence(system=system, by=by, now=now)


def _tell(actor_id: UUID, kind: str, offer: OwnershipOffer, now: datetime) -> None:
    notify.tell(to_actor_id=actor_id, kind=kind, about_id=offer.id, case_id=None, now=now)
