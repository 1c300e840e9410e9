from apps.accounts.models import Actor
from apps.delivery.models import Delivery


def may_confirm(actor: Actor, delivery: Delivery) -> bool:
    """Say whether the actor is the machine of the very business system that this delivery went to."""
    machine = getattr(actor, "machine", None)
    return machine is not None and machine.is_active and machine.source_id == delivery.source_id
