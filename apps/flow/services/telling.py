"""Who is told of what happens to an AI system: its owner, and the roles that the posture names."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from apps.accounts.models import Actor
from apps.core import transactions
from apps.notify import services as notify
from apps.registry.models import AISystem


def tell_owner(*, system: AISystem, kind: str, about_id: UUID, now: datetime) -> None:
    """Leave a notice for the owner; once per kind and thing."""
    transactions.require()
    notify.tell(to_actor_id=system.owner.actor_id, kind=kind, about_id=about_id, case_id=None, now=now)


def tell_moved(*, to: Iterable[UUID], kind: str, about_id: UUID, by: Actor, now: datetime) -> None:
    """Tell those whom a draft's move concerns, but not whoever moved it; each move is told anew."""
    transactions.require()
    for actor_id in sorted(set(to) - {by.id}):
        notify.tell_anew(to_actor_id=actor_id, kind=kind, about_id=about_id, now=now)


def tell_roles(*, system: AISystem, roles: Collection[str], kind: str, about_id: UUID, now: datetime) -> None:
    """Leave a notice for everybody of the system's organisation who has one of these roles."""
    transactions.require()
    people = Actor.objects.filter(
        organisation=system.organisation_id, user__is_active=True, user__role_assignments__role__in=roles
    )
    for actor_id in sorted(set(people.values_list("id", flat=True))):
        notify.tell(to_actor_id=actor_id, kind=kind, about_id=about_id, case_id=None, now=now)
