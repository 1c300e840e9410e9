from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from apps.core.models import AppendOnly, Base
from apps.learning.states import FindingState, MiningRunState
from apps.registry.models import AISystem


class MiningRun(Base):
    """One pass of the miner over an AI system's decisions; says what it looked at and could have found."""

    system = models.ForeignKey(AISystem, models.PROTECT, related_name="mining_runs")
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in MiningRunState])
    period_on = models.DateField()
    queued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    n_decisions = models.PositiveIntegerField(default=0)
    n_overrides = models.PositiveIntegerField(default=0)
    n_cells = models.PositiveIntegerField(default=0)
    n_tests = models.PositiveIntegerField(default=0)
    smallest_effect = models.FloatField(null=True)
    parameters = models.JSONField(default=dict)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "period_on"], name="one_run_per_period"),
        ]


class Pattern(AppendOnly):
    """A slice in which people overruled the AI more than elsewhere, as one run saw it."""

    run = models.ForeignKey(MiningRun, models.PROTECT, related_name="patterns")
    place = models.PositiveSmallIntegerField()
    conditions = models.JSONField()
    conditions_key = models.CharField(max_length=200)
    words = models.CharField(max_length=300)
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
    evidence = ArrayField(models.UUIDField())
    counter_examples = ArrayField(models.UUIDField())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "place"], name="pattern_place_once")]


class Finding(Base):
    """What mining says, followed over runs until it is dismissed or a fix was measured."""

    system = models.ForeignKey(AISystem, models.PROTECT, related_name="findings")
    conditions_key = models.CharField(max_length=200)
    state = models.CharField(max_length=15, choices=[(s.value, s.value) for s in FindingState])
    version = models.PositiveIntegerField(default=1)
    first_pattern = models.ForeignKey(Pattern, models.PROTECT, related_name="+")
    last_pattern = models.ForeignKey(Pattern, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["system", "conditions_key"], condition=Q(closed_at=None), name="one_open_finding"
            ),
        ]
