from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from apps.accounts.models import Actor
from apps.core.models import Base
from apps.registry.models import AISystem
from apps.reviews.models.items import Inbox


def every_day() -> list[int]:
    """Return all days of a week, Monday 0."""
    return list(range(7))


class Capacity(Base):
    """How many cases of an inbox a person takes on a working day; `per_day` null: not counted.

    weekdays: on which days of the week they are on for it, Monday 0; all of them where nobody said.
    """

    inbox = models.ForeignKey(Inbox, models.PROTECT, db_index=False, related_name="capacities")
    person = models.ForeignKey(Actor, models.PROTECT, db_index=False, related_name="+")
    per_day = models.PositiveIntegerField(null=True)
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=every_day)
    version = models.PositiveIntegerField(default=1)
    set_by = models.ForeignKey(Actor, models.PROTECT, db_index=False, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["inbox", "person"], name="one_capacity_per_person")]


class RotaDay(Base):
    """That a person is on, or not, for an inbox on one day, whatever day of the week it is."""

    inbox = models.ForeignKey(Inbox, models.PROTECT, db_index=False, related_name="rota_days")
    person = models.ForeignKey(Actor, models.PROTECT, db_index=False, related_name="+")
    day_on = models.DateField()
    is_working = models.BooleanField()
    set_by = models.ForeignKey(Actor, models.PROTECT, db_index=False, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inbox", "person", "day_on"], name="one_rota_day_per_person")
        ]


class Skill(Base):
    """What cases of an inbox can ask of whoever takes them, in the words of who looks after it."""

    inbox = models.ForeignKey(Inbox, models.PROTECT, db_index=False, related_name="skills")
    name = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint("inbox", Lower("name"), name="skill_once")]


class SkillAsked(Base):
    """That the cases of a segment ask for a skill in an inbox; one skill for each segment."""

    inbox = models.ForeignKey(Inbox, models.PROTECT, db_index=False, related_name="+")
    system = models.ForeignKey(AISystem, models.PROTECT, db_index=False, related_name="+")
    segment = models.SlugField(max_length=60, db_index=False)
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="asked")
    set_by = models.ForeignKey(Actor, models.PROTECT, db_index=False, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inbox", "system", "segment"], name="one_skill_per_segment")
        ]


class SkillTerm(Base):
    """From when until when a person has a skill, with the words of who said so."""

    skill = models.ForeignKey(Skill, models.PROTECT, db_index=False, related_name="terms")
    person = models.ForeignKey(Actor, models.PROTECT, db_index=False, related_name="+")
    given_by = models.ForeignKey(Actor, models.PROTECT, db_index=False, related_name="+")
    given_at = models.DateTimeField()
    why = models.CharField(max_length=300)
    ended_by = models.ForeignKey(Actor, models.PROTECT, null=True, db_index=False, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["skill", "person"], condition=models.Q(ended_at=None), name="skill_held_once"
            )
        ]
