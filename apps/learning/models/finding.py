from django.db import models
from django.db.models import Q

from apps.accounts.models import Actor
from apps.core.models import AppendOnly, Base
from apps.learning.models.mining import Pattern
from apps.learning.states import FindingState, StepKind, Target
from apps.registry.models import AISystem


class Finding(Base):
    """What mining says, followed over runs until it is dismissed or a fix was measured.

    `dismissed_n` is how many overrides were its evidence when it was dismissed: it comes back when they have
    doubled. `assigned_to` works on it, until `due_on`.
    """

    system = models.ForeignKey(AISystem, models.PROTECT, related_name="findings")
    target = models.CharField(
        max_length=20, choices=[(t.value, t.value) for t in Target], default="overridden"
    )
    conditions_key = models.CharField(max_length=200)
    state = models.CharField(max_length=15, choices=[(s.value, s.value) for s in FindingState])
    version = models.PositiveIntegerField(default=1)
    first_pattern = models.ForeignKey(Pattern, models.PROTECT, related_name="+")
    last_pattern = models.ForeignKey(Pattern, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    assigned_to = models.ForeignKey(Actor, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    dismissed_n = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["system", "target", "conditions_key"],
                condition=Q(closed_at=None),
                name="one_open_finding",
            ),
        ]


class FindingTally(Base):
    """A finding's group of cases week by week, as a job counted it last; Mondays as ISO dates.

    `weeks`: Monday -> decisions of persons that nothing reversed, and the overrides among them. `known`: rows
    of (Monday, what was decided, what became known of it, how many), by whomever, of those old enough.
    """

    finding = models.OneToOneField(Finding, models.PROTECT, related_name="tally")
    computed_at = models.DateTimeField()
    weeks = models.JSONField()
    known = models.JSONField()


class FindingStep(AppendOnly):
    """What somebody did with a finding or said of it: its history and its discussion, kept for ever.

    `to` and `due_on`: of an assignment. `text`: why, or what was said; it names no case and no person.
    """

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=15, choices=[(k.value, k.value) for k in StepKind])
    state = models.CharField(max_length=15, choices=[(s.value, s.value) for s in FindingState])
    by = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.CharField(max_length=1000, blank=True)
    to = models.ForeignKey(Actor, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
