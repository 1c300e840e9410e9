from django.db import models

from apps.accounts.models import Actor
from apps.core.models import AppendOnly
from apps.reviews.models.items import Decision


class LearningNote(AppendOnly):
    """What whoever resolved an escalation wrote to somebody who had sent the case up; no judgement."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="learning_notes")
    to = models.ForeignKey(Actor, models.PROTECT, db_index=False, related_name="+")
    by = models.ForeignKey(Actor, models.PROTECT, db_index=False, related_name="+")
    at = models.DateTimeField()
    sealed_text = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "to"], name="learning_note_once"),
            models.CheckConstraint(
                condition=~models.Q(to=models.F("by")), name="nobody_writes_to_themselves"
            ),
        ]
        indexes = [models.Index(fields=["to", "-at"], name="learning_note_to")]
