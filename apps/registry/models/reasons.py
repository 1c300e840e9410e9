from django.contrib.postgres.fields import ArrayField
from django.db import models

from apps.accounts.models import Actor
from apps.core.models import AppendOnly, Base
from apps.registry.models.systems import AISystem, Versioned
from apps.registry.states import CareKind, CoreCategory


class ReasonSet(Versioned):
    """The coded causes of an override that officers of one AI system choose from."""

    system = models.ForeignKey(AISystem, models.PROTECT, related_name="reason_sets")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "number"], name="reason_set_number_once"),
            models.UniqueConstraint(
                fields=["system"], condition=models.Q(ended_at=None), name="one_reason_set_in_force"
            ),
        ]


class Reason(Base):
    reason_set = models.ForeignKey(ReasonSet, models.PROTECT, related_name="reasons")
    place = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=40)
    text = models.CharField(max_length=160)
    directions = ArrayField(models.CharField(max_length=20))
    core_category = models.CharField(
        max_length=30, choices=[(c.value, c.value) for c in CoreCategory], blank=True
    )
    core_by_choice = models.JSONField(default=dict)
    input = models.JSONField(default=list)
    is_restricted = models.BooleanField(default=False)
    creates_follow_up = models.BooleanField(default=False)

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["reason_set", "code"], name="reason_code_once")]


class ReasonChange(AppendOnly):
    """A reason that was merged into another, retired, or split; `reason_set` is the version since which.

    Decisions keep the code that they named. `into`: the reason under which they are counted since (merged),
    or those that stand in its place (split).
    """

    system = models.ForeignKey(AISystem, models.PROTECT, related_name="reason_changes")
    reason_set = models.ForeignKey(ReasonSet, models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in CareKind])
    code = models.SlugField(max_length=40)
    into = ArrayField(models.SlugField(max_length=40))
    why = models.CharField(max_length=300)
    by = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["system", "code"], name="reason_changed_once")]
