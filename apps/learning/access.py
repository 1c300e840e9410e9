from uuid import UUID

from django.db.models import QuerySet

from apps.accounts import access
from apps.accounts.models import Actor, ActorKind
from apps.core import refusals
from apps.core.words import say
from apps.learning.models import Finding, Fix, MiningRun
from apps.registry.access import is_owner
from apps.registry.models import AISystem


class CannotWorkOnFindings(refusals.NotAllowed):
    code = "cannot_work_on_findings"
    sentence = say("Findings are worked on by the analysts of this AI system and by its owner.")


def visible_systems(actor: Actor) -> QuerySet[AISystem]:
    """Return the AI systems whose patterns the actor may see.

    Persons: those they own or hold analyse_system or audit_system on. Machines: those they are bound to; what
    they may read of them is their key's scope.
    """
    granted = access.granted_ids(actor, "analyse_system") | access.granted_ids(actor, "audit_system")
    machine = getattr(actor, "machine", None) if actor.kind == ActorKind.MACHINE else None
    bound = frozenset(machine.system_ids) if machine is not None and machine.is_active else frozenset()
    owned = AISystem.objects.filter(owner__actor=actor, owner__is_active=True)
    named = AISystem.objects.filter(id__in=granted | bound) | owned
    return named.filter(organisation=actor.organisation_id)


def visible_system_ids(actor: Actor) -> frozenset[UUID]:
    """Return the ids of `visible_systems`, for whoever asks of several."""
    return frozenset(visible_systems(actor).values_list("id", flat=True))


def may_mine(actor: Actor, system: AISystem) -> bool:
    """Say whether the actor may start and stop searches: whoever owns or analyses the AI system."""
    return actor.id == system.owner.actor_id or system.id in access.granted_ids(actor, "analyse_system")


def visible_findings(actor: Actor) -> QuerySet[Finding]:
    """Return the findings about AI systems whose patterns the actor may see."""
    return Finding.objects.filter(system__in=visible_systems(actor))


def visible_runs(actor: Actor) -> QuerySet[MiningRun]:
    """Return the searches in AI systems whose patterns the actor may see."""
    return MiningRun.objects.filter(system__in=visible_systems(actor))


def visible_fixes(actor: Actor) -> QuerySet[Fix]:
    """Return the fixes of AI systems whose patterns the actor may see."""
    return Fix.objects.filter(system__in=visible_systems(actor))


def may_work(actor: Actor, system: AISystem) -> bool:
    """Say whether the actor may assign, discuss and dismiss findings: the owner and the analysts."""
    return is_owner(actor, system) or system.id in access.granted_ids(actor, "analyse_system")


def require_worker(actor: Actor, system: AISystem) -> None:
    """Refuse whoever may only read.

    Raises: CannotWorkOnFindings.
    """
    if not may_work(actor, system):
        raise CannotWorkOnFindings(permission="analyse_system")
