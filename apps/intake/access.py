"""Which machine may add to a case. What people see of one is decided by its items (apps.reviews.access)."""

from apps.accounts.models import Actor, ActorKind, MachineClient
from apps.core import refusals
from apps.core.words import say


class OnlyMachinesAttach(refusals.NotAllowed):
    code = "only_machines_attach"
    sentence = say("Documents come from machine clients, not from people.")


def machine_of(actor: Actor) -> MachineClient:
    """Return the machine client that adds documents.

    Raises: OnlyMachinesAttach.
    """
    machine: MachineClient | None = getattr(actor, "machine", None)
    if actor.kind != ActorKind.MACHINE or machine is None or not machine.is_active:
        raise OnlyMachinesAttach(permission="evidence:write")
    return machine
