"""The number of the next version of a document; the one in force ends."""

from datetime import datetime

from apps.registry.models import AISystem, ContextContract, Posture, ReasonSet


def next_number(model: type[ContextContract | Posture | ReasonSet], system: AISystem, now: datetime) -> int:
    """End the version in force and return the next number; the system's row stays locked."""
    AISystem.objects.select_for_update().get(id=system.id)
    model.objects.filter(system=system, ended_at=None).update(ended_at=now)
    last = model.objects.filter(system=system).order_by("-number").first()
    return last.number + 1 if last else 1
