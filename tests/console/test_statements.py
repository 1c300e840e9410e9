"""A page asks the database as often for many cases as for few."""

import pytest

from tests import world as worlds
from tests.counting import asked

MOST_OF_AN_INBOX = 10


def statements(client, path):
    with asked() as found:
        assert client.get(path).status_code == 200
    return len(found)


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("olga", "/"),
        ("sam", "/"),
        ("ana", "/"),
        ("olga", "/inboxes/triage-officers/"),
        ("olga", "/decisions/"),
        ("audrey", "/"),
    ],
)
def test_more_cases_ask_no_more(visit, world, who, path):
    def cases(n):
        for _ in range(n):
            worlds.arrive(world)
            worlds.claimed(world, world.olga)
            worlds.decided(world, world.olga, worlds.override())

    client = visit(who)
    cases(2)
    few = statements(client, path)
    cases(4)

    assert statements(client, path) <= few


def test_the_page_of_an_inbox_asks_at_most_ten_times_and_counts_in_one(visit, world):
    worlds.arrive(world)
    client = visit("olga")
    with asked() as found:
        assert client.get("/inboxes/triage-officers/").status_code == 200

    assert len(found) <= MOST_OF_AN_INBOX, "\n".join(found)
