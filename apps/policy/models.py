from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from apps.accounts.models import Actor
from apps.core.models import AppendOnly, Base
from apps.intake.models import Recommendation
from apps.policy.states import Lane, PolicyState
from apps.registry.models import AISystem


class PolicyVersion(Base):
    """One version of the routing rules of an AI system. Whoever wrote of it never approves it.

    One is open (written, in shadow or proposed) at a time. `base` was in force when it was begun: adopting
    it over another one is refused. `version` counts saves, so that a stale page cannot overwrite; `held_by`
    edits it until `held_until`. `writers` are the actors who saved or proposed it.
    """

    system = models.ForeignKey(AISystem, models.PROTECT, related_name="policy_versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in PolicyState])
    tree = models.JSONField()
    digest = models.BinaryField()
    base = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    writers = ArrayField(models.UUIDField(), default=list)
    held_by = models.ForeignKey(Actor, models.PROTECT, null=True, related_name="+")
    held_until = models.DateTimeField(null=True)
    proposed_by = models.ForeignKey(Actor, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    returned_why = models.CharField(max_length=500, blank=True)
    shadow = models.OneToOneField("ShadowRun", models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(Actor, models.PROTECT, null=True, related_name="+")
    drafted_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True)
    live_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "number"], name="policy_number_once"),
            models.UniqueConstraint(fields=["system"], condition=Q(state="LIVE"), name="one_live_policy"),
            models.UniqueConstraint(
                fields=["system"],
                condition=Q(state__in=["DRAFT", "SHADOW", "PROPOSED"]),
                name="one_open_policy",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None)
                | (~Q(approved_by=F("author")) & ~Q(writers__contains=[F("approved_by")])),
                name="author_never_approves",
            ),
            models.CheckConstraint(
                condition=~Q(state="LIVE") | Q(approved_by__isnull=False), name="live_means_approved"
            ),
            models.CheckConstraint(
                condition=~Q(state="SHADOW") | Q(shadow__isnull=False), name="shadow_means_a_run"
            ),
        ]


class ShadowRun(Base):
    """A version's time beside the one in force: it judges every arrival and decides nothing.

    `tree` and `digest` are what it said then; the version itself may be written on afterwards.
    """

    policy = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="shadow_runs")
    tree = models.JSONField()
    digest = models.BinaryField()
    by = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["policy"], condition=Q(ended_at=None), name="one_shadow_run")
        ]


class SegmentSet(Base):
    """One version of the segments of an AI system, as people wrote it; the set-up brought the first.

    What counts lies in the system itself, where arrivals read it. One is open at a time. `before` counted
    when it was begun; `fit` says how many of the last cases it would put in each; `version` counts saves.
    """

    system = models.ForeignKey(AISystem, models.PROTECT, related_name="segment_sets")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in PolicyState])
    body = models.JSONField()
    before = models.JSONField()
    digest = models.BinaryField()
    fit = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    writers = ArrayField(models.UUIDField(), default=list)
    proposed_by = models.ForeignKey(Actor, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    returned_why = models.CharField(max_length=500, blank=True)
    approved_by = models.ForeignKey(Actor, models.PROTECT, null=True, related_name="+")
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    live_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "number"], name="segments_number_once"),
            models.UniqueConstraint(
                fields=["system"], condition=Q(state="LIVE"), name="one_live_segment_set"
            ),
            models.UniqueConstraint(
                fields=["system"],
                condition=Q(state__in=["DRAFT", "PROPOSED"]),
                name="one_open_segment_set",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None)
                | (~Q(approved_by=F("author")) & ~Q(writers__contains=[F("approved_by")])),
                name="segments_writer_never_signs",
            ),
            models.CheckConstraint(
                condition=~Q(state="LIVE") | Q(approved_by__isnull=False), name="live_segments_are_signed"
            ),
        ]


class Verdict(AppendOnly):
    """What policy said of one recommendation. Words and trace are recomputed from what is kept here.

    The first is that of the arrival; when facts changed that policy reads, another is kept beside it.

    `added` are the facts that flow froze in (calibration, autonomy, posture ...); `because` the codes of the
    rules that fired; `unknown` the names of facts that no rule could read; `draw` the audit draw in [0, 1).
    `first_view`: a person who decides says their own view before the AI's is shown; drawn by
    `first_view_share`, policy's or the posture's, whichever is more (policy.rules.asks_first_view).
    """

    recommendation = models.ForeignKey(
        Recommendation, models.PROTECT, related_name="verdicts", db_index=False
    )
    number = models.PositiveSmallIntegerField(default=1)
    policy = models.ForeignKey(PolicyVersion, models.PROTECT, db_constraint=False, related_name="verdicts")
    snapshot_digest = models.BinaryField()
    lane = models.CharField(max_length=10, choices=[(s.value, s.value) for s in Lane])
    inbox_slug = models.CharField(max_length=50, blank=True)
    because = models.JSONField()
    unknown = models.JSONField()
    added = models.JSONField()
    sample_share = models.DecimalField(max_digits=5, decimal_places=4, null=True)
    draw = models.DecimalField(max_digits=12, decimal_places=10)
    due_at = models.DateTimeField()
    four_eyes = models.BooleanField(default=False)
    first_view = models.BooleanField(default=False)
    first_view_share = models.DecimalField(max_digits=5, decimal_places=4, default=0, db_default=0)
    at = models.DateTimeField()

    ladder_text: str | None  # of its version, where it was read along

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "number"], name="verdict_number_once")
        ]


class PhantomVerdict(AppendOnly):
    """What a version in shadow would have said of one recommendation. Nothing follows from it.

    The facts that were frozen in are those of the verdict beside it (same recommendation and number), and
    `also_added`, which only this version has counted.
    """

    run = models.ForeignKey(ShadowRun, models.PROTECT, related_name="phantoms", db_index=False)
    recommendation = models.ForeignKey(
        Recommendation, models.PROTECT, related_name="phantoms", db_index=False
    )
    number = models.PositiveSmallIntegerField(default=1)
    snapshot_digest = models.BinaryField()
    lane = models.CharField(max_length=10, choices=[(s.value, s.value) for s in Lane])
    inbox_slug = models.CharField(max_length=50, blank=True)
    because = models.JSONField()
    unknown = models.JSONField()
    also_added = models.JSONField()
    four_eyes = models.BooleanField(default=False)
    first_view = models.BooleanField(default=False)
    due_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "recommendation", "number"], name="phantom_number_once")
        ]
