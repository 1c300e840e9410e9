"""The report of the week that ended is written once for each AI system, and its owner is told."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from apps.core import progress, transactions
from apps.flow.selectors import week_figures
from apps.learning.models import WeekReport
from apps.learning.services import week_reports
from apps.measures import rules
from apps.notify import services as notify
from apps.registry.models import AISystem, ContextContract

FROM_HOUR = 6  # of a Monday where the organisation works: what became known over night is counted


def write_week_reports(*, now: datetime) -> int:
    """Write what is due of the last week that ended; returns how many were written.

    Waits while the past is imported or about to be. Late it writes the same week, with what nobody has looked
    at until then; twice or at once it writes one. A week that ended before the last is not written any more.
    """
    with transactions.verb():
        if transactions.history_runs() or progress.is_coming(kind=progress.PAST, now=now):
            return 0
    n_written = 0
    for system in AISystem.objects.select_related("organisation", "owner").order_by("id"):
        week_on = _due(system, now)
        if week_on is None or WeekReport.objects.filter(system=system, week_on=week_on).exists():
            continue
        if _has(system, week_on):
            n_written += _write(system, week_on, now)
    return n_written


def _due(system: AISystem, now: datetime) -> date | None:
    """Return the Monday of the last week that ended; None until six on the Monday after."""
    local = now.astimezone(ZoneInfo(system.organisation.time_zone))
    this_week = rules.week_of(local.date())
    if local.date() == this_week and local.hour < FROM_HOUR:
        return None
    return this_week - timedelta(weeks=1)


def _has(system: AISystem, week_on: date) -> bool:
    """Say whether there was such a week: the AI system was there, or its past was brought in."""
    end = week_figures.span_of(system, week_on).end
    is_there = ContextContract.objects.filter(system=system, in_force_at__lt=end).exists()
    return is_there or week_figures.decided_in(system=system, week_on=week_on)


def _write(system: AISystem, week_on: date, now: datetime) -> bool:
    week = week_figures.week_figures(system=system, week_on=week_on, now=now)
    with transactions.verb():
        report = week_reports.keep_report(system=system, week_on=week_on, week=week, now=now)
        if report is not None and system.owner.is_active:
            notify.tell(
                to_actor_id=system.owner.actor_id,
                kind="week_report",
                about_id=report.id,
                case_id=None,
                now=now,
            )
        return report is not None
