from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from apps.accounts.models import Actor
from apps.core.models import AppendOnly, Base
from apps.learning.states import MiningPartState, MiningRunState, MiningStage, Target
from apps.registry.models import AISystem

TARGETS = [(target.value, target.value) for target in Target]


class MiningRun(Base):
    """One pass of the miner over an AI system's decisions; says what it looked at and could have found.

    `target` is what it asks. The runs of one search ask one thing each over the same rows, and have one
    number: that of the search on its local day, from 1. A run that is over stays as it was, and decisions
    that came since make a new one. `token` counts how often a worker took the run and fences the ones that
    were lost. `smallest_effect` is the rate that a slice of `n_smallest_effect` decisions would have shown.
    `n_overrides` counts where the target happened. `windows` holds discovery and confirmation; `band_edges`
    the inner edges of banded facts.

    `horizon`: only rows written before this id count, and outcomes as they were known at `known_at`, so that
    the run can be repeated. `plan` is what its steps settled so far, `happened` what was done and when,
    `notes` why it found little, `protected` the family of protected facts. `digest` is over all that it
    found: a repeat has the same one. `recent`: what rose or fell in the latest full week. `led_at`: somebody
    is taking it from one step to the next. `reads`: the files of the data set by month and digest, and the
    facts; without files, why it reads the database.
    """

    system = models.ForeignKey(AISystem, models.PROTECT, related_name="mining_runs")
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in MiningRunState])
    period_on = models.DateField()
    number = models.PositiveSmallIntegerField(default=1)
    target = models.CharField(
        max_length=20, choices=[(t.value, t.value) for t in Target], default="overridden"
    )
    token = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    n_decisions = models.PositiveIntegerField(default=0)
    n_overrides = models.PositiveIntegerField(default=0)
    n_cells = models.PositiveIntegerField(default=0)
    n_tests = models.PositiveIntegerField(default=0)
    n_smallest_effect = models.PositiveIntegerField(null=True)
    smallest_effect = models.FloatField(null=True)
    parameters = models.JSONField(default=dict)
    windows = models.JSONField(default=dict)
    band_edges = models.JSONField(default=dict)
    failure = models.CharField(max_length=300, blank=True)
    stage = models.CharField(max_length=10, blank=True)
    horizon = models.UUIDField(null=True)
    known_at = models.DateTimeField(null=True)
    led_at = models.DateTimeField(null=True)
    reads = models.JSONField(default=dict)
    plan = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    protected = models.JSONField(default=list)
    recent = models.JSONField(null=True)
    happened = models.JSONField(default=list)
    versions = models.JSONField(default=dict)
    digest = models.BinaryField(null=True)
    asked_by = models.ForeignKey(Actor, models.PROTECT, null=True, related_name="+")
    repeats = models.ForeignKey("self", models.PROTECT, null=True, related_name="repeated_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["system", "period_on", "number", "target"], name="run_number_once"
            ),
            models.UniqueConstraint(
                fields=["system", "target"],
                condition=Q(state__in=["QUEUED", "RUNNING"]),
                name="one_unfinished_run",
            ),
        ]


class MiningPart(Base):
    """One step of a run over the decisions of one month: what it came to, for the next step to add up.

    `payload` is a survey or a cube, `told` what is said beside it (protected facts, reasons and examples).
    `first` is the place of its first decision among all of the run. `token` counts who took it: what a worker
    that was lost brings back late is refused. Gone once the run is over.
    """

    run = models.ForeignKey(MiningRun, models.CASCADE, db_index=False, related_name="parts")
    stage = models.CharField(max_length=10, choices=[(s.value, s.value) for s in MiningStage])
    place = models.PositiveSmallIntegerField()
    month_on = models.DateField()
    first = models.PositiveIntegerField(default=0)
    n_rows = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in MiningPartState])
    token = models.PositiveSmallIntegerField(default=0)
    taken_at = models.DateTimeField(null=True)
    took_ms = models.PositiveIntegerField(default=0)
    payload = models.BinaryField(null=True)
    told = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "stage", "place"], name="mining_part_once"),
        ]


class Pattern(AppendOnly):
    """A slice in which people overruled the AI more than elsewhere, as one run saw it.

    Figures are the discovery window's; `confirmation` holds those of the later window. `evidence` are the
    latest overrides of the slice and `counter_examples` the latest agreements, as decision ids. `reasons`
    counts the slice's overrides by core category and by reason code. `stake_minor` is what the `n_stakes` of
    its overrides whose stake is known are about, in the AI system's currency; in `n_changed` of them another
    amount was decided than suggested, `change_minor` more in all. `weeks`: by its Monday, how many decisions
    of the slice lay in a week and in how many of them the target happened.
    """

    run = models.ForeignKey(MiningRun, models.PROTECT, related_name="patterns")
    place = models.PositiveSmallIntegerField()
    conditions = models.JSONField()
    conditions_key = models.CharField(max_length=200)
    words = models.CharField(max_length=500)
    n = models.PositiveIntegerField()
    n_overridden = models.PositiveIntegerField()
    rate = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    rest_rate = models.FloatField()
    p = models.FloatField()
    q = models.FloatField()
    excess = models.FloatField()
    confirmation = models.JSONField(null=True)
    reasons = models.JSONField(default=dict)
    n_stakes = models.PositiveIntegerField(default=0)
    stake_minor = models.BigIntegerField(default=0)
    n_changed = models.PositiveIntegerField(default=0)
    change_minor = models.BigIntegerField(default=0)
    weeks = models.JSONField(default=dict)
    evidence = ArrayField(models.UUIDField())
    counter_examples = ArrayField(models.UUIDField())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "place"], name="pattern_place_once")]
