"""Start reviewing: what one holds comes first, then the next of the inbox."""

import pytest

from apps.reviews import services as reviews
from apps.reviews.models import Claim
from tests.world import arrive, claimed, code, later


def start(world, who, now=None):
    return reviews.start(inbox_slug="triage-officers", by=who, now=now or later(minutes=1))


def test_what_one_holds_already_comes_first_and_nothing_more_is_taken(world):
    held = claimed(world, world.olga, minor=50000)
    claimed(world, world.olga, now=later(seconds=30))
    arrive(world, minor=290000)

    assert start(world, world.olga).id == held.id
    assert Claim.objects.count() == 2


def test_without_one_the_next_is_taken(world):
    claimed(world, world.ben)
    next_one = arrive(world)

    assert start(world, world.olga).id == next_one.item_id


def test_a_hold_that_ended_holds_nothing_up(world):
    claimed(world, world.olga, minor=50000)
    dear = arrive(world, minor=290000)

    assert start(world, world.olga, now=later(minutes=16)).id == dear.item_id


@pytest.mark.parametrize(("who", "refused"), [("sam", "cannot_work_inbox"), ("lena", "not_found")])
def test_only_those_who_work_the_inbox(world, who, refused):
    arrive(world)

    assert code(start, world, getattr(world, who)) == refused
