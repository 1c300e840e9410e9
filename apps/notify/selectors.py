from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from apps.accounts.models import Actor
from apps.notify.models import Notification


def unread(to: Actor) -> QuerySet[Notification]:
    """Notices a person has not seen, newest first."""
    return Notification.objects.filter(to=to, read_at=None).order_by("-at", "-id")


def latest(to: Actor, *, limit: int = 50) -> QuerySet[Notification]:
    """A person's last notices, seen or not, newest first."""
    return Notification.objects.filter(to=to).order_by("-at", "-id")[:limit]


def notices_of(to: Actor, *, only_unread: bool) -> QuerySet[Notification]:
    """A person's notices, in no order yet."""
    return unread(to).order_by() if only_unread else Notification.objects.filter(to=to)


def first_new(to: Actor, *, at_most: int = 100, besides: Iterable[str] = ()) -> QuerySet[Notification, UUID]:
    """The cases and other things with news that a person has not seen: each once, up to a limit.

    besides: kinds of notices that are left out.
    """
    things = unread(to).exclude(kind__in=besides).order_by() if besides else unread(to).order_by()
    things = things.annotate(thing=Coalesce("case_id", "about_id"))
    return things.values_list("thing", flat=True).distinct()[:at_most]


def how_many_new(to: Actor, *, besides: Iterable[str] = ()) -> int:
    """Count the cases and other things with news, by an index that holds only what nobody has seen."""
    return first_new(to, besides=besides).count()
