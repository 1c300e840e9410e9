from datetime import datetime
from uuid import UUID

from apps.accounts.models import Actor
from apps.core import refusals, transactions
from apps.notify.models import Notification


def tell(*, to_actor_id: UUID, kind: str, about_id: UUID, case_id: UUID | None, now: datetime) -> None:
    """Leave a notice for a person, inside the caller's transaction; once per person, kind and thing."""
    transactions.require()
    notice = Notification(to_id=to_actor_id, kind=kind, about_id=about_id, case_id=case_id, at=now)
    Notification.objects.bulk_create([notice], ignore_conflicts=True)


def tell_anew(
    *, to_actor_id: UUID, kind: str, about_id: UUID, case_id: UUID | None = None, now: datetime
) -> None:
    """Leave a notice of what happens to one thing again and again: new each time, and there once."""
    transactions.require()
    notice = Notification(to_id=to_actor_id, kind=kind, about_id=about_id, case_id=case_id, at=now)
    Notification.objects.bulk_create(
        [notice],
        update_conflicts=True,
        unique_fields=["to", "kind", "about_id"],
        update_fields=["at", "read_at"],
    )


def mark_read(*, notification_id: UUID, by: Actor, now: datetime) -> None:
    """Note that a person has seen a notice of theirs; the first time counts.

    Raises: refusals.NotVisible.
    """
    with transactions.verb():
        own = Notification.objects.filter(id=notification_id, to=by)
        if not own.exists():
            raise refusals.NotVisible
        own.filter(read_at=None).update(read_at=now)


def mark_all_read(*, by: Actor, now: datetime) -> int:
    """Note that a person has seen all notices up to now; returns how many were new."""
    with transactions.verb():
        return Notification.objects.filter(to=by, read_at=None, at__lte=now).update(read_at=now)
