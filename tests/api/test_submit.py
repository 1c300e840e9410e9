"""Submitting recommendations: answered when the item is in its inbox or decided."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import ApiKey
from apps.audit.models import Entry
from apps.intake.models import Recommendation
from apps.reviews.models import ReviewItem
from tests import counting, world
from tests.api.speaking import Api, error

OF_THE_EDGE = ("clock_timestamp", "accounts_apikey", "pg_try_advisory", "core_idempotentrequest")


def test_an_ordinary_recommendation_waits_in_its_inbox_when_the_answer_comes(model, recommendation):
    answer = model.post("recommendations/", recommendation())

    said = answer.json()
    item = ReviewItem.objects.get(id=said["item"])
    assert answer.status_code == 201
    assert said["external_id"] == recommendation()["external_id"]
    assert said["case"]["ref"] == recommendation()["case"]["ref"]
    assert (said["state"], said["context_state"], said["lane"]) == ("ROUTED", "LEGIBLE", "OFFICER")
    assert (said["inbox"], said["decision"]) == (item.inbox.slug, None)
    assert item.state == "OPEN"


def test_what_the_posture_allows_is_decided_at_once(model, recommendation):
    body = recommendation(facts_changed=world.MINOR_SURFACE, minor=90_000)

    said = model.post("recommendations/", body).json()

    assert (said["lane"], said["state"]) == ("AUTOMATIC", "ROUTED")
    assert said["decision"] is not None


def test_where_a_recommendation_stands_can_be_asked_later(model, recommendation):
    submitted = model.post("recommendations/", recommendation()).json()

    answer = model.get(f"recommendations/{submitted['id']}/")

    assert answer.status_code == 200
    assert answer.json() == submitted


def test_another_machine_cannot_ask_for_it(model, claims, recommendation, stranger_machine):
    submitted = model.post("recommendations/", recommendation()).json()

    assert error(stranger_machine.get(f"recommendations/{submitted['id']}/"))[:2] == (404, "not_found")
    assert error(claims.get(f"recommendations/{submitted['id']}/")) == (
        403,
        "scope_missing",
        "recommendations:read",
    )


def test_the_same_external_id_with_the_same_body_is_answered_as_before(model, recommendation):
    first = model.post("recommendations/", recommendation())
    again = model.post("recommendations/", recommendation())

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert Recommendation.objects.count() == 1


def test_the_same_external_id_with_another_body_is_refused_with_the_way_out(model, recommendation):
    model.post("recommendations/", recommendation())

    answer = model.post("recommendations/", recommendation(confidence=0.5))

    assert answer.status_code == 409
    assert "new external_id" in answer.json()["error"]["sentence"]


def test_a_key_acts_only_in_its_scope(claims, recommendation):
    answer = claims.post("recommendations/", recommendation())

    assert error(answer) == (403, "scope_missing", "recommendations:write")
    assert not Recommendation.objects.exists()


def test_people_do_not_submit(olga, recommendation):
    assert error(olga.post("recommendations/", recommendation()))[0] == 403


@pytest.mark.parametrize("key", ["", "rhk_nobody_nothing", "x", "rhk__", "rhk_" + "a" * 300])
def test_a_wrong_key_is_told_how_to_come_in(db, key, recommendation):
    answer = Api(key or None).post("recommendations/", recommendation())

    assert error(answer)[0] == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("change", ["expired", "revoked", "inactive", "altered"])
def test_a_key_that_no_longer_counts_is_refused_with_the_next_request(
    model, model_key, recommendation, change
):
    row = ApiKey.objects.get(prefix=model_key.split("_")[1])
    key = model_key
    if change == "expired":
        ApiKey.objects.filter(id=row.id).update(expires_at=row.made_at)
    elif change == "revoked":
        ApiKey.objects.filter(id=row.id).update(revoked_at=row.made_at)
    elif change == "inactive":
        type(row.actor.machine).objects.filter(actor=row.actor).update(is_active=False)
    else:
        key = model_key[:-1] + ("a" if model_key[-1] != "a" else "b")

    answer = Api(key).post("recommendations/", recommendation())

    assert error(answer)[:2] == (401, "wrong_key")


def test_the_database_holds_no_usable_key(model_key):
    row = ApiKey.objects.get(prefix=model_key.split("_")[1])

    assert model_key.split("_", 2)[2].encode() not in bytes(row.digest)


def test_an_arrival_leaves_one_entry_and_costs_the_edge_four_statements(model, recommendation):
    model.post("recommendations/", recommendation(1))
    n_before = Entry.objects.count()

    with CaptureQueriesContext(connection) as said:
        model.post("recommendations/", recommendation(2))

    assert Entry.objects.count() == n_before + 1
    own = [one["sql"] for one in said.captured_queries if any(word in one["sql"] for word in OF_THE_EDGE)]
    assert len(own) == 4


def test_an_address_that_does_not_exist_is_answered_in_the_same_shape(model):
    for path in ("nothing/", "recommendations", "items/not-a-uuid/"):
        assert error(model.get(path))[:2] == (404, "not_found")
        assert error(model.post(path))[:2] == (404, "not_found")


def test_a_method_that_an_address_does_not_take_is_named(model):
    answer = model.client.put("/api/v1/recommendations/", json.dumps({}), headers=model.headers)

    assert error(answer)[:2] == (405, "method_not_allowed")
    assert "POST" in answer["Allow"]


def test_answers_are_kept_out_of_caches(model, recommendation):
    answer = model.post("recommendations/", recommendation())

    assert "no-store" in answer["Cache-Control"]


def test_the_whole_request_of_an_ordinary_arrival_asks_at_most_twenty_statements(model, recommendation):
    model.post("recommendations/", recommendation())  # rules and contract are compiled once per process
    fresh = recommendation() | {
        "external_id": "fresh-1",
        "case": {"ref": "WC-2026-777001", "kind": "REAL"},
        "subject": {"ref": "W-777001", "name": "Fresh Person"},
    }

    with counting.asked() as statements:
        answer = model.post("recommendations/", fresh)

    assert answer.status_code == 201
    assert len(statements) <= 20, "\n".join(one[:120] for one in statements)
