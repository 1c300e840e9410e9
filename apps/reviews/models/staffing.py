from django.contrib.postgres.fields import ArrayField
from django.db import models

from apps.accounts.models import Actor
from apps.core.models import Base
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
