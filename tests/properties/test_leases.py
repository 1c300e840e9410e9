"""P4 and P3: pauses longer than the lease, lost leases, stale versions; never a double decision, never a lost one."""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from apps.core.refusals import Refusal
from apps.flow import services as flow
from apps.reviews import services as reviews
from apps.reviews.models import Claim, Decision, ReviewItem
from tests.world import APPROVE, World, arrive_all, later, override, recommendation

N_ITEMS = 60
REFUSED = {"held_by_another", "claim_expired", "already_closed", "not_held", "stale"}


def work(name: str, seed: int) -> Counter:
    """One reviewer with a clock of their own, who often pauses longer than the lease and then writes anyway."""
    world, dice, told = World(), random.Random(seed), Counter()
    now = later(seconds=seed)
    who = getattr(world, name)
    try:
        while True:
            item = reviews.claim_next(inbox_slug="triage-officers", by=who, now=now)
            if item is None:
                if not ReviewItem.objects.filter(state__in=["OPEN", "CLAIMED"]).exists():
                    return told
                now += timedelta(minutes=6)
                reviews.release_expired_claims(now=now)
                continue
            now += timedelta(minutes=dice.choice([1, 2, 14, 16, 40]))
            try:
                flow.decide(
                    item_id=item.id, answer=dice.choice([APPROVE, override()]), version=item.version, token=item.token, by=who, now=now
                )  # fmt: skip
                told["decided"] += 1
            except Refusal as refusal:
                told[refusal.code] += 1
    finally:
        connections.close_all()


@pytest.mark.usefixtures("committed")
def test_nothing_is_decided_twice_and_nothing_is_lost(world):
    arrive_all(world, [recommendation() for _ in range(N_ITEMS)])

    with ThreadPoolExecutor(4) as pool:
        parts = list(pool.map(work, ["olga", "ben", "priya", "olga"], range(4)))

    told = sum(parts, Counter())
    assert told["decided"] == Decision.objects.count() == N_ITEMS
    assert set(Decision.objects.values_list("item_id", flat=True)) == set(
        ReviewItem.objects.filter(state="DECIDED").values_list("id", flat=True)
    )
    assert told.keys() <= REFUSED | {"decided"}
    assert told["claim_expired"] > 0
    assert Claim.objects.filter(ended_at=None).count() == 0
