"""How somebody decides is theirs and their supervisor's to see, from 30 cases up, with the mix of cases."""

import datetime as dt

import pytest

from apps.flow.selectors import own_figures as reads
from apps.measures import rules
from apps.reviews import services as reviews
from tests import world as worlds
from tests.world import APPROVE, code, later, noon, override


def figures(world, of="olga", to="olga", now=noon):
    return reads.own_figures(user_id=world.user(of).id, to=world.person(to), now=now + dt.timedelta(hours=1))


def test_they_say_shares_with_interval_time_and_mix_of_what_one_decided(world):
    for n in range(3):
        worlds.decided(world, world.olga, override() if n == 0 else APPROVE, now=noon)
    worlds.decided(world, world.ben, APPROVE)
    late = worlds.claimed(world, world.olga)
    reviews.release_expired_claims(now=later(days=3))
    late = reviews.claim(item_id=late.id, by=world.olga, now=later(days=3))
    worlds.decided(world, world.olga, APPROVE, item=late, now=later(days=3, minutes=2))

    found = figures(world, now=later(days=3))

    assert (found.n, found.overridden, found.is_self) == (4, rules.share(4, 1), True)
    assert found.in_time == rules.share(4, 3)
    assert found.seconds.value == 0.0
    assert [(one.n, one.overridden.n) for one in found.mix] == [(4, 4)]


def test_a_supervisor_sees_what_was_decided_in_their_inboxes(world):
    worlds.decided(world, world.olga, APPROVE)

    assert figures(world, to="sam").n == 1
    assert figures(world, of="sam", to="sam").n == 0


@pytest.mark.parametrize("to", ["ben", "ana", "owen", "audrey", "adam", "lena"])
def test_nobody_else_whatever_their_role(world, to):
    assert code(figures, world, to=to) == "not_found"


def test_one_does_not_see_those_of_who_supervises_one(world):
    assert code(figures, world, of="sam", to="olga") == "not_found"
