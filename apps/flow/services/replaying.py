"""Policies tried on the past, each arrival with the licence that it had."""

from collections.abc import Callable, Mapping
from datetime import datetime

from apps.flow import limits
from apps.measures import rules
from apps.measures import services as measures
from apps.registry.models import AISystem, Posture
from apps.registry.states import AutonomyState


def replay_policies(*, now: Callable[[], datetime], seconds: float = 100.0) -> int:
    """Work every replay that waits or whose worker was lost; returns how many ended."""
    return measures.replay_policies(licence=licence, now=now, seconds=seconds)


def licence(system: AISystem) -> rules.Licence:
    """Return what arrivals allow the machine: the facts frozen then, the audit share of the posture now."""
    posture = Posture.objects.filter(system=system, ended_at=None).first()
    share = float(posture.body.get("audit_share", 0)) if posture else 0.0

    def least(added: Mapping[str, object]) -> float:
        return share if added.get("autonomy") == AutonomyState.ACT_WITH_SAMPLING else 0.0

    return rules.Licence(may_act=limits.may_act, least=least)
