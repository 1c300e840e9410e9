from datetime import date, datetime
from zoneinfo import ZoneInfo

from apps.core import transactions
from apps.learning.models import MiningRun
from apps.learning.services import reading
from apps.learning.states import MiningRunState
from apps.registry.models import AISystem

# Another run on the same day is worth it from this many decisions more, and this share of the last run's.
SAME_DAY_N = 30
SAME_DAY_SHARE = 0.1

_UNFINISHED = [MiningRunState.QUEUED, MiningRunState.RUNNING]


def queue_run(*, system: AISystem, now: datetime) -> MiningRun | None:
    """Queue a mining run where there is something new to look at; None where there is not.

    A new local day of the organisation needs any change in the number of decisions (or a failure the day
    before); the same day needs 10 % and 30 decisions more than the last run looked at. A run that is over is
    never reopened: its patterns are the evidence of findings, so the day's next run has the next number. An
    unfinished run is returned as it is.
    """
    transactions.require()
    unfinished = _unfinished(system)
    if unfinished is not None:
        return unfinished
    period_on = now.astimezone(ZoneInfo(system.organisation.time_zone)).date()
    last = MiningRun.objects.filter(system=system).order_by("-period_on", "-number").first()
    n_decisions = reading.decisions(system_id=system.id).count()
    if not _is_worth_it(last, period_on, n_decisions):
        return None
    run = MiningRun(
        system=system,
        state=MiningRunState.QUEUED,
        period_on=period_on,
        number=last.number + 1 if last is not None and last.period_on == period_on else 1,
        queued_at=now,
    )
    MiningRun.objects.bulk_create([run], ignore_conflicts=True)  # another sweep may be doing the same
    return _unfinished(system)


def _unfinished(system: AISystem) -> MiningRun | None:
    return MiningRun.objects.filter(system=system, state__in=_UNFINISHED).first()


def _is_worth_it(last: MiningRun | None, period_on: date, n_decisions: int) -> bool:
    if last is None:
        return n_decisions > 0
    if last.period_on != period_on:
        return n_decisions != last.n_decisions or last.state == MiningRunState.FAILED
    grown = n_decisions - last.n_decisions
    return grown >= max(SAME_DAY_N, SAME_DAY_SHARE * last.n_decisions)
