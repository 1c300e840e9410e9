from django.db.models import QuerySet

from apps.accounts.models import Actor
from apps.notify.models import Notification


def unread(to: Actor) -> QuerySet[Notification]:
    """Notices a person has not seen, newest first."""
    return Notification.objects.filter(to=to, read_at=None).order_by("-at", "-id")


def latest(to: Actor, *, limit: int = 50) -> QuerySet[Notification]:
    """A person's last notices, seen or not, newest first."""
    return Notification.objects.filter(to=to).order_by("-at", "-id")[:limit]
