"""The one guarded move of a policy version, and what every verb of its life needs around it."""

from datetime import datetime
from uuid import UUID

from django.db.models import F

from apps.accounts.models import Actor
from apps.core import refusals
from apps.core.words import say
from apps.policy.models import PolicyVersion, ShadowRun
from apps.policy.services.refusing import DraftChanged, NoDraft
from apps.policy.states import MOVES, OPEN, PolicyState
from apps.registry.models import AISystem


def locked(system: AISystem, *, seen: int | None = None) -> PolicyVersion:
    """Return the open version of an AI system, locked; `seen` is what whoever acts looked at, if they said.

    Raises: NoDraft, DraftChanged.
    """
    found = (
        PolicyVersion.objects.select_for_update(of=("self",))
        .select_related("system__owner", "base", "author", "held_by", "proposed_by", "shadow")
        .filter(system=system, state__in=OPEN)
        .first()
    )
    if found is None:
        raise NoDraft
    if seen is not None and found.version != seen:
        raise DraftChanged
    return found


def with_writer(version: PolicyVersion, by: Actor) -> list[UUID]:
    """Return the writers of a version, this one among them."""
    return list(dict.fromkeys([*version.writers, by.id]))


def move(version: PolicyVersion, to: PolicyState, **changes: object) -> None:
    """Move a version to its next state; nobody holds it afterwards.

    Raises: IllegalMove.
    """
    if (PolicyState(version.state), to) not in MOVES:
        raise refusals.IllegalMove
    changed = PolicyVersion.objects.filter(id=version.id, state=version.state).update(
        state=to, version=F("version") + 1, held_by=None, held_until=None, **changes
    )
    if changed != 1:
        raise refusals.IllegalMove(say("This policy version has moved on meanwhile."))
    version.refresh_from_db()


def close_run(version: PolicyVersion, now: datetime) -> None:
    """End the version's time in shadow, where it is in one; its phantom verdicts stay."""
    ShadowRun.objects.filter(policy=version, ended_at=None).update(ended_at=now)
