"""Who may do what to an AI system's documents."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from apps.accounts import access
from apps.accounts.models import Actor
from apps.core import refusals
from apps.core.words import say
from apps.registry.models import Absence, AISystem


class NotTheOwner(refusals.NotAllowed):
    code = "not_the_owner"
    sentence = say("Only the accountable owner of this AI system may do this.")


class CannotEditContract(refusals.NotAllowed):
    code = "cannot_edit_contract"
    sentence = say("The contract is written by the analysts of this AI system and by its owner.")


def is_owner(actor: Actor, system: AISystem) -> bool:
    """Say whether the actor is the one accountable owner."""
    return system.owner.actor_id == actor.id


def may_edit_contract(actor: Actor, system: AISystem) -> bool:
    """Say whether the actor may write a draft of the contract: the owner and the analysts."""
    return is_owner(actor, system) or system.id in access.granted_ids(actor, "analyse_system")


def require_editor(actor: Actor, system: AISystem) -> None:
    """Refuse whoever may not write a draft.

    Raises: CannotEditContract.
    """
    if not may_edit_contract(actor, system):
        raise CannotEditContract(permission="analyse_system")


def may_pause(actor: Actor, system: AISystem, *, now: datetime) -> bool:
    """Say whether the actor may stop the AI system: its owner, or the deputy during the stated absence."""
    away = Absence.objects.filter(
        system=system, ended_at=None, deputy__actor=actor, from_at__lte=now, until_at__gt=now
    )
    return is_owner(actor, system) or away.exists()


def require_owner(actor: Actor, system: AISystem) -> None:
    """Refuse everybody but the owner.

    Raises: NotTheOwner.
    """
    if not is_owner(actor, system):
        raise NotTheOwner(permission="owner")


def absent(actor: Actor, *, now: datetime) -> bool:
    """Say whether somebody is away at this moment: as an owner who named a deputy, or as anybody."""
    named = Absence.objects.filter(owner__actor=actor, ended_at=None, from_at__lte=now, until_at__gt=now)
    return access.away_at(now).filter(person__actor=actor).exists() or named.exists()


def is_away(person: str, *, now: datetime) -> Q:
    """Ask of rows whether the person whom they name is not active any more, or away."""
    stated = access.away_at(now).filter(person__actor=OuterRef(person))
    away = Absence.objects.filter(
        owner__actor=OuterRef(person), ended_at=None, from_at__lte=now, until_at__gt=now
    )
    return Q(**{f"{person}__user__is_active": False}) | Q(Exists(away)) | Q(Exists(stated))
