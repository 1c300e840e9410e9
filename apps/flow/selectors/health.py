"""Whether the product is well, as PostgreSQL knows it; the broker is not asked, and nobody's name is read."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Max, Min, Q, QuerySet

from apps.core import heartbeats, progress
from apps.core.models import Heartbeat
from apps.delivery.models import AnswerDelivery, Delivery, Receipt
from apps.delivery.states import DeliveryState
from apps.flow.selectors.watching import RecordState, record_state
from apps.learning.models import MiningRun
from apps.learning.states import Target
from apps.measures.models import Calibration, Measurement
from apps.registry.models import AISystem, SourceSystem

_DATABASE = """
SELECT current_setting('server_version'), pg_database_size(current_database()),
       (SELECT sum(numbackends) FROM pg_stat_database),
       current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int,
       (SELECT min(xact_start) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()),
       current_setting('synchronous_commit'), clock_timestamp()
"""


@dataclass(frozen=True, slots=True)
class Database:
    """oldest_at: since when the oldest transaction beside this one runs. now: the database's own clock."""

    version: str
    n_bytes: int
    n_connections: int
    most_connections: int
    oldest_at: datetime | None
    synchronous_commit: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Deliveries:
    """What waits to be sent, and what of it is due; `n_filled_in` more belong to a past, due long ago.

    overdue: how many decisions each business system has not confirmed in time, by its name.
    """

    n_pending: int
    pending_since: datetime | None
    n_due: int
    oldest_due_at: datetime | None
    n_filled_in: int
    last_applied_at: datetime | None
    n_refused: int
    overdue: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Learning:
    """The newest mining run, and when figures and calibrations were last written."""

    mining: MiningRun | None
    measured_at: datetime | None
    calibrated_at: datetime | None


@dataclass(frozen=True, slots=True)
class Health:
    """clock_apart: by how many seconds this machine's clock is ahead of the database's.

    past: how far a told past is that is still being filled in; None when there is none, or all of it is in.
    """

    now: datetime
    past: progress.Far | None
    seen: Mapping[str, Heartbeat]
    database: Database
    clock_apart: float
    record: RecordState
    deliveries: Deliveries
    learning: Learning
    n_sessions: int
    n_migrations: int
    unapplied: tuple[str, ...]


def health(*, organisation_id: UUID | None, now: datetime) -> Health:
    """Return how the product is; record, deliveries and learning of one organisation, or of all."""
    before = time.time()
    database = _database()
    here = (before + time.time()) / 2
    n_migrations, unapplied = _migrations()
    return Health(
        now=now,
        past=progress.unfinished(kind=progress.PAST),
        seen=heartbeats.known(),
        database=database,
        clock_apart=here - database.now.timestamp(),
        record=record_state(organisation_id=organisation_id),
        deliveries=_deliveries(organisation_id, now),
        learning=_learning(organisation_id),
        n_sessions=Session.objects.filter(expire_date__gt=now).count(),
        n_migrations=n_migrations,
        unapplied=unapplied,
    )


def _database() -> Database:
    with connection.cursor() as cursor:
        cursor.execute(_DATABASE)
        return Database(*cursor.fetchone())


def _migrations() -> tuple[int, tuple[str, ...]]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    unapplied = tuple(f"{one.app_label}.{one.name}" for one, _is_backwards in plan)
    return len(executor.loader.applied_migrations), unapplied


def _deliveries(organisation_id: UUID | None, now: datetime) -> Deliveries:
    sources = SourceSystem.objects.all()
    if organisation_id:
        sources = sources.filter(organisation=organisation_id)
    rows = Delivery.objects.filter(source__in=sources)
    of_now, is_due = Q(is_filled_in=False), Q(next_attempt_at__lte=now)
    counted = {
        "n": Count("id", filter=of_now),
        "since": Min("due_at", filter=of_now),
        "due": Count("id", filter=of_now & is_due),
        "oldest": Min("next_attempt_at", filter=of_now & is_due),
        "filled_in": Count("id", filter=~of_now),
    }
    pending = rows.filter(state=DeliveryState.PENDING).aggregate(**counted)
    answers = AnswerDelivery.objects.filter(source__in=sources, state=DeliveryState.PENDING)
    pending = _together(pending, answers.aggregate(**counted))
    applied = Receipt.objects.filter(source__in=sources, status=DeliveryState.APPLIED).order_by("-id")
    overdue = rows.filter(state=DeliveryState.OVERDUE).values_list("source__name").annotate(n=Count("id"))
    return Deliveries(
        n_pending=pending["n"],
        pending_since=pending["since"],
        n_due=pending["due"],
        oldest_due_at=pending["oldest"],
        n_filled_in=pending["filled_in"],
        last_applied_at=applied.values_list("received_at", flat=True).first(),
        n_refused=rows.filter(state=DeliveryState.REFUSED).count(),
        overdue=tuple(overdue.order_by("source__name")),
    )


def _together(decisions: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    """Count decisions and answers to appeals that wait to be sent as one, the longest waiting of both."""
    found = {name: decisions[name] + answers[name] for name in ("n", "due", "filled_in")}
    for name in ("since", "oldest"):
        found[name] = min((one[name] for one in (decisions, answers) if one[name] is not None), default=None)
    return found


def _learning(organisation_id: UUID | None) -> Learning:
    systems: QuerySet[AISystem] = AISystem.objects.all()
    if organisation_id:
        systems = systems.filter(organisation=organisation_id)
    runs = MiningRun.objects.filter(system__in=systems, target=Target.OVERRIDDEN).order_by(
        "-queued_at", "-id"
    )
    measured = Measurement.objects.filter(system__in=systems).aggregate(at=Max("computed_at"))
    calibrated = Calibration.objects.filter(system__in=systems).aggregate(at=Max("computed_at"))
    return Learning(runs.first(), measured["at"], calibrated["at"])
