"""Where one stands among the open cases of an inbox while one walks through them."""

import re

from apps.flow import selectors as flow
from apps.flow.selectors import counting, neighbours
from tests import world as worlds
from tests.console.test_pages import text_of
from tests.counting import asked


def place(client, item_id):
    shown = re.search(
        r"Place among the open cases of the inbox: (\S+ of \S+)", text_of(client.get(address(item_id)))
    )
    return shown and shown[1]


def address(item_id):
    return f"/cases/{item_id}/review/"


def test_each_case_says_its_place_in_policys_order_and_walking_on_counts_up(visit, world):
    """Three kinds of order: more urgent, due sooner, and as urgent and due at once."""
    same = [worlds.arrive(world, minor=minor) for minor in (290000, 50000, 50000)]
    later = worlds.arrive(world, minor=50000, now=worlds.later(minutes=9))
    client = visit("olga")
    at = same[0].item_id
    walked = []
    while at:
        walked.append(place(client, at))
        at = flow.neighbour(item_id=at, is_next=True, to=world.olga)
    assert walked == ["1 of 4", "2 of 4", "3 of 4", "4 of 4"]
    assert place(client, later.item_id) == "4 of 4"


def test_what_one_holds_counts_with_the_open_ones_and_what_is_decided_has_no_place(visit, world):
    worlds.arrive(world, minor=50000)
    worlds.arrive(world, minor=40000)
    held = worlds.claimed(world, world.olga)
    client = visit("olga")
    assert place(client, held.id) == "1 of 3"

    worlds.decided(world, world.olga, item=held)
    assert place(client, held.id) is None


def test_above_the_limit_it_says_more_and_the_page_asks_no_more_often(visit, world, monkeypatch):
    monkeypatch.setattr(counting, "COUNT_TO", 3)
    monkeypatch.setattr(neighbours, "COUNT_TO", 3)
    monkeypatch.setattr("apps.console.pages.words.MOST_COUNTED", 2)
    items = [worlds.arrive(world) for _ in range(4)]
    client = visit("olga")
    with asked() as statements:
        client.get(address(items[0].item_id))
    assert len(statements) <= 12
    assert place(client, items[0].item_id) == "1 of 2+"
    assert place(client, items[3].item_id) == "2+ of 2+"
