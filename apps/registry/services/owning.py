"""Who answers for an AI system: handed over by offer and acceptance, and a deputy in an absence."""

from datetime import datetime, timedelta
from uuid import UUID

from apps.accounts import access as accounts_access
from apps.accounts.models import Actor, Role, User
from apps.audit import services as audit
from apps.core import refusals, transactions
from apps.core.words import say
from apps.registry import access, selectors
from apps.registry.models import Absence, AISystem, OwnershipOffer
from apps.registry.states import OfferResult

OFFER_DAYS = 14
LONGEST_ABSENCE = timedelta(days=90)
MAY_STAND_IN = frozenset({Role.OWNER.value, Role.SUPERVISOR.value, Role.ANALYST.value})
NOTE_LENGTH = 500


class CannotOwn(refusals.Invalid):
    code = "cannot_own"
    sentence = say(
        "Choose an active person of your organisation with the role of an owner. An administrator gives it."
    )


class CannotStandIn(refusals.Invalid):
    code = "cannot_stand_in"
    sentence = say("Choose an active owner, supervisor or analyst of your organisation as deputy.")


class OfferOpen(refusals.IllegalMove):
    code = "offer_open"
    sentence = say("An offer is open already. Withdraw it before you offer this AI system to somebody else.")


class OfferOver(refusals.IllegalMove):
    code = "offer_over"
    sentence = say("This offer is over: it was answered, withdrawn, or its time passed.")


class NotOfferedToYou(refusals.NotAllowed):
    code = "not_offered_to_you"
    sentence = say("Only the person to whom this AI system was offered may answer.")


class NoAbsence(refusals.IllegalMove):
    code = "no_absence"
    sentence = say("No deputy is named at the moment.")


def offer_ownership(*, system: AISystem, to_id: UUID, note: str, by: Actor, now: datetime) -> OwnershipOffer:
    """Offer an AI system to somebody; nothing changes before they accept.

    Raises: NotTheOwner, CannotOwn, OfferOpen.
    """
    transactions.require()
    access.require_owner(by, system)
    AISystem.objects.select_for_update().get(id=system.id)
    to = _person(to_id, by)
    if to is None or to.id == system.owner_id or not accounts_access.has_role(to.actor, Role.OWNER):
        raise CannotOwn(field="to")
    if selectors.open_offer(system.id):
        raise OfferOpen
    offer = OwnershipOffer.objects.create(
        system=system,
        offered_by=system.owner,
        to=to,
        note=note.strip()[:NOTE_LENGTH],
        offered_at=now,
        expires_at=now + timedelta(days=OFFER_DAYS),
    )
    _record("system.offered", offer, by, now, rows=[{"note": offer.note}])
    return offer


def accept_ownership(*, system: AISystem, by: Actor, now: datetime) -> OwnershipOffer:
    """Take an AI system over: from now on this person answers for it. A named deputy was the former owner's.

    Raises: OfferOver, NotOfferedToYou.
    """
    offer = _answered(system, by, now)
    if not accounts_access.has_role(by, Role.OWNER):
        raise CannotOwn
    changed = AISystem.objects.filter(id=system.id, owner=offer.offered_by_id).update(owner=offer.to_id)
    if changed != 1:
        raise OfferOver
    Absence.objects.filter(system=system, ended_at=None).update(ended_at=now)
    _close(offer, OfferResult.ACCEPTED, now)
    _record("system.owner_changed", offer, by, now)
    return offer


def decline_ownership(*, system: AISystem, why: str, by: Actor, now: datetime) -> OwnershipOffer:
    """Say no to an offer.

    Raises: OfferOver, NotOfferedToYou.
    """
    offer = _answered(system, by, now)
    _close(offer, OfferResult.DECLINED, now, why=why.strip()[:NOTE_LENGTH])
    _record("system.offer_declined", offer, by, now, rows=[{"why": offer.why}])
    return offer


def withdraw_offer(*, system: AISystem, by: Actor, now: datetime) -> OwnershipOffer:
    """Take an offer back before it is answered.

    Raises: NotTheOwner, OfferOver.
    """
    transactions.require()
    access.require_owner(by, system)
    offer = _locked_offer(system)
    _close(offer, OfferResult.WITHDRAWN, now)
    _record("system.offer_withdrawn", offer, by, now)
    return offer


def expire_offers(*, by: Actor, now: datetime) -> list[OwnershipOffer]:
    """Close the offers of an organisation that nobody answered in time."""
    transactions.require()
    due = OwnershipOffer.objects.select_for_update(of=("self",), skip_locked=True).filter(
        closed_at=None, expires_at__lte=now, system__organisation=by.organisation_id
    )
    closed = list(due.select_related("system__owner", "to"))
    for offer in closed:
        _close(offer, OfferResult.EXPIRED, now)
        _record("system.offer_expired", offer, by, now)
    return closed


def name_deputy(
    *, system: AISystem, deputy_id: UUID, from_at: datetime, until_at: datetime, by: Actor, now: datetime
) -> Absence:
    """Name who may stop an AI system while its owner is away; another absence that was stated ends.

    Raises: NotTheOwner, CannotStandIn, refusals.Invalid for the time.
    """
    transactions.require()
    access.require_owner(by, system)
    if not (until_at > from_at and until_at > now and until_at - from_at <= LONGEST_ABSENCE):
        raise refusals.Invalid(
            say("An absence ends after it begins, in the future, and lasts at most 90 days."), field="until"
        )
    deputy = _person(deputy_id, by)
    if (
        deputy is None
        or deputy.id == system.owner_id
        or not (MAY_STAND_IN & accounts_access.roles(deputy.actor))
    ):
        raise CannotStandIn(field="deputy")
    AISystem.objects.select_for_update().get(id=system.id)
    Absence.objects.filter(system=system, ended_at=None).update(ended_at=now)
    absence = Absence.objects.create(
        system=system, owner=system.owner, deputy=deputy, from_at=from_at, until_at=until_at, named_at=now
    )
    data = {"system": system.id, "deputy": deputy.actor_id, "from": from_at, "until": until_at}
    audit.record("deputy.named", on=("absence", absence.id), by=by, at=now, data=data)
    return absence


def end_absence(*, system: AISystem, by: Actor, now: datetime) -> Absence:
    """Be back: the deputy may stop nothing any more.

    Raises: NotTheOwner, NoAbsence.
    """
    transactions.require()
    access.require_owner(by, system)
    absence = Absence.objects.select_for_update(of=("self",)).filter(system=system, ended_at=None).first()
    if absence is None:
        raise NoAbsence
    absence.ended_at = now
    absence.save(update_fields=["ended_at"])
    audit.record("deputy.ended", on=("absence", absence.id), by=by, at=now, data={"system": system.id})
    return absence


def _person(user_id: UUID, by: Actor) -> User | None:
    found = User.objects.select_related("actor")
    return found.filter(id=user_id, is_active=True, actor__organisation=by.organisation_id).first()


def _locked_offer(system: AISystem) -> OwnershipOffer:
    transactions.require()
    AISystem.objects.select_for_update().get(id=system.id)
    offer = selectors.open_offer(system.id)
    if offer is None:
        raise OfferOver
    return offer


def _answered(system: AISystem, by: Actor, now: datetime) -> OwnershipOffer:
    offer = _locked_offer(system)
    if offer.to.actor_id != by.id:
        raise NotOfferedToYou(permission="owner")
    if offer.expires_at <= now:
        raise OfferOver
    return offer


def _close(offer: OwnershipOffer, result: OfferResult, now: datetime, *, why: str = "") -> None:
    offer.result, offer.closed_at, offer.why = result.value, now, why
    offer.save(update_fields=["result", "closed_at", "why"])


def _record(
    verb: str, offer: OwnershipOffer, by: Actor, now: datetime, *, rows: list[dict[str, object]] | None = None
) -> None:
    data = {
        "offer": offer.id,
        "from": offer.offered_by.actor_id,
        "to": offer.to.actor_id,
        "expires_at": offer.expires_at,
    }
    audit.record(verb, on=("system", offer.system_id), by=by, at=now, data=data, rows=rows or [])
