from uuid import UUID

from apps.accounts.models import Actor
from apps.registry import selectors as registry


def may_see(actor: Actor, system_id: UUID) -> bool:
    """Say whether the actor owns the AI system or holds any grant on it."""
    return system_id in {system.id for system in registry.visible_systems(actor)}
