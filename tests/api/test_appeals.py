"""Appeals over the API: brought in by staff or the business system, answered by who holds the item, read by both."""

import pytest

from apps.reviews.models import Appeal, ContestLink
from tests.api.conftest import person
from tests.api.speaking import Api, error

WORDS = "My back is worse than you think."


@pytest.fixture
def ruth(db):
    return Api(user=person("ruth"))


@pytest.fixture
def said(delivery):
    return {"decision": str(delivery.decision_id), "kind": "APPEAL", "words": WORDS}


def test_the_business_system_brings_it_in_and_reads_the_answer(claims, olga, ruth, lena, model, said):
    made = claims.post("appeals/", said | {"external_ref": "X-1"}, key="once")
    assert (made.status_code, made.json()["result"]) == (201, ""), made.json()
    assert claims.post("appeals/", said | {"external_ref": "X-1"}, key="once").json() == made.json()
    assert error(claims.post("appeals/", said))[:2] == (409, "contested_already")
    assert error(model.post("appeals/", said))[0] == 403  # a key without the scope
    assert lena.post("appeals/", said).status_code == 404
    path, item = f"appeals/{made.json()['id']}/", made.json()["item"]

    (row,) = ruth.get("appeals/").json()["appeals"]
    assert (row["words"], row["came_by"], row["external_ref"]) == (WORDS, "API", "X-1")
    assert olga.get("appeals/").json()["counted"] == []
    held = ruth.post(f"items/{item}/claim/", {}, version=1).json()
    answer = {"result": "CHANGED", "outcome": "standard", "words": "You are right.", "token": held["token"]}
    assert error(ruth.post(f"{path}answer/", answer))[0] == 428
    assert error(ruth.post(f"{path}answer/", answer | {"outcome": ""}, version=1))[:2] == (
        422,
        "outcome_fits",
    )
    assert error(ruth.post(f"{path}answer/", answer, version=7))[0] == 412
    decide = {"outcome": "standard", "token": held["token"]}
    assert error(ruth.post(f"items/{item}/decide/", decide, version=1))[:2] == (409, "answered_elsewhere")

    done = ruth.post(f"{path}answer/", answer, version=1)

    assert (done.status_code, done.json()["result"]) == (200, "CHANGED"), done.json()
    seen = claims.get(path).json()
    assert (seen["answer"], seen["instead"], seen["reversal"]) == (
        "You are right.",
        "standard",
        done.json()["reversal"],
    )
    (counted,) = ruth.get("appeals/", view="answered").json()["counted"]
    assert (counted["n_answered"], counted["n_changed"], counted["changed_share"]) == (1, 1, 1.0)


def test_staff_bring_it_in_and_take_it_back_but_do_not_answer_it(olga, ben, said):
    made = olga.post("appeals/", said).json()
    path = f"appeals/{made['id']}/withdraw/"
    assert ben.post(path, {}, version=1).status_code == 404
    assert error(olga.post(path, {}, version=2))[:2] == (412, "appeal_stale")
    assert olga.post(path, {}, version=1).json()["result"] == "WITHDRAWN"
    assert Appeal.objects.get().closed_by.user.email.startswith("olga@")


def test_the_link_is_answered_once_and_kept_nowhere(olga, claims, lena, delivery):
    path = f"decisions/{delivery.decision_id}/explanation/issue/"
    made = olga.post(path, {"language": "de"}, key="once")
    assert (made.status_code, made.json()["explanation_version"]) == (201, 1)
    assert "/contest/" in made.json()["url"]
    assert made.json()["asks_for"]
    again = olga.post(path, {"language": "de"}, key="once")
    assert (again.json()["url"], again["Idempotency-Replayed"]) == (None, "true")
    assert ContestLink.objects.count() == 1
    assert lena.post(path, {"language": "de"}).status_code == 404
    assert "/contest/" in claims.post(path, {"language": "en"}).json()["url"]  # for its own letter
    assert claims.get(f"decisions/{delivery.decision_id}/explanation/").json()["version"] == 1
    first, second = ContestLink.objects.order_by("id")
    assert (first.revoked_at is None, second.revoked_at) == (False, None)
