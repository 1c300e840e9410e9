"""How long items stay in inboxes: a row per stay that ended, and what lay there as a day ended."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from apps.core.models import Base
from apps.reviews.models.items import Inbox, ReviewItem


class ItemStay(models.Model):
    """One stay of an item in an inbox, written by the database itself as the item leaves (docs/adr/0053).

    `due_at` is when it was due as it left; `how`: MOVED to another inbox, or the state in which it closed. An
    item that is still there has none yet: it came at `entered_at`, or when it was opened.
    """

    id = models.BigAutoField(primary_key=True)
    item = models.ForeignKey(ReviewItem, models.PROTECT, related_name="stays")
    inbox = models.ForeignKey(Inbox, models.PROTECT, db_index=False, related_name="+")
    entered_at = models.DateTimeField()
    left_at = models.DateTimeField()
    due_at = models.DateTimeField()
    how = models.CharField(max_length=12)

    class Meta:
        indexes = [models.Index(fields=["inbox", "left_at"], name="stay_of_inbox")]

    def __str__(self) -> str:
        return f"stay of {self.item_id}"


class InboxDay(Base):
    """What lay in an inbox as a day ended where its organisation is, and what came and went on that day.

    bands: of `n_open`, by how long the case had waited, the shortest first; they add up to it.
    n_in_time: of what people finished or passed on, `n_done`, what left before it was due.
    """

    inbox = models.ForeignKey(Inbox, models.PROTECT, db_index=False, related_name="days")
    day_on = models.DateField()
    n_open = models.PositiveIntegerField()
    n_late = models.PositiveIntegerField()
    bands = ArrayField(models.PositiveIntegerField())
    oldest_at = models.DateTimeField(null=True)
    n_entered = models.PositiveIntegerField()
    n_done = models.PositiveIntegerField()
    n_in_time = models.PositiveIntegerField()
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["inbox", "day_on"], name="one_day_of_inbox")]
