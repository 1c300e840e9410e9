"""The report of an AI system's week, written once."""

from datetime import date, datetime

from apps.core import ids, transactions
from apps.learning.models import WeekReport
from apps.learning.rules import week as rules
from apps.registry.models import AISystem


def keep_report(*, system: AISystem, week_on: date, week: rules.Week, now: datetime) -> WeekReport | None:
    """Keep a week's report, inside the caller's transaction; None where another worker kept it before.

    Writes: WeekReport.
    """
    transactions.require()
    row = WeekReport(id=ids.new(), system=system, week_on=week_on, body=rules.to_kept(week), written_at=now)
    WeekReport.objects.bulk_create([row], ignore_conflicts=True)
    return row if WeekReport.objects.filter(id=row.id).exists() else None
