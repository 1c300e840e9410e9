from django.db import models

from apps.accounts.models import Actor
from apps.core.models import AppendOnly, Base
from apps.learning.states import LookKind
from apps.registry.models import AISystem
from apps.reviews.models import Decision


class NoteDay(Base):
    """That the notes of an AI system's local day were read by the rule for strongly negative ones."""

    system = models.ForeignKey(AISystem, models.PROTECT, related_name="note_days")
    on = models.DateField()
    n_notes = models.PositiveIntegerField()
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["system", "on"], name="note_day_once")]


class SharpNote(AppendOnly):
    """That the note of a decision is strongly negative by the rule. None of its words lie here."""

    day = models.ForeignKey(NoteDay, models.PROTECT, related_name="sharp")
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="sharp_note")


class NoteLook(AppendOnly):
    """That somebody looked at a strongly negative note (its decision), or at a report of something broken."""

    system = models.ForeignKey(AISystem, models.PROTECT, related_name="note_looks")
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in LookKind])
    about_id = models.UUIDField()
    by = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "about_id"], name="note_looked_at_once")]
