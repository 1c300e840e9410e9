"""A first view over the API: asked for in the item, given by an operation of its own, decided on afterwards."""

import pytest

from apps.reviews.models import Decision, FirstView, ReviewItem
from tests.api.speaking import error
from tests.viewing import asking


@pytest.fixture
def asked(held):
    asking(held.id)
    return held


def give(olga, asked, **changes):
    body = {"outcome": "standard", "sure": "fairly", "token": asked.token} | changes
    body = {name: value for name, value in body.items() if value is not None}
    return olga.post(f"items/{asked.id}/first-view/", body, version=asked.version)


def test_before_it_the_item_says_nothing_of_the_suggestion(olga, asked):
    item = olga.get(f"items/{asked.id}/").json()

    assert (item["asks_first_view"], item["suggestion"], item["first_view"]) == (True, None, None)
    assert {one["direction"] for one in item["outcomes"]} == {""}
    assert (item["calibration"], item["reasons"]) == ("", [])


def test_deciding_without_it_is_refused_with_a_sentence(olga, asked):
    body = {"outcome": "fast_track", "token": asked.token}

    answer = olga.post(f"items/{asked.id}/decide/", body, version=asked.version)

    assert error(answer)[:2] == (409, "first_view_missing")
    assert "own view first" in answer.json()["error"]["sentence"]
    assert not Decision.objects.filter(item_id=asked.id).exists()


def test_once_given_the_suggestion_is_told_under_a_new_etag_and_decided_on(olga, asked):
    before = olga.get(f"items/{asked.id}/")
    given = give(olga, asked)
    after = olga.get(f"items/{asked.id}/")

    assert (given.status_code, given.json()["outcome"], given.json()["version"]) == (201, "standard", 2)
    assert before["ETag"] != after["ETag"]
    item = after.json()
    assert (item["asks_first_view"], item["suggestion"]["code"]) == (False, asked.recommended)
    assert (item["first_view"]["code"], item["first_view"]["sure"]) == ("standard", "fairly")
    body = {"outcome": asked.recommended, "token": asked.token}
    assert olga.post(f"items/{asked.id}/decide/", body, version=2).status_code == 201


def test_one_may_say_that_the_facts_do_not_suffice(olga, asked):
    assert give(olga, asked, outcome="cannot_say", sure=None).json()["outcome"] is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"outcome": "deny"}, (422, "unknown_view", "outcome")),
        ({"sure": "very"}, (422, "invalid_choice", "sure")),
        ({"why": "x"}, (422, "unknown_field", "why")),
    ],
)
def test_what_is_no_view_is_refused_at_its_field(olga, asked, changes, said):
    assert error(give(olga, asked, **changes)) == said
    assert not FirstView.objects.exists()


def test_it_is_asked_and_taken_once(olga, asked, held):
    give(olga, asked)
    again = olga.post(
        f"items/{asked.id}/first-view/", {"outcome": "fast_track", "token": asked.token}, version=2
    )
    ReviewItem.objects.filter(id=held.id).update(first_view=False)

    assert error(again)[:2] == (409, "first_view_given")
