"""What was right is told to whoever answered and who supervises them; that such cases come, to everybody who works."""

import pytest
from django.urls import reverse

from tests import practising
from tests.api.speaking import Api, error
from tests.console.test_pages import text_of
from tests.seconding import draws

NONE = "No case is invented at present: policy asks for none."


@pytest.fixture
def practice(world):
    """Olga answered one, otherwise than is right."""
    practising.known(world)
    put = practising.put(world)
    practising.answered(world, put, world.olga)
    return put


def test_what_was_right_and_why(visit, world, practice):
    page = reverse("console:practice", args=[practice.item_id])
    assert practising.WHY in text_of(visit("olga").get(page))
    assert practising.WHY in text_of(visit("sam").get(page))
    told = Api(user=world.user("olga")).get(f"items/{practice.item_id}/known-answer/").json()
    assert (told["is_right"], told["why"]) == (False, practising.WHY)
    for who in ("ben", "ana", "audrey", "lena"):
        assert visit(who).get(page).status_code == 404
        assert error(Api(user=world.user(who)).get(f"items/{practice.item_id}/known-answer/"))[0] == 404


def test_shares_are_told_from_thirty_on_to_themselves_and_who_supervises_them(visit, world, practice):
    own = Api(user=world.user("olga")).get("known-answers/results/").json()
    assert (own["own"]["n"], own["own"]["share"], own["team"]) == (1, None, [])
    team = Api(user=world.user("sam")).get("known-answers/results/").json()["team"]
    assert [(one["name"], one["share"]) for one in team] == [(world.olga.name, None)]
    assert world.olga.name in text_of(visit("sam").get(reverse("console:quality")))


@pytest.mark.parametrize("name", ["console:account", "console:help_keys"])
def test_how_many_come_is_said_on_the_account_and_help_pages(visit, world, practice, name):
    assert NONE in text_of(visit("olga").get(reverse(name)))
    draws(world, known_answers=0.02)
    told = text_of(visit("olga").get(reverse(name)))
    assert "About 2 in 100 cases were invented and have a known answer" in told
    assert "have a known answer" not in text_of(visit("adam").get(reverse(name))), (
        "who works none is told none"
    )
