"""Signs that somebody decided too fast, in a long run, or for too long without a pause (ADR 0051)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from apps.intake.models import CaseKind
from apps.policy.rules import Draw
from apps.reviews import rules
from apps.reviews.models import Decision
from apps.reviews.states import DecisionKind, Sureness

FAST_FROM = 100  # decisions, under which nothing is called fast
LOOKED_AT = 200  # a person's newest decisions: more than anybody makes without a pause


@dataclass(frozen=True, slots=True)
class Pace:
    """How somebody decided up to an instant: the run of approvals, and since when without a pause."""

    n_run: int
    working_since: datetime | None


def signs(decision: Decision, *, unsure_from_minor: int) -> list[Draw]:
    """Say which signs a decision shows; two statements."""
    found = []
    if decision.sure == Sureness.UNSURE and (decision.amount_minor or 0) >= unsure_from_minor:
        found.append(Draw.UNSURE)
    if _is_too_fast(decision):
        found.append(Draw.TOO_FAST)
    at = pace(by_id=decision.by_id, now=decision.decided_at)
    if decision.kind == DecisionKind.APPROVED and at.n_run >= rules.LONG_RUN:
        found.append(Draw.LONG_RUN)
    if at.working_since and decision.decided_at - at.working_since > rules.WITHOUT_PAUSE:
        found.append(Draw.NO_PAUSE)
    return found


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of haste or tiredness, for the person's own eyes. n: approvals in a row, or minutes."""

    draw: Draw
    n: int = 0


def of_newest(*, item_id: UUID, by_id: UUID, now: datetime) -> Sign | None:
    """Return the weightiest sign that what somebody just decided shows, for them alone; three statements."""
    rows = Decision.objects.filter(item_id=item_id, by=by_id).select_related("recommendation")
    decision = rows.order_by("-decided_at").first()
    if decision is None:
        return None
    at = pace(by_id=by_id, now=now)
    if at.working_since and now - at.working_since > rules.WITHOUT_PAUSE:
        return Sign(Draw.NO_PAUSE, int((now - at.working_since).total_seconds()) // 60)
    if at.n_run >= rules.LONG_RUN:
        return Sign(Draw.LONG_RUN, at.n_run)
    return Sign(Draw.TOO_FAST) if _is_too_fast(decision) else None


def _is_too_fast(decision: Decision) -> bool:
    if decision.claimed_at is None:
        return False
    usual = _fast_seconds(system_id=decision.recommendation.system_id, before=decision.decided_at)
    return usual is not None and decision.decided_at - decision.claimed_at < timedelta(seconds=usual)


_FAST = """
SELECT count(*), percentile_cont(0.05) WITHIN GROUP (ORDER BY n.seconds_to_decide) FROM (
  SELECT f.seconds_to_decide FROM measures_decisionfacts f
  WHERE f.system_id = %s AND f.by_kind = 'PERSON' AND f.seconds_to_decide IS NOT NULL AND NOT f.is_audit
    AND f.decided_at < %s
  ORDER BY f.decided_at DESC LIMIT 1000) n
"""


def _fast_seconds(*, system_id: UUID, before: datetime) -> float | None:
    """Return how fast only one in twenty of the newest decisions of people was; None under FAST_FROM."""
    with connection.cursor() as cursor:
        cursor.execute(_FAST, [system_id, before])
        n, seconds = cursor.fetchone() or (0, None)
    return float(seconds) if n >= FAST_FROM and seconds is not None else None


def pace(*, by_id: UUID, now: datetime) -> Pace:
    """Return how somebody decided real cases up to now, from their newest decisions; one statement."""
    rows = Decision.objects.filter(
        by=by_id, decided_at__lte=now, item_id__isnull=False, case__kind=CaseKind.REAL
    )
    newest = list(rows.order_by("-decided_at").values_list("kind", "claimed_at", "decided_at")[:LOOKED_AT])
    return Pace(
        n_run=rules.run_of_approvals([kind for kind, _, _ in newest]),
        working_since=rules.working_since([(begun or end, end) for _, begun, end in newest], now=now),
    )
