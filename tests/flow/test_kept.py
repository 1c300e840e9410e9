"""The share of promises that were kept on their day, of each inbox; nobody is named."""

import pytest

from apps.flow import services as flow
from apps.flow.selectors import kept
from apps.reviews.models import FollowUp
from tests.flow.test_follow_ups import COVER
from tests.world import arrive, claimed, decided, later, release


@pytest.fixture
def promised(world):
    """Six promises of Olga's inbox for the 27th."""
    for _ in range(6):
        decided(
            world,
            world.olga,
            COVER,
            item=claimed(world, world.olga, received=arrive(world, outcome="standard")),
        )
    release(world)
    return list(FollowUp.objects.filter(kind="PROMISE").order_by("id"))


def closed(world, one, *, is_kept=True, **when):
    return flow.close_follow_up(
        follow_up_id=one.id,
        kept=is_kept,
        why="" if is_kept else "no_time",
        note="Called.",
        version=one.version,
        by=world.olga,
        now=later(**when),
    )


def test_it_counts_what_was_kept_on_its_day_of_all_whose_day_is_over(world, promised):
    closed(world, promised[0], days=1)  # before its day
    closed(world, promised[1], days=7, hours=6)  # on it
    closed(world, promised[2], days=8, hours=20)  # a day later
    closed(world, promised[3], is_kept=False, days=7, hours=7)
    FollowUp.objects.filter(id=promised[4].id).update(state="DROPPED", closed_at=later(days=2))

    assert kept.kept_promises(to=world.sam, now=later(days=6)) == [], "their day has not come"
    [row] = kept.kept_promises(to=world.sam, now=later(days=9))

    assert (row.slug, row.share.n) == ("triage-officers", 5), "what fell away does not count"
    assert (row.n_kept, row.n_late, row.n_not_kept, row.n_open) == (2, 1, 1, 1)
    assert row.share.value == 0.4
    assert 0 < row.share.low < 0.4 < row.share.high < 1


def test_only_whoever_supervises_the_inbox_reads_it_and_after_90_days_it_is_past(world, promised):
    assert kept.kept_promises(to=world.olga, now=later(days=9)) == []
    assert kept.kept_promises(to=world.sam, now=later(days=9))[0].share.value == 0
    assert kept.kept_promises(to=world.sam, now=later(days=120)) == []
