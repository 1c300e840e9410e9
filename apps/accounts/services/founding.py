"""An organisation and the machines that speak for other systems."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from apps.accounts.models import Actor, ActorKind, MachineClient, Organisation
from apps.audit import services as audit
from apps.core import transactions


def found_organisation(
    *,
    slug: str,
    name: str,
    time_zone: str,
    is_demonstration: bool,
    has_recorded_decisions: bool = False,
    now: datetime,
) -> tuple[Organisation, Actor]:
    """Make an organisation and its system actor, or return them when they exist already."""
    transactions.require()
    organisation, is_new = Organisation.objects.get_or_create(
        slug=slug,
        defaults={
            "name": name,
            "time_zone": time_zone,
            "is_demonstration": is_demonstration,
            "has_recorded_decisions": has_recorded_decisions,
        },
    )
    system, _ = Actor.objects.get_or_create(
        organisation=organisation, kind=ActorKind.SYSTEM, defaults={"name": "ReviewHub"}
    )
    if is_new:
        audit.record("organisation.founded", on=("organisation", organisation.id), by=system, at=now)
    return organisation, system


def connect_machine(
    *,
    organisation: Organisation,
    name: str,
    source_id: UUID | None,
    system_ids: Sequence[UUID],
    by: Actor,
    now: datetime,
) -> tuple[MachineClient, bool]:
    """Make a machine client, or return it; the second value says whether it is new."""
    transactions.require()
    existing = (
        MachineClient.objects.filter(organisation=organisation, name=name).select_related("actor").first()
    )
    if existing:
        return existing, False
    actor = Actor.objects.create(organisation=organisation, kind=ActorKind.MACHINE, name=name)
    machine = MachineClient.objects.create(
        actor=actor, organisation=organisation, name=name, source_id=source_id, system_ids=list(system_ids)
    )
    audit.record("machine.connected", on=("machine", actor.id), by=by, at=now)
    return machine, True
