"""Policies tried on the past, each arrival with the licence that it had."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from apps.accounts.models import Actor
from apps.flow import limits
from apps.flow.selectors.policy_state import read_names, vocabulary
from apps.measures import rules
from apps.measures import services as measures
from apps.measures.models import Replay
from apps.policy.models import PolicyVersion
from apps.registry.models import AISystem, Posture
from apps.registry.states import AutonomyState


def ask_replay(
    *,
    system: AISystem,
    by: Actor,
    now: datetime,
    draft: PolicyVersion | None = None,
    tree: Mapping[str, Any] | None = None,
    days: int | None = None,
    last: int | None = None,
) -> Replay:
    """Ask what a version, or a tree that is none yet, would have done; a tree names only what there is.

    system: one that the caller may see.
    Raises: PolicyNotValid naming the clause, and what `measures.ask_replay` refuses.
    """
    if tree is not None and measures.may_try(by, system):
        read_names(tree, vocabulary(system, now=now))
    return measures.ask_replay(
        system_id=system.id, draft=draft, tree=tree, days=days, last=last, by=by, now=now
    )


def replay_policies(
    *,
    now: Callable[[], datetime],
    seconds: float = 100.0,
    heard: measures.Heard = measures.NOBODY,
) -> int:
    """Work every replay that waits or whose worker was lost; returns how many ended."""
    return measures.replay_policies(licence=licence, now=now, seconds=seconds, heard=heard)


def licence(system: AISystem) -> rules.Licence:
    """Return what arrivals allow the machine: the facts frozen then, the audit share of the posture now."""
    posture = Posture.objects.filter(system=system, ended_at=None).first()
    share = float(posture.body.get("audit_share", 0)) if posture else 0.0

    def least(added: Mapping[str, object]) -> float:
        return share if added.get("autonomy") == AutonomyState.ACT_WITH_SAMPLING else 0.0

    return rules.Licence(may_act=limits.may_act, least=least)
