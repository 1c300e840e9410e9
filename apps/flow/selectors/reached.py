"""What reached somebody from below and waits for their word: undecided cases, and decisions held for them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, QuerySet

from apps.accounts.models import Actor
from apps.reviews.access import approving as who_may
from apps.reviews.models import Approval, Escalation


@dataclass(frozen=True, slots=True)
class Waits:
    """So many that wait, and since when the oldest of them."""

    n: int
    since: datetime | None


def held_for(*, to: Actor, now: datetime) -> Waits:
    """Count the decisions that are held until somebody says whether they hold."""
    return _count(who_may.approvals_for(to, now=now))


def climbed_to_owner(*, to: Actor) -> Waits:
    """Count the undecided cases that climbed to the accountable owner, the last level."""
    return _count(Escalation.objects.filter(to_owner=True, closed_at=None, item__system__owner__actor=to))


def _count(rows: QuerySet[Approval] | QuerySet[Escalation]) -> Waits:
    found = rows.aggregate(n=Count("id"), since=Min("raised_at"))
    return Waits(found["n"], found["since"])
