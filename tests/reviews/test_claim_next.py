"""The next item: the most urgent one, and never the same for two people."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from apps.accounts import services as accounts
from apps.core import transactions
from apps.flow import services as flow
from apps.reviews import services as reviews
from apps.reviews.models import Claim, ReviewItem
from tests.world import World, arrive, arrive_all, claimed, code, later, noon, recommendation


def next_of(world, who, now=noon, inbox="triage-officers"):
    return reviews.claim_next(inbox_slug=inbox, by=who, now=now)


def test_the_most_urgent_comes_first_then_what_is_due_first(world):
    late = arrive(world, minor=50000, now=later(hours=1))
    early = arrive(world, minor=50000)
    dear = arrive(world, minor=290000, now=later(hours=2))

    got = [next_of(world, world.olga, now=later(hours=3)).id for _ in range(3)]

    assert got == [dear.item_id, early.item_id, late.item_id]
    assert next_of(world, world.olga, now=later(hours=3)) is None


def test_what_somebody_holds_is_left_out(world):
    held = claimed(world, world.ben)
    free = arrive(world)

    assert next_of(world, world.olga).id == free.item_id
    assert held.id != free.item_id


@pytest.mark.parametrize(
    ("who", "refused"),
    [
        ("sam", "cannot_work_inbox"),
        ("owen", "cannot_work_inbox"),
        ("ana", "not_found"),
        ("lena", "not_found"),
    ],
)
def test_only_those_who_work_the_inbox_are_given_work(world, who, refused):
    arrive(world)

    assert code(next_of, world, getattr(world, who)) == refused


def test_an_inbox_of_another_organisation_does_not_exist(world):
    assert code(next_of, world, world.olga, inbox="lakeshore-claims") == "not_found"
    assert code(next_of, world, world.olga, inbox="nowhere") == "not_found"


def test_nobody_is_given_what_they_escalated_themselves(world):
    with_rights_above(world)
    item = claimed(world, world.olga)
    flow.escalate(
        item_id=item.id,
        why="unsure",
        note="",
        version=item.version,
        token=item.token,
        by=world.olga,
        now=noon,
    )

    assert next_of(world, world.olga, inbox="triage-supervisors") is None
    assert next_of(world, world.sam, inbox="triage-supervisors").id == item.id


def with_rights_above(world):
    with transactions.verb():
        accounts.give(
            user=world.user("olga"), permission="work_inbox", on=world.supervisors, by=world.adam, now=noon
        )
    world.forget(world.olga)


def test_two_people_asking_at_once_never_get_the_same(committed, world):
    arrive_all(world, [recommendation() for _ in range(20)])

    def work(name):
        taken, mine = [], World()
        try:
            while item := next_of(mine, getattr(mine, name)):
                taken.append(item.id)
        finally:
            connections.close_all()
        return taken

    with ThreadPoolExecutor(4) as pool:
        taken = [item for part in pool.map(work, ["olga", "ben", "priya", "olga"]) for item in part]

    assert len(taken) == len(set(taken)) == 20
    assert ReviewItem.objects.filter(state="CLAIMED").count() == 20
    assert Claim.objects.count() == 20
