from django.db import models

from apps.core.models import AppendOnly
from apps.registry.models import AISystem


class WeekReport(AppendOnly):
    """What an AI system's local week of a Monday came to, as it was known when it was written.

    `body` (`rules.week`) holds counts, codes and ids; its words are made when it is read.
    """

    system = models.ForeignKey(AISystem, models.PROTECT, related_name="week_reports")
    week_on = models.DateField()
    body = models.JSONField()
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["system", "week_on"], name="week_report_once")]
        indexes = [models.Index(fields=["written_at"], name="week_report_written")]
