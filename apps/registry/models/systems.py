from django.contrib.postgres.fields import ArrayField
from django.db import models

from apps.accounts.models import Actor, Organisation, Role, User
from apps.core.models import Base, OrganisationOwned
from apps.registry.states import (
    AutonomyState,
    DraftState,
    LimitKind,
    OfferResult,
    PauseEnd,
    PauseMode,
    PauseScope,
    TrialState,
)


class SourceSystem(Base):
    """The business system that owns cases and applies decisions."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="sources")
    slug = models.SlugField()
    name = models.CharField(max_length=120)
    delivery_url = models.URLField(blank=True)
    sealed_secret = models.BinaryField(null=True)
    max_per_second = models.PositiveSmallIntegerField(default=20)
    receipt_minutes = models.PositiveIntegerField(default=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "slug"], name="source_slug_once")]


class AISystem(OrganisationOwned):
    """One AI in one job, with exactly one accountable owner.

    `segments` are what counts since `segments_since`, or since the set-up; `former_segments` were in force
    once and keep their keys, which rows of the past name. How they are changed: `policy.SegmentSet`.
    `known_fact`: by which, beside the case's reference, the affected person is known who contests a decision
    through a link; empty: by their own reference.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="systems")
    source = models.ForeignKey(SourceSystem, models.PROTECT, related_name="systems")
    owner = models.ForeignKey(User, models.PROTECT, related_name="owned_systems")
    slug = models.SlugField()
    name = models.CharField(max_length=120)
    purpose = models.TextField()
    case_word = models.CharField(max_length=30, default="case")
    person_word = models.CharField(max_length=40, default="person")
    decision_question = models.CharField(max_length=200)
    language = models.CharField(max_length=10, blank=True)  # of the AI's own sentences; empty: nobody said
    currency = models.CharField(max_length=3)
    currency_note = models.CharField(max_length=60, blank=True)
    undo_seconds = models.PositiveIntegerField(default=10)
    lease_minutes = models.PositiveIntegerField(default=15)
    honest_limits = models.JSONField(default=list)
    stake_label = models.CharField(max_length=60, default="Amount at stake")
    stake_note = models.CharField(max_length=200, blank=True)
    segments = models.JSONField(default=list)
    segments_since = models.DateTimeField(null=True)
    former_segments = models.JSONField(default=list, db_default=[])
    measures = models.JSONField(default=list)
    appeal_days = models.PositiveSmallIntegerField(default=14, db_default=14)  # to answer appeals in
    known_fact = models.CharField(max_length=60, blank=True, db_default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "slug"], name="system_slug_once")]
        permissions = [
            ("look_system", "See what an AI system does"),
            ("analyse_system", "Mine and calibrate an AI system"),
            ("audit_system", "Read everything of an AI system and export evidence"),
        ]

    @property
    def segment_labels(self) -> dict[str, str]:
        """Return key -> label of every segment that there is or was."""
        return {one["key"]: one["label"] for one in (*self.former_segments, *self.segments)}


class OutcomeCode(Base):
    """What can be recommended and decided, in order of caution (higher is more cautious)."""

    system = models.ForeignKey(AISystem, models.PROTECT, related_name="outcome_codes")
    code = models.SlugField(max_length=40)
    label = models.CharField(max_length=80)
    means = models.CharField(max_length=200, blank=True)
    caution = models.PositiveSmallIntegerField()
    machine_may = models.BooleanField(default=False)
    second_look_days = ArrayField(
        models.PositiveSmallIntegerField(), default=list
    )  # days after it is decided
    principal_reasons = models.JSONField(default=dict, db_default={})  # owed to the person: rules.read_owed

    class Meta:
        constraints = [models.UniqueConstraint(fields=["system", "code"], name="outcome_code_once")]
        ordering = ["caution", "code"]


class Versioned(Base):
    """A numbered, dated document of an AI system; the one without an end is in force."""

    number = models.PositiveIntegerField()
    body = models.JSONField()
    digest = models.BinaryField()
    by = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    in_force_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class ContextContract(Versioned):
    """Which facts must be there, from where, how fresh, and what happens otherwise."""

    system = models.ForeignKey(AISystem, models.PROTECT, related_name="contracts")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "number"], name="contract_number_once"),
            models.UniqueConstraint(
                fields=["system"], condition=models.Q(ended_at=None), name="one_contract_in_force"
            ),
        ]


class ModelLineUp(Versioned):
    """Which model of an AI system advises, and which are kept unseen to compare; in their fall-back order."""

    system = models.ForeignKey(AISystem, models.PROTECT, related_name="line_ups")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "number"], name="line_up_number_once"),
            models.UniqueConstraint(
                fields=["system"], condition=models.Q(ended_at=None), name="one_line_up_in_force"
            ),
        ]


class ContractDraft(Base):
    """What the next version of a contract shall say; one open draft per AI system, one editor at a time.

    `base` is the version it started from: adopting it over another one is refused. `version` counts saves, so
    that a stale page cannot overwrite; `held_by` edits it until `held_until`.
    """

    system = models.ForeignKey(AISystem, models.PROTECT, related_name="contract_drafts")
    base = models.ForeignKey(ContextContract, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in DraftState])
    body = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    held_by = models.ForeignKey(Actor, models.PROTECT, null=True, related_name="+")
    held_until = models.DateTimeField(null=True)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True)
    proposed_by = models.ForeignKey(Actor, models.PROTECT, null=True, related_name="+")
    returned_why = models.CharField(max_length=500, blank=True)
    closed_at = models.DateTimeField(null=True)
    adopted_as = models.OneToOneField(ContextContract, models.PROTECT, null=True, related_name="draft")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["system"], condition=models.Q(closed_at=None), name="one_open_contract_draft"
            ),
        ]


class ContractTrial(Base):
    """A contract tried on stored cases: the newest one of each draft, asked for again by overwriting it.

    `token` counts how often it was asked for or taken, so that a result of an older question is not written.
    `result` belongs to `result_digest` and stays, as the old figure, while another question is worked on.
    """

    draft = models.OneToOneField(ContractDraft, models.PROTECT, related_name="trial")
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in TrialState])
    body = models.JSONField()
    digest = models.BinaryField()
    token = models.PositiveIntegerField(default=0)
    n_done = models.PositiveIntegerField(default=0)
    n_total = models.PositiveIntegerField(default=0)
    result = models.JSONField(null=True)
    result_digest = models.BinaryField(null=True)
    queued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)


class Posture(Versioned):
    """The owner's explicit, signed, expiring risk decision. Policy can be stricter, never looser."""

    system = models.ForeignKey(AISystem, models.PROTECT, related_name="postures")
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "number"], name="posture_number_once"),
            models.UniqueConstraint(
                fields=["system"], condition=models.Q(ended_at=None), name="one_posture_in_force"
            ),
        ]


class PostureDraft(Base):
    """What the next posture shall say; one open draft per AI system, written by its owner.

    `base` is the version it started from. `version` counts saves, so that a stale page cannot overwrite.
    """

    system = models.ForeignKey(AISystem, models.PROTECT, related_name="posture_drafts")
    base = models.ForeignKey(Posture, models.PROTECT, null=True, related_name="+")
    body = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    signed_as = models.OneToOneField(Posture, models.PROTECT, null=True, related_name="draft")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["system"], condition=models.Q(closed_at=None), name="one_open_posture_draft"
            ),
        ]


class OwnershipOffer(Base):
    """The owner offers an AI system to somebody, who answers for it from the moment they accept."""

    system = models.ForeignKey(AISystem, models.PROTECT, related_name="offers")
    offered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    to = models.ForeignKey(User, models.PROTECT, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    offered_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=10, choices=[(r.value, r.value) for r in OfferResult], blank=True)
    why = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["system"], condition=models.Q(closed_at=None), name="one_open_offer"
            ),
        ]


class Absence(Base):
    """From when until when a deputy may stop an AI system in its owner's place."""

    system = models.ForeignKey(AISystem, models.PROTECT, related_name="absences")
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    deputy = models.ForeignKey(User, models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["system"], condition=models.Q(ended_at=None), name="one_open_absence"
            ),
            models.CheckConstraint(
                condition=models.Q(until_at__gt=models.F("from_at")), name="absence_ends_after_it_begins"
            ),
        ]


class AuthorityLimit(Base):
    """Up to which amount a role, or one person, may decide an outcome; null is unlimited.

    The highest limit of somebody's roles counts, unless the person has limits of their own: then those alone
    do. It counts from `from_at` and, where it ends, until before `ended_at`; a change ends the one before.
    `ended_by`, `end_why`: of one that the owner ended without another in its place.
    """

    system = models.ForeignKey(AISystem, models.PROTECT, related_name="authority_limits")
    role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    person = models.ForeignKey(Actor, models.PROTECT, null=True, db_index=False, related_name="+")
    outcome_code = models.ForeignKey(OutcomeCode, models.PROTECT, null=True, related_name="+")
    max_amount_minor = models.BigIntegerField(null=True)
    from_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    set_by = models.ForeignKey(Actor, models.PROTECT, null=True, db_index=False, related_name="+")
    why = models.CharField(max_length=300, blank=True, default="", db_default="")
    ended_by = models.ForeignKey(Actor, models.PROTECT, null=True, db_index=False, related_name="+")
    end_why = models.CharField(max_length=300, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person=None) & ~models.Q(role="")
                | models.Q(person__isnull=False, role=""),
                name="limit_of_role_or_person",
            ),
        ]


class Autonomy(Base):
    """The present autonomy of one segment; history is in the record."""

    system = models.ForeignKey(AISystem, models.PROTECT, related_name="autonomy")
    segment = models.SlugField(max_length=60)
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in AutonomyState])
    note = models.CharField(max_length=200)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["system", "segment"], name="autonomy_once")]


class Pause(models.Model):
    """The pause row of an AI system. Arrivals read it FOR SHARE, pausing takes it FOR UPDATE.

    `parts` is what arrivals obey: scope, key and mode of each open PauseSpan. The other columns say the pause
    of the whole system, where there is one.
    """

    system = models.OneToOneField(AISystem, models.PROTECT, primary_key=True, related_name="pause")
    is_paused = models.BooleanField(default=False)
    since = models.DateTimeField(null=True)
    by = models.ForeignKey(Actor, models.PROTECT, null=True, related_name="+")
    why = models.TextField(blank=True)
    parts = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"pause of {self.system_id}"


class PauseSpan(Base):
    """One pause from its beginning to its end: of an AI system, of one of its outcomes, or of a segment.

    `key` names the outcome or segment. `limit` is set where a limit of the posture paused by itself, `facts`
    then hold its figure beside its bound.
    """

    system = models.ForeignKey(AISystem, models.PROTECT, related_name="pause_spans")
    scope = models.CharField(max_length=10, choices=[(s.value, s.value) for s in PauseScope])
    key = models.CharField(max_length=60, blank=True)
    mode = models.CharField(max_length=10, choices=[(m.value, m.value) for m in PauseMode])
    why = models.TextField(blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    by = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    limit = models.CharField(max_length=20, choices=[(k.value, k.value) for k in LimitKind], blank=True)
    facts = models.JSONField(default=dict)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Actor, models.PROTECT, null=True, related_name="+")
    ended_how = models.CharField(max_length=10, choices=[(e.value, e.value) for e in PauseEnd], blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["system", "scope", "key", "limit"],
                condition=models.Q(ended_at=None),
                name="one_open_pause_of_each",
            ),
        ]
