"""What every verb on an item begins with: its row locked, seen by whoever may see it."""

import pytest

from apps.accounts import access
from apps.core import refusals, transactions
from apps.reviews.services import moving
from tests import world as worlds


@pytest.fixture
def item_id(world):
    return worlds.arrive(world).item_id


@pytest.mark.parametrize(("who", "statements"), [("olga", 2), ("owen", 2), ("audrey", 3)])
def test_locking_asks_for_the_grants_the_row_and_seldom_more(
    world, item_id, who, statements, django_assert_max_num_queries
):
    actor = getattr(world, who)
    access.forget(actor)
    with transactions.verb(), django_assert_max_num_queries(statements):
        item = moving.lock(item_id=item_id, by=actor)
        assert item.case.subject_id
        assert item.system.undo_seconds


@pytest.mark.parametrize("who", ["lena", "adam"])
def test_what_one_may_not_see_is_not_there(world, item_id, who):
    with transactions.verb(), pytest.raises(refusals.NotVisible):
        moving.lock(item_id=item_id, by=getattr(world, who))
