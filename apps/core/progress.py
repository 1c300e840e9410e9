"""How far long work is, written in the same transaction as the work: what is counted has happened, once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, F, Max, Q, Sum

from apps.core import transactions
from apps.core.models import Progress

STANDS = timedelta(days=1)  # after so long without a step nobody waits for it
PAST = "history:"  # the kind of what `manage.py import_history` does


@dataclass(frozen=True, slots=True)
class Far:
    """So many of so many, as of `at`; 0 of 0 while the work is only announced."""

    done: int
    total: int
    at: datetime | None = field(default=None, compare=False)


def announce(*, kind: str, now: datetime) -> None:
    """Note that work of a kind is coming whose size nobody knows yet; nothing where some of it has begun."""
    transactions.require()
    if not Progress.objects.filter(key__startswith=kind).exists():
        Progress.objects.create(key=kind, total=1, updated_at=now)


def begin(*, kind: str, totals: Mapping[str, int], now: datetime) -> dict[str, Progress]:
    """Note that works of a kind begin, by key; returns how far each had come before."""
    transactions.require()
    Progress.objects.filter(key=kind).delete()
    return {
        key: Progress.objects.get_or_create(key=key, defaults={"total": total, "updated_at": now})[0]
        for key, total in totals.items()
    }


def advance(*, key: str, place: int, by: int, now: datetime) -> None:
    """Note that the work up to `place` is done, and how many more count as done."""
    transactions.require()
    Progress.objects.filter(key=key).update(place=place, done=F("done") + by, updated_at=now)


def unfinished(*, kind: str) -> Far | None:
    """Return how far all work of a kind is together; None when all of it is done."""
    sums = Progress.objects.filter(key__startswith=kind).aggregate(
        announced=Count("key", filter=Q(key=kind)), done=Sum("done"), total=Sum("total"), at=Max("updated_at")
    )
    if sums["announced"]:
        return Far(0, 0, sums["at"])
    done, total = sums["done"] or 0, sums["total"] or 0
    return Far(done, total, sums["at"]) if done < total else None


def is_coming(*, kind: str, now: datetime) -> bool:
    """Say whether work of a kind is announced or under way; not when it has stood still for a day."""
    far = unfinished(kind=kind)
    return far is not None and (far.at is None or now - far.at < STANDS)
