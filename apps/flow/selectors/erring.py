"""How often the errors that an owner accepts did happen, as far as outcomes are known."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from apps.measures import rules
from apps.measures import selectors as measures
from apps.registry.models import AISystem


@dataclass(frozen=True, slots=True)
class Measured:
    """until: decisions made before then are old enough to count."""

    what: rules.Definition
    erring: rules.Erring
    until: datetime


def measured(system: AISystem, *, now: datetime) -> Measured | None:
    """Count errors of an AI system in one statement; None where its pack names nothing that becomes known."""
    if not system.measures:
        return None
    what = measures.spoken_definition(system.measures[0])
    rows = (
        measures.ripe(system_id=system.id, what=what, now=now)
        .filter(outcome__isnull=False)
        .values_list("segment", "recommended", "decided", "outcome")
        .annotate(n=Count("id"))
    )
    return Measured(what, rules.erring(what, (rules.Known(*row) for row in rows)), now - what.wait)
