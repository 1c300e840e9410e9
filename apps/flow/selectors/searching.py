"""Cases by the beginning of their reference, within what the person may see."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from apps.accounts.models import Actor
from apps.intake import selectors as intake
from apps.intake.models import Case, CaseKind, Recommendation
from apps.registry import selectors as registry
from apps.reviews import access

SHORTEST, LONGEST = 2, 80


@dataclass(frozen=True, slots=True)
class FoundCase:
    ref: str
    source: str
    opened_at: datetime
    name: str = ""


def find_cases(*, prefix: str, to: Actor, limit: int) -> list[FoundCase]:
    """Return cases whose reference begins so, newest first; only those whose record may be read."""
    asked = prefix.strip().lower()[:LONGEST]
    if len(asked) < SHORTEST:
        return []
    case = OuterRef("pk")
    systems = [one.id for one in registry.visible_systems(to)]
    rows = (
        Case.objects.filter(source__organisation=to.organisation_id, search__terms__startswith=asked)
        .exclude(kind=CaseKind.KNOWN_ANSWER)
        .filter(
            Q(Exists(access.visible_items(to).filter(case=case)))
            | Q(Exists(access.own_decisions(to).filter(case=case)))
            | Q(Exists(Recommendation.objects.filter(case=case, system__in=systems)))
        )
        .annotate(is_named=Exists(access.visible_items(to).filter(case=case)))
        .select_related("source", "subject")
        .order_by("-id")[:limit]
    )
    found = list(rows)
    names = intake.subject_names([one.subject for one in found if one.is_named]) if found else {}
    return [
        FoundCase(one.case_ref, one.source.name, one.opened_at, names.get(one.subject_id, ""))
        for one in found
    ]
