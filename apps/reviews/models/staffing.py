from django.db import models

from apps.accounts.models import Actor
from apps.core.models import Base
from apps.reviews.models.items import Inbox


class Capacity(Base):
    """How many cases of an inbox a person takes on a working day; `per_day` null: not counted."""

    inbox = models.ForeignKey(Inbox, models.PROTECT, db_index=False, related_name="capacities")
    person = models.ForeignKey(Actor, models.PROTECT, db_index=False, related_name="+")
    per_day = models.PositiveIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)
    set_by = models.ForeignKey(Actor, models.PROTECT, db_index=False, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["inbox", "person"], name="one_capacity_per_person")]
