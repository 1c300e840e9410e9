from uuid import UUID

from apps.accounts import access
from apps.accounts.models import Actor
from apps.registry import selectors as registry
from apps.registry.models import AISystem


def may_see(actor: Actor, system_id: UUID) -> bool:
    """Say whether the actor owns the AI system or holds any grant on it."""
    return registry.is_visible(actor, system_id)


def may_analyse(actor: Actor, system: AISystem) -> bool:
    """Say whether the actor may read the figures of an AI system; asks for less than all of theirs."""
    if system.organisation_id != actor.organisation_id:
        return False
    granted = access.granted_ids(actor, "analyse_system") | access.granted_ids(actor, "audit_system")
    return system.id in granted or system.owner.actor_id == actor.id


def analysed_systems(actor: Actor) -> list[AISystem]:
    """Return the AI systems whose figures the actor may read: own, analysed or audited ones, by name."""
    return [system for system in registry.visible_systems(actor) if may_analyse(actor, system)]
