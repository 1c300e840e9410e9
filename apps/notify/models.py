from django.db import models

from apps.accounts.models import Actor
from apps.core.models import Base

DAILY, URGENT, WEEKLY = "daily", "urgent", "weekly"


class Digest(Base):
    """That somebody is mailed what is due: one row a person and day, newest urgent notice, or week.

    It holds no word of the mail. Whoever makes the row sends it; without `sent_at` it is taken again, unless
    nothing was due (`is_needless`).
    """

    to = models.ForeignKey(Actor, models.PROTECT, related_name="digests")
    kind = models.CharField(max_length=10, choices=[(k, k) for k in (DAILY, URGENT, WEEKLY)])
    period = models.CharField(max_length=40)
    taken_at = models.DateTimeField()
    n_taken = models.PositiveSmallIntegerField(default=1)
    sent_at = models.DateTimeField(null=True)
    is_needless = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["to", "kind", "period"], name="digest_once")]
        indexes = [
            models.Index(
                fields=["taken_at"],
                name="digest_unsent",
                condition=models.Q(sent_at=None, is_needless=False),
            )
        ]


class Notification(Base):
    """Something a person should know. Holds codes and ids; its words are made when it is shown."""

    to = models.ForeignKey(Actor, models.PROTECT, related_name="notifications")
    kind = models.CharField(max_length=40)
    case_id = models.UUIDField(null=True)
    about_id = models.UUIDField()
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["to", "kind", "about_id"], name="told_once")]
        indexes = [
            models.Index(fields=["to", "-at"], name="notification_to"),
            models.Index(fields=["to"], name="notification_new", condition=models.Q(read_at=None)),
        ]
