"""What analysts and auditors find on the start page: findings, and the record's state."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q

from apps.accounts.models import Actor
from apps.audit.models import Entry
from apps.core.speech import speak
from apps.flow.selectors import sentences
from apps.intake.models import Case
from apps.learning import access as learning
from apps.learning.models import Finding
from apps.learning.selectors import HEAVY, MiningState, is_current, mining_state
from apps.learning.states import FindingState
from apps.registry import selectors as registry
from apps.reviews import access as reviews

WEEK = timedelta(days=7)
AT_MOST = 5
_LATEST = 8
# As the sequencer finds them (apps/audit/services.py): what lies behind the last placed entry.
_UNORDERED = """
WITH last AS (
  SELECT p.number, e.xid, e.id FROM audit_position p JOIN audit_entry e ON e.id = p.entry_id
  ORDER BY p.number DESC LIMIT 1
)
SELECT count(e.id), min(e.recorded_at), (SELECT number FROM last)
FROM audit_entry e
WHERE (%s::uuid IS NULL OR e.organisation_id = %s)
  AND (e.xid, e.id) > (coalesce((SELECT xid FROM last), '0'::xid8),
                       coalesce((SELECT id FROM last), '00000000-0000-0000-0000-000000000000'))
"""


@dataclass(frozen=True, slots=True)
class AnalystHome:
    n_new: int
    n_week: int
    newest: list[Finding]
    mining: MiningState


@dataclass(frozen=True, slots=True)
class RecordState:
    """How far the one order has come; `ordered_to` counts over the whole installation."""

    ordered_to: int
    n_unordered: int
    oldest_at: datetime | None


@dataclass(frozen=True, slots=True)
class LatestEntry:
    """One entry: `at` is when what it tells happened, `recorded_at` when it was written down."""

    at: datetime
    recorded_at: datetime
    words: str
    case_ref: str
    actor_kind: str


@dataclass(frozen=True, slots=True)
class AuditorHome:
    record: RecordState
    n_systems: int
    entries: list[LatestEntry]


def analyst_home(*, to: Actor, now: datetime) -> AnalystHome:
    """Return what the newest searches found in the AI systems that the person analyses."""
    found = learning.visible_findings(to).exclude(state=FindingState.DISMISSED).filter(is_current())
    counts = found.aggregate(
        new=Count("id", filter=Q(state=FindingState.NEW)),
        week=Count("id", filter=Q(opened_at__gt=now - WEEK)),
    )
    return AnalystHome(
        n_new=counts["new"],
        n_week=counts["week"],
        newest=list(
            found.filter(state=FindingState.NEW)
            .select_related("last_pattern__run")
            .defer(*HEAVY)
            .order_by("-opened_at", "-id")[:AT_MOST]
        ),
        mining=mining_state(to=to),
    )


def auditor_home(*, to: Actor) -> AuditorHome:
    """Return how far the record is ordered, and what was recorded last on cases of audited AI systems.

    Nothing of cases on which they are asked for a view before advice: what was done tells what was decided.
    """
    sources = {one.source_id for one in registry.visible_systems(to)}
    entries = list(
        Entry.objects.filter(organisation_id=to.organisation_id, case_id__isnull=False).order_by("-id")[
            : _LATEST * 5
        ]
    )
    refs = dict(
        Case.objects.filter(id__in={one.case_id for one in entries}, source__in=sources)
        .exclude(kind="KNOWN_ANSWER")
        .exclude(id__in=reviews.walled_cases(to))
        .values_list("id", "case_ref")
    )
    return AuditorHome(
        record=record_state(organisation_id=to.organisation_id),
        n_systems=len(sources),
        entries=[
            LatestEntry(
                at=one.said_at,
                recorded_at=one.recorded_at,
                words=speak(sentences.SHORT.get(one.verb, one.verb)),
                case_ref=refs[one.case_id],
                actor_kind=one.actor_kind,
            )
            for one in sorted(entries, key=lambda one: (one.recorded_at, one.id), reverse=True)
            if one.case_id in refs
        ][:_LATEST],
    )


def record_state(*, organisation_id: UUID | None) -> RecordState:
    """Say up to which place the record is ordered, and what of an organisation, or of all, still waits."""
    with connection.cursor() as cursor:
        cursor.execute(_UNORDERED, [organisation_id, organisation_id])
        n_unordered, oldest_at, number = cursor.fetchone()
    return RecordState(ordered_to=number or 0, n_unordered=n_unordered, oldest_at=oldest_at)
