"""A model stands in for the one that should advise and stayed silent past its time."""

import logging
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from apps.accounts import selectors as accounts
from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import refusals, transactions
from apps.flow.services import arriving
from apps.intake import services as intake
from apps.policy import selectors as policies
from apps.registry import selectors as registry

log = logging.getLogger(__name__)


def advise_due(*, now: datetime, limit: int = 100) -> int:
    """Let models stand in on cases where the advising one stayed silent past its time; returns how many.

    One that cannot is logged, stays due and holds up no other.
    """
    n_advised = 0
    for unseen_id in intake.due_to_advise(now=now, limit=limit):
        try:
            n_advised += advise_one(unseen_id=unseen_id, now=now)
        except refusals.Refusal as refusal:
            log.error("What model %s said cannot advise: %s", unseen_id, refusal.code)  # noqa: TRY400 - a traceback may quote facts
    return n_advised


def advise_one(*, unseen_id: UUID, now: datetime) -> bool:
    """Let one model stand in, unless another spoke meanwhile; never alone: its licence was another's.

    Raises: arriving.NotReady.
    Writes: as an arrival, and record `challenger.advised`.
    """
    with transactions.verb():
        if transactions.history_runs():
            return False
        found = intake.take_to_advise(unseen_id=unseen_id, now=now)
        if found is None:
            return False
        row, accepted = found
        system = row.system
        setup = registry.in_force(slug=system.slug, organisation_id=system.organisation_id, now=now)
        version, run = policies.judging(system.id, now=now)
        if setup is None or version is None:
            raise arriving.NotReady(retry_after=60)
        judges = arriving.Judges(version, run)
        sender = Actor.objects.get(id=row.by_id)
        arriving.route([accepted], replace(setup, autonomy={}), judges, sender, now)
        intake.note_advised(unseen=row, recommendation=accepted.recommendation)
        audit.record(
            "challenger.advised",
            on=("recommendation", accepted.recommendation.id),
            by=accounts.system_actor(system.organisation_id),
            at=now,
            case_id=row.case_id,
            data={
                "model": row.model_version,
                "instead_of": row.instead_of,
                "silent_since": row.received_at,
                "unseen": row.id,
            },
        )
        return True
