from django.db import models
from django.db.models import F, Q

from apps.accounts.models import Actor
from apps.core.models import AppendOnly, Base
from apps.intake.models import Recommendation
from apps.policy.states import Lane, PolicyState
from apps.registry.models import AISystem


class PolicyVersion(Base):
    """One version of the routing rules of an AI system. Its author never approves it."""

    system = models.ForeignKey(AISystem, models.PROTECT, related_name="policy_versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in PolicyState])
    tree = models.JSONField()
    digest = models.BinaryField()
    author = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(Actor, models.PROTECT, null=True, related_name="+")
    drafted_at = models.DateTimeField()
    live_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "number"], name="policy_number_once"),
            models.UniqueConstraint(fields=["system"], condition=Q(state="LIVE"), name="one_live_policy"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("author")), name="author_never_approves"
            ),
            models.CheckConstraint(
                condition=~Q(state="LIVE") | Q(approved_by__isnull=False), name="live_means_approved"
            ),
        ]


class Verdict(AppendOnly):
    """What policy said of one recommendation. Words and trace are recomputed from what is kept here.

    The first is that of the arrival; when facts changed that policy reads, another is kept beside it.

    `added` are the facts that flow froze in (calibration, autonomy, posture ...); `because` the codes of the
    rules that fired; `unknown` the names of facts that no rule could read; `draw` the audit draw in [0, 1).
    """

    recommendation = models.ForeignKey(
        Recommendation, models.PROTECT, related_name="verdicts", db_index=False
    )
    number = models.PositiveSmallIntegerField(default=1)
    policy = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="verdicts")
    snapshot_digest = models.BinaryField()
    lane = models.CharField(max_length=10, choices=[(s.value, s.value) for s in Lane])
    inbox_slug = models.CharField(max_length=50, blank=True)
    because = models.JSONField()
    unknown = models.JSONField()
    added = models.JSONField()
    sample_share = models.DecimalField(max_digits=5, decimal_places=4, null=True)
    draw = models.DecimalField(max_digits=12, decimal_places=10)
    due_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "number"], name="verdict_number_once")
        ]
