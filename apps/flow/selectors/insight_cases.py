"""The newest cases behind a figure of an AI system."""

from collections.abc import Mapping
from datetime import datetime

from apps.accounts.models import Actor
from apps.core import refusals
from apps.flow.selectors.insight_figures import first_truth, known_versions, require_part
from apps.measures import rules
from apps.measures import selectors as measures
from apps.measures.selectors import ALL, Part
from apps.registry.models import AISystem

MOST_CASES = 50
OVERRIDES, DECISIONS = "overrides", "decisions"
DELIVERIES: Mapping[str, tuple[str, ...]] = {
    "applied": ("APPLIED",),
    "refused": ("REFUSED",),
    "overdue": ("OVERDUE",),
    "on-the-way": ("PENDING", "SENT"),
    "not-sent": ("SKIPPED",),
}
FIGURES = (OVERRIDES, DECISIONS, *(group.value for group in rules.Group), *DELIVERIES)


def insight_cases(
    *, system: AISystem, of: str, to: Actor, now: datetime, part: Part = ALL
) -> list[measures.CaseBehind]:
    """Return the newest cases behind a figure, at most 50.

    Raises: refusals.NotVisible.
    """
    if of not in FIGURES or not measures.may_analyse(system=system, to=to):
        raise refusals.NotVisible
    require_part(system, part, known_versions(system))
    if of in {OVERRIDES, DECISIONS}:
        only = of == OVERRIDES
        return measures.decided_lately(system=system, overrides_only=only, to=to, limit=MOST_CASES, part=part)
    if of in DELIVERIES:
        states = DELIVERIES[of]
        return measures.delivered(system=system, states=states, to=to, limit=MOST_CASES, part=part)
    what = first_truth(system)
    if what is None:
        return []
    return measures.behind(
        system=system, what=what, group=rules.Group(of), to=to, now=now, limit=MOST_CASES, part=part
    )
