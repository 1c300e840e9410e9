"""From decisions to figures and findings, for every AI system."""

from collections.abc import Callable
from datetime import datetime

from apps.core import transactions
from apps.flow.selectors.bounds import overrides_to_keep
from apps.learning import services as learning_services
from apps.measures import selectors as tallies
from apps.measures import services as measures
from apps.registry.models import AISystem


def compute_measures(*, now: datetime) -> int:
    """Bring the figures per week and per model version up to date; returns how many rows were written.

    The models of a line-up are compared anew whenever its versions are judged anew.
    """
    n_written = 0
    for system in AISystem.objects.all():
        system_id = system.id
        with transactions.verb():
            n_written += measures.compute(system_id=system_id, now=now)
            _keep_bounded(system, now)
            n_judged = measures.judge(system_id=system_id, now=now)
            n_compared = measures.compare(system_id=system_id, now=now) if n_judged else 0
            n_written += n_judged + n_compared
            n_written += learning_services.tally_findings(system_id=system_id, now=now)
    return n_written


def _keep_bounded(system: AISystem, now: datetime) -> None:
    kept = tallies.tallied(system_id=system.id)
    found = overrides_to_keep(system=system, now=now) if kept and kept.computed_at == now else None
    if found is not None:
        n, share = found.reading.n, found.reading.value or 0
        measures.keep_bounded(system_id=system.id, weeks=found.limit.weeks, n=n, k=round(share * n))


def calibrate(*, now: datetime) -> int:
    """Bring the calibration of every model version up to date; returns how many were assessed."""
    n_assessed = 0
    for system_id in AISystem.objects.values_list("id", flat=True):
        with transactions.verb():
            n_assessed += measures.calibrate(system_id=system_id, now=now)
    return n_assessed


def mine(*, now: datetime) -> int:
    """Queue a run for every AI system that has something new, then work what is queued; returns runs done."""
    _queue(now)
    return learning_services.mine(now=now)


def _queue(now: datetime) -> None:
    for system in AISystem.objects.select_related("organisation"):
        with transactions.verb():
            learning_services.queue_search(system=system, now=now)


def queue_mining(*, now: datetime) -> int:
    """Queue a run for every AI system that has something new; returns how many parts wait for a worker."""
    _queue(now)
    return lead_mining(now=now)


def lead_mining(*, now: datetime) -> int:
    """Take every mining run that is ready to its next step; returns how many parts wait for a worker."""
    learning_services.lead_mining(now=now)
    return learning_services.n_waiting(now=now)


def mine_parts(*, now: Callable[[], datetime], seconds: float = 100.0) -> int:
    """Work the parts of mining runs that wait, until none is left or the time is over."""
    return learning_services.mine_parts(now=now, seconds=seconds)


def export_due(*, now: datetime) -> int:
    """Bring the data set of every AI system up to date, once a night; returns how many files were written.

    Waits while the past is imported.
    Raises: as measures.export_due.
    """
    with transactions.verb():
        if transactions.history_runs():
            return 0
    return measures.export_due(now=now)


def count_context(*, now: datetime) -> int:
    """Count what is wrong with the facts that arrived, for every AI system; returns how many rows changed."""
    n_written = 0
    for system_id in AISystem.objects.values_list("id", flat=True):
        with transactions.verb():
            n_written += measures.count_context(system_id=system_id, now=now)
    return n_written


def watch_sources(*, now: datetime) -> int:
    """Raise and close the alarms on sources of every AI system; waits while the past is imported."""
    n_changed = 0
    for system_id in AISystem.objects.values_list("id", flat=True):
        with transactions.verb():
            if not transactions.history_runs():
                n_changed += measures.watch_sources(system_id=system_id, now=now)
    return n_changed
