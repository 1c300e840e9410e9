"""How the groups of cases of findings did week by week, counted by a job."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from apps.core import transactions
from apps.learning.models import Finding, FindingTally, Pattern
from apps.learning.states import FindingState
from apps.measures import selectors as measures
from apps.measures import services as measured
from apps.registry.models import AISystem


def tally_findings(*, system_id: UUID, now: datetime) -> int:
    """Count the groups of an AI system's findings anew; returns how many findings were written.

    They are counted whenever the decisions were, and at once where one is new. What somebody dismissed keeps
    what was counted last.
    """
    transactions.require()
    rows = Finding.objects.filter(system=system_id).exclude(state=FindingState.DISMISSED)
    findings = list(rows.select_related("last_pattern", "tally").order_by("id"))
    if not _is_due(system_id, findings):
        return 0
    system = AISystem.objects.select_related("organisation").get(id=system_id)
    groups = [_conditions(one.last_pattern) for one in findings]
    counted = measured.group_weeks(system=system, groups=groups, now=now)
    FindingTally.objects.bulk_create(
        [
            FindingTally(
                finding=one,
                computed_at=now,
                weeks={week.isoformat(): list(pair) for week, pair in found.persons.items()},
                known=[
                    [week.isoformat(), decided, value, n] for (week, decided, value), n in found.known.items()
                ],
            )
            for one, found in zip(findings, counted, strict=True)
        ],
        update_conflicts=True,
        unique_fields=["finding"],
        update_fields=["computed_at", "weeks", "known"],
    )
    return len(findings)


def _is_due(system_id: UUID, findings: list[Finding]) -> bool:
    kept = measures.tallied(system_id=system_id)
    as_of = {one.tally.computed_at if hasattr(one, "tally") else None for one in findings}
    return bool(findings) and (
        None in as_of or kept is None or any(one is not None and one < kept.computed_at for one in as_of)
    )


def _conditions(pattern: Pattern) -> Mapping[str, str | None]:
    return {one["fact"]: one["value"] for one in pattern.conditions}
