"""The newest cases behind a figure of an AI system."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import Q

from apps.accounts.models import Actor
from apps.core import refusals
from apps.flow.selectors.insight_figures import first_truth, known_versions, monday, require_part
from apps.flow.selectors.week_figures import span_of
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
    *,
    system: AISystem,
    of: str,
    to: Actor,
    now: datetime,
    part: Part = ALL,
    weeks: int | None = None,
    week_on: date | None = None,
) -> list[measures.CaseBehind]:
    """Return the newest cases behind a figure, at most 50; of the last `weeks`, or of the week of a Monday.

    Raises: refusals.NotVisible.
    """
    if of not in FIGURES or not measures.may_analyse(system=system, to=to):
        raise refusals.NotVisible
    require_part(system, part, known_versions(system))
    when = _when(system, weeks, week_on, now)
    if of in {OVERRIDES, DECISIONS}:
        only = of == OVERRIDES
        return measures.decided_lately(
            system=system, overrides_only=only, to=to, limit=MOST_CASES, part=part, when=when
        )
    if of in DELIVERIES:
        states = DELIVERIES[of]
        return measures.delivered(system=system, states=states, to=to, limit=MOST_CASES, part=part, when=when)
    what = first_truth(system)
    if what is None:
        return []
    return measures.behind(
        system=system,
        what=what,
        group=rules.Group(of),
        to=to,
        now=now,
        limit=MOST_CASES,
        part=part,
        when=when,
    )


def _when(system: AISystem, weeks: int | None, week_on: date | None, now: datetime) -> Q:
    """Ask for decisions of the weeks that the figure is of."""
    if week_on is not None:
        return span_of(system, week_on).holds("decided_at")
    since = monday(system, weeks, now)
    return Q() if since is None else Q(decided_at__gte=span_of(system, since).begin)
