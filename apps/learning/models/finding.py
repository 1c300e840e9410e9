from django.db import models
from django.db.models import Q

from apps.core.models import Base
from apps.learning.models.mining import Pattern
from apps.learning.states import FindingState
from apps.registry.models import AISystem


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
