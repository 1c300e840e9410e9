"""What was decided, how work happened, and what became known later: rows that never change."""

from django.db import models

from apps.core.models import AppendOnly
from apps.intake.models import Case, Recommendation
from apps.measures.states import BrokenKind
from apps.registry.models import AISystem


class Outcome(AppendOnly):
    """Later truth about a case, as the business system knows it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="outcomes")
    external_id = models.CharField(max_length=120)
    measure = models.SlugField(max_length=40)
    value = models.BooleanField(null=True)
    number = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    known_at = models.DateTimeField()
    received_at = models.DateTimeField()
    body_digest = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "external_id"], name="outcome_once")]
        indexes = [models.Index(fields=["case", "measure"], name="outcome_case")]


class DecisionFacts(AppendOnly):
    """One analytic row per decision: codes, bands and a pseudonym only; partitioned by month of id.

    `features` holds plain facts in bands, never personal or special values as such; `by_pseudonym` is a keyed
    hash, so that a reviewer can be controlled for without being named. `viewed` is what they said before they
    saw the suggestion, where `view_asked`; empty: that they could not say. `replaces` is the decision that
    this one reverses or was made instead of. `reasons` are [code, core category], the main one first;
    `corrected` the facts said to be wrong, `faults` what was wrong with which fact; names and codes only.
    Rows of before 26 November 2026 do not have what stands after `decided_at`.
    """

    decision_id = models.UUIDField()
    system_id = models.UUIDField()
    case_id = models.UUIDField()
    item_id = models.UUIDField(null=True)
    by_kind = models.CharField(max_length=10)
    by_pseudonym = models.CharField(max_length=16)
    recommended = models.CharField(max_length=40)
    decided = models.CharField(max_length=40)
    is_override = models.BooleanField()
    direction = models.CharField(max_length=20)
    reason = models.CharField(max_length=40, blank=True)
    core_category = models.CharField(max_length=30, blank=True)
    confidence = models.DecimalField(max_digits=7, decimal_places=6)
    model_version = models.CharField(max_length=80)
    segment = models.CharField(max_length=60, blank=True)
    stake_minor = models.BigIntegerField(null=True)
    seconds_to_decide = models.PositiveIntegerField(null=True)
    was_escalated = models.BooleanField(default=False)
    is_audit = models.BooleanField(default=False)
    sample_share = models.DecimalField(max_digits=5, decimal_places=4, null=True)
    view_asked = models.BooleanField(default=False)
    viewed = models.CharField(max_length=40, blank=True)
    features = models.JSONField()
    decided_at = models.DateTimeField()
    kind = models.CharField(max_length=12, blank=True)
    replaces = models.UUIDField(null=True)
    prompt_version = models.CharField(max_length=80, blank=True)
    policy_id = models.UUIDField(null=True)
    lane = models.CharField(max_length=10, blank=True)
    amount_minor = models.BigIntegerField(null=True)
    sure = models.CharField(max_length=10, blank=True)
    arrived_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    n_questions = models.PositiveSmallIntegerField(null=True)
    n_returns = models.PositiveSmallIntegerField(null=True)
    reasons = models.JSONField(default=list)
    corrected = models.JSONField(default=list)
    faults = models.JSONField(default=dict)

    class Meta:
        managed = False
        db_table = "measures_decisionfacts"


class WorkSignal(AppendOnly):
    """A sign of how work really happens: skip, release, return, question; partitioned by month of id."""

    item_id = models.UUIDField()
    system_id = models.UUIDField()
    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=40, blank=True)
    by_pseudonym = models.CharField(max_length=16)
    at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "measures_worksignal"


class BrokenSuggestion(AppendOnly):
    """A person said that a suggestion is broken; it decides nothing. Counted by model and prompt version."""

    system = models.ForeignKey(AISystem, models.PROTECT, related_name="+")
    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="+")
    item_id = models.UUIDField()
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in BrokenKind])
    model_version = models.CharField(max_length=80)
    prompt_version = models.CharField(max_length=80, blank=True)
    sealed_text = models.BinaryField(null=True)
    by_pseudonym = models.CharField(max_length=16)
    at = models.DateTimeField()
    again = models.PositiveSmallIntegerField(default=0)  # how often they had said so before and taken it back

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "by_pseudonym", "again"], name="broken_said_once"
            )
        ]
        indexes = [models.Index(fields=["system", "-at"], name="broken_of_system")]


class BrokenTakenBack(AppendOnly):
    """Who had said that a suggestion is broken took it back: a slip of the hand. It counts no more."""

    report = models.OneToOneField(BrokenSuggestion, models.PROTECT, related_name="taken_back")
    at = models.DateTimeField()
