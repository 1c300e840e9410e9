"""Figures computed from what is recorded, and what is asked and tried with them."""

from django.db import models

from apps.accounts.models import Actor
from apps.core.models import Base
from apps.intake.models import Recommendation
from apps.measures.states import CalibrationState, QuestionState, ReplayState
from apps.policy.models import PolicyVersion
from apps.registry.models import AISystem


class CalibrationBin(Base):
    """One additive equal-mass bin over [lower, upper), the last one closed: every sum that rules.Bin holds.

    `place` counts from 0, lowest confidence first. Bins with the same edges add up over periods; sums whose
    name has `weight` weight each case by 1 / its sampling share.
    """

    system = models.ForeignKey(AISystem, models.PROTECT, related_name="+")
    model_version = models.CharField(max_length=80)
    segment = models.CharField(max_length=60, blank=True)
    place = models.PositiveSmallIntegerField()
    lower = models.FloatField()
    upper = models.FloatField()
    n = models.PositiveIntegerField()
    n_correct = models.PositiveIntegerField()
    n_audited = models.PositiveIntegerField()
    sum_confidence = models.FloatField()
    sum_weight = models.FloatField()
    sum_weight_squared = models.FloatField()
    sum_weight_correct = models.FloatField()
    sum_weight_confidence = models.FloatField()
    sum_squared_error = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["system", "model_version", "segment", "place"], name="calibration_bin_once"
            ),
        ]


class Calibration(Base):
    """What is known of a model version's stated confidence: a state, never a bare number.

    An empty `segment` is the model version over all its cases. `because` says why the state is what it is.
    """

    system = models.ForeignKey(AISystem, models.PROTECT, related_name="calibrations")
    model_version = models.CharField(max_length=80)
    segment = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in CalibrationState])
    n = models.PositiveIntegerField()
    n_correct = models.PositiveIntegerField()
    n_audited = models.PositiveIntegerField()
    because = models.CharField(max_length=200)
    ece = models.FloatField(null=True)
    top_gap = models.FloatField(null=True)
    auroc = models.FloatField(null=True)
    brier = models.FloatField(null=True)
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "model_version", "segment"], name="calibration_once"),
        ]


class ModelVersion(Base):
    """One model version as the decisions on its suggestions show it; recomputed in place.

    `n_known` are its suggestions that a later outcome can judge and that are old enough for either value;
    `n_right` of them proved right. `by_segment`: the same two figures, as a pair, for each kind of case.
    """

    system = models.ForeignKey(AISystem, models.PROTECT, related_name="model_versions")
    name = models.CharField(max_length=80)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    n_decisions = models.PositiveIntegerField()
    n_known = models.PositiveIntegerField()
    n_right = models.PositiveIntegerField()
    by_segment = models.JSONField(default=dict)
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "name"], name="model_version_once"),
        ]


class ModelTally(Base):
    """What one version of a model in a line-up said, beside what people decided and what became of it.

    Of the cases that a person decided: `n_agreed` were decided as it said; `n_known` are old enough for
    either outcome and can be judged by it, and in `n_right` it proved right. `is_seen`: whoever decided
    saw it.
    """

    system = models.ForeignKey(AISystem, models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    is_seen = models.BooleanField()
    said = models.CharField(max_length=40)
    n_decided = models.PositiveIntegerField()
    n_agreed = models.PositiveIntegerField()
    n_known = models.PositiveIntegerField()
    n_right = models.PositiveIntegerField()
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "name", "is_seen", "said"], name="model_tally_once"),
        ]


class Measurement(Base):
    """One figure of one period with its interval; recomputed in place, baseline and target from the pack."""

    system = models.ForeignKey(AISystem, models.PROTECT, related_name="measurements")
    measure = models.SlugField(max_length=40)
    period_on = models.DateField()
    n = models.PositiveIntegerField()
    value = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "measure", "period_on"], name="measurement_once"),
        ]


class ContextCount(Base):
    """How often something happened to the facts of one day's arrivals; a day is counted again in place.

    `kind` with empty `fact` and `source`: arrived, or a state of the context in small letters. With a fact:
    a kind of finding, once per arrival without source, else per source; `given` is always per source.
    """

    system = models.ForeignKey(AISystem, models.PROTECT, related_name="+")
    day_on = models.DateField()
    fact = models.CharField(max_length=64, blank=True)
    source = models.CharField(max_length=100, blank=True)
    kind = models.CharField(max_length=20)
    n = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["system", "day_on", "fact", "source", "kind"], name="context_count_once"
            ),
        ]


class GroundingCount(Base):
    """How many statements came on one day with a model and prompt version, and how many were unsupported."""

    system = models.ForeignKey(AISystem, models.PROTECT, related_name="+")
    day_on = models.DateField()
    model_version = models.CharField(max_length=80)
    prompt_version = models.CharField(max_length=80, blank=True)
    n_arrivals = models.PositiveIntegerField()
    n_statements = models.PositiveIntegerField()
    n_unsupported = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["system", "day_on", "model_version", "prompt_version"], name="grounding_count_once"
            ),
        ]


class ContextRepair(Base):
    """A fact of one case that was at fault and that a later snapshot of the case cured."""

    system = models.ForeignKey(AISystem, models.PROTECT, related_name="+")
    case_id = models.UUIDField()
    fact = models.CharField(max_length=64)
    kind = models.CharField(max_length=20)
    found_at = models.DateTimeField()
    cured_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "case_id", "fact", "found_at"], name="repair_once"),
        ]
        indexes = [models.Index(fields=["system", "found_at"], name="repair_found")]


class SourceAlarm(Base):
    """A sudden change of a source, told once; it closes by itself when the figure is back.

    `kind` is a kind of finding, or `silent`: the source gives no value while cases arrive. An empty `fact`
    is the source as a whole. `onset_on`: the week (Monday), or the first day of silence.
    """

    system = models.ForeignKey(AISystem, models.PROTECT, related_name="source_alarms")
    fact = models.CharField(max_length=64, blank=True)
    source = models.CharField(max_length=100)
    kind = models.CharField(max_length=20)
    onset_on = models.DateField()
    n = models.PositiveIntegerField()
    n_at_fault = models.PositiveIntegerField()
    n_before = models.PositiveIntegerField()
    n_at_fault_before = models.PositiveIntegerField()
    q = models.FloatField()
    raised_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["system", "fact", "source", "kind", "onset_on"], name="alarm_once"
            ),
            models.UniqueConstraint(
                fields=["system", "fact", "source", "kind"],
                condition=models.Q(closed_at=None),
                name="one_open_alarm",
            ),
        ]


class DefinitionQuestion(Base):
    """A question about what a fact means, with the person who must answer. Its text names no case."""

    system = models.ForeignKey(AISystem, models.PROTECT, related_name="definition_questions")
    fact = models.CharField(max_length=64)
    text = models.CharField(max_length=1000)
    asked_by = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    to = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in QuestionState])
    answer = models.CharField(max_length=2000, blank=True)
    closed_by = models.ForeignKey(Actor, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["system", "-asked_at"], name="question_of_system")]


class Replay(Base):
    """A policy tried on past arrivals beside the version in force; the tree is kept as it was tried.

    It goes through the arrivals of [from_at, to_at) in an order drawn by `seed`; `place_id` is the last one
    done, `tally` what is counted up to there, so that a stop loses nothing. `token` counts who took it,
    `n_lost` how many workers were lost over it.
    """

    system = models.ForeignKey(AISystem, models.PROTECT, related_name="replays")
    base = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="+")
    draft = models.ForeignKey(PolicyVersion, models.PROTECT, null=True, related_name="replays")
    tree = models.JSONField()
    digest = models.BinaryField()
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in ReplayState])
    token = models.PositiveIntegerField(default=0)
    n_lost = models.PositiveSmallIntegerField(default=0)
    n_total = models.PositiveIntegerField()
    n_done = models.PositiveIntegerField(default=0)
    seed = models.BigIntegerField()
    place_id = models.UUIDField(null=True)
    tally = models.JSONField(default=dict)
    failure = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    took_ms = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["system", "-asked_at"], name="replay_of_system"),
            models.Index(
                fields=["asked_at"], condition=models.Q(state__in=["QUEUED", "RUNNING"]), name="replay_open"
            ),
        ]


class ReplayCase(Base):
    """One case that a replayed policy sends elsewhere. `rank` sorts the worst first."""

    replay = models.ForeignKey(Replay, models.CASCADE, related_name="cases")
    recommendation = models.ForeignKey(Recommendation, models.PROTECT, db_index=False, related_name="+")
    meaning = models.CharField(max_length=10)
    rank = models.PositiveSmallIntegerField()
    before = models.CharField(max_length=70)
    after = models.CharField(max_length=70)
    value = models.BooleanField(null=True)
    number = models.DecimalField(max_digits=14, decimal_places=4, null=True)

    class Meta:
        indexes = [models.Index(fields=["replay", "rank", "id"], name="replay_case_worst")]
