"""How far long work is, written in the same transaction as the work: what is counted has happened, once."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Sum

from apps.core import transactions
from apps.core.models import Progress


@dataclass(frozen=True, slots=True)
class Far:
    """So many of so many."""

    done: int
    total: int


def begin(*, key: str, total: int, now: datetime) -> Progress:
    """Note that work begins, or return how far it had come before."""
    transactions.require()
    row, _ = Progress.objects.get_or_create(key=key, defaults={"total": total, "updated_at": now})
    return row


def advance(*, key: str, place: int, by: int, now: datetime) -> None:
    """Note that the work up to `place` is done, and how many more count as done."""
    transactions.require()
    Progress.objects.filter(key=key).update(place=place, done=F("done") + by, updated_at=now)


def unfinished(*, start: str) -> Far | None:
    """Return how far all work together is whose key starts like this; None when all of it is done."""
    sums = Progress.objects.filter(key__startswith=start).aggregate(done=Sum("done"), total=Sum("total"))
    done, total = sums["done"] or 0, sums["total"] or 0
    return Far(done, total) if done < total else None
