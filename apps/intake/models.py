from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models

from apps.core.models import AppendOnly, Base
from apps.intake.states import ContextState, EvidenceState, RecommendationState
from apps.registry.models import AISystem, ContextContract, OutcomeCode, SourceSystem


class Subject(Base):
    """The affected person or organisation: the unit of erasure, conflict of interest and history."""

    source = models.ForeignKey(
        SourceSystem, models.PROTECT, db_constraint=False, db_index=False, related_name="subjects"
    )
    subject_ref = models.CharField(max_length=80)
    sealed_name = models.BinaryField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "subject_ref"], name="subject_ref_once")]


class CaseKind(models.TextChoices):
    REAL = "REAL"
    KNOWN_ANSWER = "KNOWN_ANSWER"
    TEST = "TEST"


class Case(Base):
    """One matter in the business system.

    `terms` is what a search box may find it by: its reference in small letters, and no name; empty: nothing.
    """

    source = models.ForeignKey(
        SourceSystem, models.PROTECT, db_constraint=False, db_index=False, related_name="cases"
    )
    case_ref = models.CharField(max_length=80)
    kind = models.CharField(max_length=15, choices=CaseKind.choices, default=CaseKind.REAL)
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="cases")
    opened_at = models.DateTimeField()
    last_sequence = models.PositiveIntegerField(default=0)
    terms = models.TextField(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "case_ref"], name="case_ref_once")]
        indexes = [
            models.Index(OpClass("terms", name="text_pattern_ops"), name="case_terms"),
            GinIndex(OpClass("terms", name="gin_trgm_ops"), name="case_trigrams"),
        ]


class ContextSnapshot(AppendOnly):
    """The facts of one arrival, as checked. A later value adds a snapshot (see FactChange).

    `facts` holds plain facts in the clear; `sealed` holds personal and special facts and the rationale under
    the subject's key, with a salt; `digest` is SHA-256 over both (the sealed part by its own digest).
    `given` names the sources of each fact, without any value: fact -> sources.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="snapshots")
    contract = models.ForeignKey(
        ContextContract, models.PROTECT, db_constraint=False, db_index=False, related_name="+"
    )
    facts = models.JSONField()
    sealed = models.BinaryField()
    sealed_digest = models.BinaryField()
    digest = models.BinaryField()
    state = models.CharField(max_length=15, choices=[(s.value, s.value) for s in ContextState])
    findings = models.JSONField()
    given = models.JSONField(default=dict)
    at = models.DateTimeField()


class FactChange(AppendOnly):
    """Values that came after the suggestion: a snapshot beside the one that the AI was given.

    `sent` are the facts of this call. `changed` and `decisive` compare with the suggestion's own snapshot, so
    the latest row says how far the suggestion is behind. Codes of facts only, no value. `is_late`: nobody
    could look at it any more before the decision.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="fact_changes")
    recommendation = models.ForeignKey(
        "Recommendation", models.PROTECT, db_index=False, related_name="fact_changes"
    )
    before = models.ForeignKey(ContextSnapshot, models.PROTECT, db_index=False, related_name="+")
    snapshot = models.OneToOneField(ContextSnapshot, models.PROTECT, related_name="change")
    by_id = models.UUIDField()  # accounts.Actor of the machine client
    sent = models.JSONField()
    changed = models.JSONField()
    decisive = models.JSONField()
    is_late = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["recommendation", "-at", "-id"], name="fact_change_latest")]


class ProtectedFact(AppendOnly):
    """A protected trait for the fairness audit only: no rule, reviewer or model reads this table."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    at = models.DateTimeField()


class Recommendation(Base):
    """What the AI proposes for one case. Only `state` changes after arrival."""

    # Both are found by the first column of an index below.
    case = models.ForeignKey(Case, models.PROTECT, db_index=False, related_name="recommendations")
    system = models.ForeignKey(
        AISystem, models.PROTECT, db_constraint=False, db_index=False, related_name="recommendations"
    )
    snapshot = models.ForeignKey(
        ContextSnapshot, models.PROTECT, db_index=False, related_name="recommendations"
    )
    by_id = models.UUIDField()  # accounts.Actor of the machine client
    external_id = models.CharField(max_length=120)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in RecommendationState])
    outcome_code = models.ForeignKey(
        OutcomeCode, models.PROTECT, db_constraint=False, db_index=False, related_name="+"
    )
    stake_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    confidence = models.DecimalField(max_digits=7, decimal_places=6)
    model_version = models.CharField(max_length=80)
    prompt_version = models.CharField(max_length=80, blank=True)
    segment = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField()
    received_at = models.DateTimeField()
    body_digest = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "external_id"], name="external_id_once"),
            models.UniqueConstraint(fields=["case", "system", "number"], name="recommendation_number_once"),
        ]
        indexes = [models.Index(fields=["system", "received_at"], name="recommendation_by_arrival")]


class Evidence(Base):
    """A document of a case. It is never given out as it came: people see its `EvidencePage`s.

    The document lies sealed in the store (`core.store`), named by the subject and `mark`, the keyed digest of
    its bytes. `due_at` is when the next step is due, null when none is. A document that came before its case
    names it in `awaits_ref` and is given up at `waits_until`.
    """

    subject = models.ForeignKey(Subject, models.PROTECT, db_index=False, related_name="evidence")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="evidence")
    awaits_ref = models.CharField(max_length=80, blank=True)
    waits_until = models.DateTimeField(null=True)
    external_ref = models.CharField(max_length=80)
    by_id = models.UUIDField()  # accounts.Actor of the machine client
    sealed_name = models.BinaryField(null=True)
    sealed_source = models.BinaryField(null=True)  # address and digest, until it is fetched
    source_mark = models.BinaryField(null=True)  # the keyed digest of both
    said_type = models.CharField(max_length=100, blank=True)
    type = models.CharField(max_length=20, blank=True)
    n_bytes = models.PositiveIntegerField(default=0)
    mark = models.BinaryField(null=True)
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in EvidenceState])
    why = models.CharField(max_length=20, blank=True)
    n_pages = models.PositiveSmallIntegerField(default=0)
    n_tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    is_simulated = models.BooleanField(default=False)
    received_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "external_ref"], name="evidence_ref_once"),
            models.UniqueConstraint(
                fields=["subject", "awaits_ref", "external_ref"],
                condition=models.Q(case=None),
                name="evidence_ref_once_before",
            ),
            models.CheckConstraint(
                condition=models.Q(case__isnull=False) | ~models.Q(awaits_ref=""), name="evidence_of_a_case"
            ),
        ]
        indexes = [
            models.Index(
                fields=["state", "due_at"], condition=models.Q(due_at__isnull=False), name="evidence_due"
            ),
            models.Index(
                fields=["waits_until"],
                condition=models.Q(waits_until__isnull=False),
                name="evidence_waits_until",
            ),
            models.Index(fields=["subject", "mark"], name="evidence_same"),
        ]


class EvidencePage(Base):
    """One page of a document: its text, sealed, and the size of its picture in the store; 0 for a text.

    Never changed; deleted only with a document that no case came for (the app's role may not UPDATE).
    """

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="pages")
    number = models.PositiveSmallIntegerField()
    width = models.PositiveSmallIntegerField(default=0)
    height = models.PositiveSmallIntegerField(default=0)
    sealed_text = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evidence", "number"], name="evidence_page_once")]


class UnseenRecommendation(Base):
    """What a model said that does not advise: kept apart, shown to nobody who decides, compared afterwards.

    It opens no item, has no number and replaces nothing, and no reading of recommendations can find it.
    `advise_due_at`: when it advises after all, if the advising model stays silent, which `instead_of` names.
    `advised_as`: the recommendation that it became then.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    system = models.ForeignKey(AISystem, models.PROTECT, related_name="+")
    snapshot = models.ForeignKey(ContextSnapshot, models.PROTECT, db_index=False, related_name="+")
    by_id = models.UUIDField()
    external_id = models.CharField(max_length=120)
    outcome_code = models.ForeignKey(OutcomeCode, models.PROTECT, db_index=False, related_name="+")
    stake_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    confidence = models.DecimalField(max_digits=7, decimal_places=6)
    model_version = models.CharField(max_length=80)
    prompt_version = models.CharField(max_length=80, blank=True)
    segment = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField()
    received_at = models.DateTimeField()
    body_digest = models.BinaryField()
    instead_of = models.CharField(max_length=80)
    advise_due_at = models.DateTimeField(null=True)
    advised_as = models.OneToOneField(Recommendation, models.PROTECT, null=True, related_name="stands_in")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "external_id"], name="unseen_external_id_once"),
        ]
        indexes = [
            models.Index(
                fields=["advise_due_at"],
                name="unseen_advise_due",
                condition=models.Q(advise_due_at__isnull=False),
            ),
        ]
