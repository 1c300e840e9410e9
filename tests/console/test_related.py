"""Beside a case: other cases of the same person and what people decided there, as far as one may see and know it."""

import pytest

from apps.flow import selectors
from apps.reviews.models import ReviewItem
from tests import world as worlds
from tests.console.test_pages import text_of
from tests.viewing import asking
from tests.world import later

PERSON = {"ref": "P-1", "name": "Jo Example"}


def arrived(world, **changes):
    return ReviewItem.objects.get(id=worlds.arrive(world, subject=PERSON, **changes).item_id)


def decided(world, who, answer=worlds.APPROVE, **changes):
    item = arrived(world, **changes)
    item = worlds.reviews.claim(item_id=item.id, by=who, now=world.now)
    return worlds.decided(world, who, answer, item=item)


def related(world, item, who="olga"):
    return selectors.review_page(item_id=item.id, to=getattr(world, who), now=later(minutes=2)).related


def test_earlier_decisions_on_the_same_person_are_told_with_who_and_why(world, visit):
    first = decided(world, world.olga, worlds.override())
    worlds.release(world)
    other = decided(world, world.ben)
    arrived(world)
    item = arrived(world)
    worlds.arrive(world)  # of somebody else

    rows = related(world, item)
    text = text_of(visit("olga").get(f"/cases/{item.id}/review/"))

    assert [(one.is_open, one.earlier and one.earlier.by) for one in rows] == [
        (True, None), (False, world.ben.name), (False, world.olga.name),
    ]  # fmt: skip
    assert (rows[1].earlier.agreed, rows[1].earlier.is_in_force) == (True, False)
    assert (rows[2].case_ref, rows[2].earlier.agreed, rows[2].earlier.is_in_force) == (
        first.case.case_ref, False, True,
    )  # fmt: skip
    assert "Same facts, but I expect a different time off work" in text
    assert other.case.case_ref in text


def test_only_what_one_may_see_is_told(world):
    climbs = {"minor": 900000}  # to the supervisors, and never was in the officers' inbox
    hidden, item = arrived(world, **climbs), arrived(world)

    assert related(world, item) == ()
    assert [one.case_ref for one in related(world, item, "sam")] == [hidden.case.case_ref]


@pytest.mark.parametrize("is_same", [True, False])
def test_before_ones_own_view_nothing_is_told_that_gives_the_suggestion_away(world, visit, is_same):
    case = {"ref": "WC-77", "kind": "REAL"}
    decided(world, world.ben, worlds.override(), case=case if is_same else {"ref": "WC-78", "kind": "REAL"})
    worlds.release(world)
    item = arrived(world, case=case)
    asking(item.id)

    (row,) = related(world, item)
    text = text_of(visit("olga").get(f"/cases/{item.id}/review/"))

    assert row.is_same_case is is_same
    assert (row.earlier is None) is is_same
    if row.earlier:
        assert (row.earlier.agreed, row.earlier.reason, row.earlier.outcome) == (
            None,
            "",
            "Standard lost-time",
        )
    assert "otherwise than the AI" not in text
    assert "Same facts, but I expect" not in text


def test_a_case_that_asks_the_reader_for_a_view_tells_nothing_of_itself_elsewhere(world):
    case = {"ref": "WC-79", "kind": "REAL"}
    decided(world, world.ben, case=case)
    worlds.release(world)
    asking(arrived(world, case=case).id)
    item = arrived(world)

    assert [one.earlier for one in related(world, item)] == [None, None]


class TestNextAndPrevious:
    def test_go_through_the_inbox_in_its_order_and_keep_what_was_typed(self, world, visit):
        low, high, middle = (arrived(world, minor=minor) for minor in (1000, 140000, 60000))
        held = worlds.reviews.claim(item_id=middle.id, by=world.olga, now=world.now)
        client = visit("olga")

        def gone(item, way):
            body = {"act": "override", "note": "Hm.", "item": str(item.id)}
            return client.post(f"/cases/{item.id}/{way}/", body)["Location"]

        assert gone(held, "next") == f"/cases/{low.id}/review/"
        assert gone(held, "previous") == f"/cases/{high.id}/review/"
        assert gone(high, "previous") == f"/cases/{high.id}/review/"
        assert gone(low, "next") == f"/cases/{low.id}/review/"
        page = client.get(f"/cases/{middle.id}/review/")
        assert page.context["form"].note == "Hm."
        assert "No open case comes after this one" in text_of(page)

    def test_have_their_keys(self, world, visit):
        item = arrived(world)

        text = visit("olga").get(f"/cases/{item.id}/review/").content.decode()

        assert 'aria-keyshortcuts="["' in text
        assert 'aria-keyshortcuts="]"' in text
