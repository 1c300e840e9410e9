from django.db import models

from apps.accounts.models import Actor
from apps.core.models import Base


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
