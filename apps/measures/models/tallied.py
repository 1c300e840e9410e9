"""What the pages of insights add up instead of counting decisions: kept by a job, counted anew in place."""

from django.db import models

from apps.core.models import Base
from apps.registry.models import AISystem


class Tallied(Base):
    """As of when an AI system's tallies hold, over how many decisions, and its deliveries by state then.

    `known`: by later truth, rows of (kind of case, suggested, decided, what became known, how many) of those
    old enough for it. `first_at`: the oldest decision of all. `bounded`: how many decisions of the last weeks
    that the posture's limit on overrides looks at, and the overrides among them; None without such a limit.
    `arrived`: kind of case -> real cases of the last four weeks, those in none under the empty key; None
    before it was counted.
    """

    system = models.OneToOneField(AISystem, models.PROTECT, related_name="tallied")
    computed_at = models.DateTimeField()
    n = models.PositiveIntegerField()
    deliveries = models.JSONField(default=dict)
    known = models.JSONField(default=dict)
    first_at = models.DateTimeField(null=True)
    bounded = models.JSONField(null=True)
    arrived = models.JSONField(null=True)


class DecisionTally(Base):
    """How many decisions of a week are alike in all that a figure asks for; audits are in none.

    `week_on`: the Monday, by the organisation's clock. `is_old`: the case's last decision, in force and old
    enough for either value of the first later truth; only then does `fits_rule` say whether the rule to beat
    fits, and `value` what became known. `seconded`: whether a second person, or who settled it, came to the
    same; None where nobody has said.
    """

    system = models.ForeignKey(AISystem, models.PROTECT, db_index=False, related_name="+")
    week_on = models.DateField()
    segment = models.CharField(max_length=60, blank=True)
    model_version = models.CharField(max_length=80, blank=True)
    direction = models.CharField(max_length=20)
    reason = models.CharField(max_length=40, blank=True)
    recommended = models.CharField(max_length=40)
    decided = models.CharField(max_length=40)
    by_person = models.BooleanField()
    is_override = models.BooleanField()
    view_asked = models.BooleanField()
    viewed = models.CharField(max_length=40, blank=True)
    is_old = models.BooleanField()
    fits_rule = models.BooleanField()
    value = models.BooleanField(null=True)
    seconded = models.BooleanField(null=True)
    n = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["system", "week_on"], name="tally_of_week")]


class SignalTally(Base):
    """How many signs of work of one kind, with one code, a week had."""

    system = models.ForeignKey(AISystem, models.PROTECT, db_index=False, related_name="+")
    week_on = models.DateField()
    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=40, blank=True)
    n = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["system", "week_on"], name="signals_of_week")]
