from django.db import models
from django.db.models import F, Q

from apps.accounts.models import Actor
from apps.core.models import Base
from apps.registry.models import AISystem
from apps.reviews.models.items import Decision, Inbox
from apps.reviews.states import RequestResult


class ReversalRequest(Base):
    """Whoever decided asks, after the undo time, that their decision be reversed; a supervisor answers.

    `inbox`: whose supervisors answer. `reversal`: the compensating decision. Who asked never answers.
    """

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="reversal_requests")
    system = models.ForeignKey(AISystem, models.PROTECT, db_index=False, related_name="+")
    inbox = models.ForeignKey(Inbox, models.PROTECT, db_index=False, related_name="+")
    asked_by = models.ForeignKey(Actor, models.PROTECT, db_index=False, related_name="+")
    asked_at = models.DateTimeField()
    sealed_why = models.BinaryField()
    version = models.PositiveIntegerField(default=1)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Actor, models.PROTECT, null=True, db_index=False, related_name="+")
    result = models.CharField(max_length=10, choices=[(r.value, r.value) for r in RequestResult], blank=True)
    sealed_answer = models.BinaryField(null=True)
    reversal = models.OneToOneField(Decision, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["decision"], condition=Q(closed_at=None), name="one_open_reversal_request"
            ),
            models.CheckConstraint(
                condition=~Q(result__in=["REVERSED", "DECLINED"]) | ~Q(closed_by=F("asked_by")),
                name="asker_never_answers",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, result="") | Q(closed_at__isnull=False) & ~Q(result=""),
                name="request_ends_somehow",
            ),
        ]
        indexes = [
            models.Index(
                fields=["inbox", "asked_at"], name="reversal_request_open", condition=Q(closed_at=None)
            ),
        ]
