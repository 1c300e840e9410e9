from django.db import models
from django.db.models import Q

from apps.accounts.models import Actor
from apps.core.models import Base
from apps.registry.models import AISystem
from apps.reviews.models.items import Decision, Inbox
from apps.reviews.states import FollowUpKind, FollowUpState


class FollowUp(Base):
    """What a decision in force promised for a date, or a second look that its outcome asks for.

    Without an owner it is the inbox's. `told_at`: when the owner was told that it is due; due it is by time.
    """

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="follow_ups")
    system = models.ForeignKey(AISystem, models.PROTECT, db_index=False, related_name="+")
    inbox = models.ForeignKey(Inbox, models.PROTECT, related_name="+")
    owner = models.ForeignKey(Actor, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in FollowUpKind])
    sealed_action = models.BinaryField(null=True)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in FollowUpState])
    version = models.PositiveIntegerField(default=1)
    told_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Actor, models.PROTECT, null=True, db_index=False, related_name="+")
    why = models.CharField(max_length=20, blank=True)
    sealed_note = models.BinaryField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "kind", "due_at"], name="follow_up_once")]
        indexes = [models.Index(fields=["due_at"], name="follow_up_due", condition=Q(state="OPEN"))]
