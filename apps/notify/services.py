from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import F

from apps.accounts.models import Actor
from apps.core import ids, refusals, transactions
from apps.notify.models import Digest, Notification

GIVEN_UP_AFTER = 5  # a mail that was taken so often without being sent
TAKEN_AGAIN_AFTER = timedelta(minutes=15)
WORTH_SENDING = timedelta(hours=12)  # a digest of this morning is not sent at night


def tell(*, to_actor_id: UUID, kind: str, about_id: UUID, case_id: UUID | None, now: datetime) -> None:
    """Leave a notice for a person, inside the caller's transaction; once per person, kind and thing."""
    transactions.require()
    notice = Notification(to_id=to_actor_id, kind=kind, about_id=about_id, case_id=case_id, at=now)
    Notification.objects.bulk_create([notice], ignore_conflicts=True)


class Notice(NamedTuple):
    """A notice to leave: to whom, of what kind, about which thing of which case."""

    to_actor_id: UUID
    kind: str
    about_id: UUID
    case_id: UUID | None


def tell_many(notices: Sequence[Notice], *, now: datetime) -> None:
    """Leave many notices, inside the caller's transaction; each once, as `tell`."""
    transactions.require()
    rows = [
        Notification(to_id=one.to_actor_id, kind=one.kind, about_id=one.about_id, case_id=one.case_id, at=now)
        for one in notices
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)


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


def take_digest(*, to: Actor, kind: str, period: str, now: datetime) -> Digest | None:
    """Take a mail to send, inside the caller's transaction; None when somebody took it already."""
    transactions.require()
    mine = Digest(id=ids.new(), to=to, kind=kind, period=period, taken_at=now)
    Digest.objects.bulk_create([mine], ignore_conflicts=True)
    return Digest.objects.filter(id=mine.id).first()


def retake_digests(*, now: datetime, limit: int) -> list[Digest]:
    """Take again, inside the caller's transaction, the mails that were taken and are not sent."""
    transactions.require()
    unsent = Digest.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        sent_at=None,
        is_needless=False,
        taken_at__lte=now - TAKEN_AGAIN_AFTER,
        taken_at__gt=now - WORTH_SENDING,
        n_taken__lt=GIVEN_UP_AFTER,
    )
    found = list(unsent.order_by("taken_at", "id")[:limit])
    Digest.objects.filter(id__in=[one.id for one in found]).update(taken_at=now, n_taken=F("n_taken") + 1)
    return found


def digest_needless(*, digest_id: UUID) -> None:
    """Note, inside the caller's transaction, that nothing was due, so nothing is sent."""
    transactions.require()
    Digest.objects.filter(id=digest_id).update(is_needless=True)


def digest_sent(*, digest_id: UUID, now: datetime) -> None:
    """Note that a mail was sent; the first time counts."""
    with transactions.verb():
        Digest.objects.filter(id=digest_id, sent_at=None).update(sent_at=now)
