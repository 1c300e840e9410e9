"""The scheduler stood still for two hours: each item that is due fires once, in order, its lateness is recorded.

`bin/prove ladder` lets 5,000 fall due and times it; two schedulers find them at the same moment.
"""

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from django.db import connections

from apps.audit.models import Entry
from apps.flow import services as flow
from apps.measures.models import WorkSignal
from apps.reviews.models import Escalation, ReviewItem
from tests.effort import LONG
from tests.world import arrive_all, later, recommendation

MANY, PIECE = (5_000, 250) if LONG else (60, 10)
STOPPED_MINUTES = 120
MOST_SECONDS = 30
SCHEDULERS = 2


def drained(_scheduler: int) -> int:
    """Do as the task does: ask until nothing more is due."""
    now, total = later(hours=48, minutes=STOPPED_MINUTES), 0
    try:
        while found := flow.escalate_overdue(now=now, **({} if LONG else {"limit": 29})):
            total += found
        return total
    finally:
        connections.close_all()


def is_rising(lates) -> bool:
    return all(first >= second for first, second in pairwise(lates))


@pytest.mark.usefixtures("committed")
def test_each_fires_once_in_order_with_its_lateness(world):
    n_pieces = MANY // PIECE
    for n in range(n_pieces):
        arrive_all(
            world, [recommendation() for _ in range(PIECE)], now=later(minutes=STOPPED_MINUTES * n / n_pieces)
        )
    begun = time.monotonic()
    with ThreadPoolExecutor(SCHEDULERS) as pool:
        fired = sum(pool.map(drained, range(SCHEDULERS)))
    took = time.monotonic() - begun

    by_transaction: dict[int, list[int]] = {}
    rows = Entry.objects.filter(verb="item.escalated").order_by("xid", "id")
    for xid, body in rows.values_list("xid", "body"):
        by_transaction.setdefault(xid, []).append(late_of(body))
    lates = sorted(Escalation.objects.values_list("late_seconds", flat=True))

    assert fired == MANY
    assert Escalation.objects.values("item").distinct().count() == len(lates) == MANY
    assert ReviewItem.objects.filter(inbox=world.supervisors, urgency_due=30).count() == MANY
    assert lates == sorted(
        [round(60 * STOPPED_MINUTES * (1 - n / n_pieces)) for n in range(n_pieces)] * PIECE
    )
    assert all(is_rising(late) for late in by_transaction.values()), "the longest due first"
    assert WorkSignal.objects.filter(kind="climbed_late").count() == MANY - n_on_time(lates)
    assert took < MOST_SECONDS
    sys.stdout.write(
        f"ladder: {MANY} due after {STOPPED_MINUTES} min without a scheduler, {SCHEDULERS} schedulers: each once, in "
        f"order, latest {lates[-1]} s late, drained in {took:.1f} s\n"
    )


def n_on_time(lates) -> int:
    return sum(1 for late in lates if late < 300)


def late_of(body) -> int:
    return json.loads(bytes(body))["data"]["late_seconds"]
