"""Second reviews over the API: given as a first view is, listed without names, settled with If-Match."""

from apps.delivery.models import Delivery
from apps.reviews.models import Decision, SecondReview
from tests.api.speaking import error
from tests.seconding import drawn, given

SAID = {"outcome": "standard", "why": "overlooked", "words": "The stay counts.", "reverse": True}


def test_an_opinion_is_given_on_the_item_and_closes_it(world, ben, sam):
    review = drawn(world)
    (waiting,) = sam.get("second-reviews/?view=waiting").json()["second_reviews"]
    assert (waiting["item"], waiting["first"], waiting["second"]) == (str(review.item_id), "", "")
    held = ben.post(f"items/{review.item_id}/claim/", {}, version=1).json()
    seen = ben.get(f"items/{review.item_id}/").json()
    assert (seen["asks_first_view"], seen["suggestion"]) == (True, None)

    body = {"outcome": "fast_track", "token": held["token"]}
    answer = ben.post(f"items/{review.item_id}/first-view/", body, version=held["version"])

    assert (answer.status_code, answer.json()["outcome"]) == (201, "fast_track")
    mine = ben.get(f"second-reviews/{review.id}/").json()
    assert (mine["result"], mine["first"], mine["why"]) == ("AGREES", "Fast track", "")
    nothing = ben.get("second-reviews/").json()  # of no inbox that he supervises
    assert (nothing["second_reviews"], {*nothing["counts"].values()}) == ([], {0})
    assert sam.get("second-reviews/").json()["counts"]["agreed"] == 1


def test_it_is_settled_once_by_a_third_person_and_the_decision_reversed(world, ben, olga, sam):
    review = given(world, drawn(world), world.ben)
    path = f"second-reviews/{review.id}/settle/"
    assert sam.get(f"second-reviews/{review.id}/")["ETag"] == f'"{review.version}"'
    assert error(sam.post(path, SAID))[0] == 428
    assert error(sam.post(path, SAID, version=1))[:2] == (412, "second_review_stale")
    assert error(ben.post(path, SAID, version=review.version))[:2] == (403, "not_supervising")
    assert olga.post(path, SAID, version=review.version).status_code == 404
    assert error(sam.post(path, SAID | {"why": "so"}, version=review.version))[0] == 422

    answer = sam.post(path, SAID, version=review.version, key="once")

    assert (answer.status_code, answer.json()["holds"]) == (200, "SECOND")
    assert sam.post(path, SAID, version=review.version, key="once").json() == answer.json()
    holds = Decision.objects.get(id=answer.json()["reversal"])
    assert (holds.reverses_id, SecondReview.objects.get().reversal) == (review.decision_id, holds)
    assert Delivery.objects.filter(decision=holds).exists()
    (agreed,) = sam.get("second-reviews/agreement/").json()["agreements"]
    assert (agreed["n"], agreed["share"], agreed["reasons"]) == (1, None, [{"why": "overlooked", "n": 1}])
