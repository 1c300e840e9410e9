"""What reached a person from below stands on their start page, and what they decide of it on 'My decisions'."""

import pytest

from apps.flow import services as flow
from apps.flow.services import approving
from apps.reviews import services as reviews
from apps.reviews.models import Approval
from tests import world as worlds
from tests.console.at_home import section
from tests.console.test_pages import text_of


@pytest.fixture
def with_owner(world):
    """A case that Olga and then Sam sent up: it is the owner's to decide."""
    item = worlds.claimed(world, world.olga)
    for who in (world.olga, world.sam):
        held = reviews.claim(item_id=item.id, by=who, now=world.now)
        flow.escalate(
            item_id=item.id, why="unsure", note="", version=held.version, token=held.token, by=who, now=world.now
        )  # fmt: skip
    return item


@pytest.fixture
def held(world):
    """Olga's fast track of an amount above her authority for it."""
    return Approval.objects.get(decision=worlds.decided(world, world.olga, minor=200_000))


def test_the_owner_reads_what_climbed_and_decides_it_and_finds_it_again(visit, world, with_owner):
    client = visit("owen")

    (line,) = section(client, "reached").lines
    assert (line.title, line.action.url) == ("1 undecided case", "/escalations/")
    assert not section(visit("sam"), "climbed").lines, "who sent it on does not decide it"
    client = visit("owen")
    assert line.detail.startswith("The oldest has waited ")
    assert with_owner.case.case_ref in text_of(client.get(line.action.url))

    item = reviews.claim(item_id=with_owner.id, by=world.owen, now=world.now)
    worlds.decided(world, world.owen, item=item)
    assert section(visit("owen"), "reached").empty.startswith("Nothing climbed to you")
    assert with_owner.case.case_ref in text_of(visit("owen").get("/decisions/"))


def test_a_held_decision_stands_where_it_waits(visit, world, held):
    (line,) = section(visit("sam"), "held").lines
    assert (line.title, line.action.url) == ("1 held decision, not sent", "/escalations/held/")
    assert not section(visit("owen"), "reached").lines

    approving.climb_overdue(now=held.due_at)

    (line,) = section(visit("owen"), "reached").lines
    assert line.title == "1 held decision, not sent"
    assert held.decision.case.case_ref in text_of(visit("owen").get(line.action.url))
