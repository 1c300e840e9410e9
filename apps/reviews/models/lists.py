from django.db import models
from django.db.models import Q

from apps.accounts.models import Actor
from apps.core.models import Base
from apps.reviews.models.items import Inbox


class SavedView(Base):
    """A list of an inbox as a person wants to see it again, under a name of their own.

    `asked`: what its address says, which is what is shared: view, order and filters, and no fact of a case.
    """

    by = models.ForeignKey(Actor, models.CASCADE, related_name="saved_views")
    inbox = models.ForeignKey(Inbox, models.CASCADE, db_index=False, related_name="saved_views")
    name = models.CharField(max_length=40)
    asked = models.JSONField()
    is_default = models.BooleanField(default=False)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inbox", "by", "name"], name="saved_view_name_once"),
            models.UniqueConstraint(
                fields=["inbox", "by"], condition=Q(is_default=True), name="one_default_view"
            ),
        ]
