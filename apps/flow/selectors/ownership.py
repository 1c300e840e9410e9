"""Who answers for an AI system, who is offered it, and who stands in."""

from dataclasses import dataclass

from apps.accounts.models import Actor, Role, User
from apps.flow.selectors.system import system_seen
from apps.registry import access
from apps.registry import selectors as registry
from apps.registry.models import Absence, AISystem, OwnershipOffer
from apps.registry.services import MAY_STAND_IN


@dataclass(frozen=True, slots=True)
class OwnershipPage:
    """`heirs` may be offered the system, `deputies` may be named; both only for the owner."""

    system: AISystem
    offer: OwnershipOffer | None
    offers: list[OwnershipOffer]
    absence: Absence | None
    is_owner: bool
    is_offered: bool
    heirs: list[User]
    deputies: list[User]


def ownership_page(*, slug: str, to: Actor) -> OwnershipPage:
    """Return who answers for an AI system, to whoever may see it.

    Raises: refusals.NotVisible.
    """
    system = system_seen(slug=slug, to=to)
    offers = registry.offers(system.id)
    offer = next((one for one in offers if one.closed_at is None), None)
    is_owner = access.is_owner(to, system)
    return OwnershipPage(
        system=system,
        offer=offer,
        offers=offers,
        absence=registry.absence(system.id),
        is_owner=is_owner,
        is_offered=offer is not None and offer.to.actor_id == to.id,
        heirs=_others(system, {Role.OWNER.value}) if is_owner and offer is None else [],
        deputies=_others(system, MAY_STAND_IN) if is_owner else [],
    )


def _others(system: AISystem, roles: frozenset[str] | set[str]) -> list[User]:
    found = registry.people_with(organisation_id=system.organisation_id, roles=roles)
    return [one for one in found if one.id != system.owner_id]
