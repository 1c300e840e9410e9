from django.contrib.postgres.fields import ArrayField
from django.db import models

from apps.accounts.models import Actor
from apps.core.models import AppendOnly, Base
from apps.registry.models import AISystem


class NoteGrouping(Base):
    """The notes of an AI system put together by what they say, once a local day. No note's words lie here.

    n_loose: notes that are in no group. `failure`: why nothing was put together; the next day tries again.
    """

    system = models.ForeignKey(AISystem, models.PROTECT, related_name="note_groupings")
    on = models.DateField()
    n_notes = models.PositiveIntegerField()
    n_loose = models.PositiveIntegerField()
    failure = models.CharField(max_length=200, blank=True)
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["system", "on"], name="notes_grouped_once_a_day")]


class NoteGroup(AppendOnly):
    """Notes that say alike things, by their decisions.

    Its terms are words that stand in notes about several people and are nobody's name. `same_as`: the earlier
    group that it goes on from, under which lies what people said of both.
    """

    grouping = models.ForeignKey(NoteGrouping, models.PROTECT, related_name="groups")
    place = models.PositiveSmallIntegerField()
    n = models.PositiveIntegerField()
    terms = ArrayField(models.CharField(max_length=60))
    decisions = ArrayField(models.UUIDField())
    same_as = models.ForeignKey("self", models.PROTECT, null=True, related_name="later")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["grouping", "place"], name="note_group_place_once")]


class NoteLabel(AppendOnly):
    """What a person calls a group of notes; without a text, that it is no group. The newest counts."""

    group = models.ForeignKey(NoteGroup, models.PROTECT, related_name="labels")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=80, blank=True)
    by = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "number"], name="note_label_number_once")]
