"""Retrying is always safe (promise P2)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from apps.api import idempotency
from apps.core import clock, once
from apps.core.models import IdempotentRequest
from apps.intake.models import Recommendation
from apps.reviews.models import Claim
from tests import ground, world
from tests.api.speaking import Api, error, other_session


def test_a_write_without_a_key_is_refused_and_told_what_a_key_is(model, recommendation):
    answer = model.post("recommendations/", recommendation(), key=None)

    assert error(answer)[:2] == (428, "idempotency_key_missing")
    assert not Recommendation.objects.exists()


@pytest.mark.parametrize("key", ["a b", "x" * 201, "\u00e9"])
def test_a_malformed_key_is_refused(model, recommendation, key):
    answer = model.post("recommendations/", recommendation(), key=key)

    assert error(answer) == (422, "idempotency_key_malformed", "Idempotency-Key")


def test_the_same_key_and_body_is_answered_as_before(model, recommendation):
    first = model.post("recommendations/", recommendation(), key="k1")
    again = model.post("recommendations/", recommendation(), key="k1")

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert (first.get(idempotency.REPLAYED), again.get(idempotency.REPLAYED)) == (None, "true")
    assert Recommendation.objects.count() == 1


def test_the_order_of_names_in_the_body_is_no_other_body(model, recommendation):
    body = recommendation()
    model.post("recommendations/", body, key="k1")

    again = model.post("recommendations/", dict(reversed(body.items())), key="k1")

    assert again[idempotency.REPLAYED] == "true"


def test_the_same_key_with_another_body_is_refused(model, recommendation):
    model.post("recommendations/", recommendation(1), key="k1")

    answer = model.post("recommendations/", recommendation(2), key="k1")

    assert error(answer) == (422, "idempotency_key_reused", "Idempotency-Key")
    assert Recommendation.objects.count() == 1


def test_the_same_key_for_another_thing_is_refused(olga, waiting):
    one, two = waiting(), waiting()
    olga.post(f"items/{one}/claim/", key="k1", version=1)

    answer = olga.post(f"items/{two}/claim/", key="k1", version=1)

    assert error(answer)[:2] == (422, "idempotency_key_reused")
    assert Claim.objects.filter(item=two).count() == 0


def test_keys_of_different_principals_and_routes_do_not_meet(ben, olga, waiting):
    one, two = waiting(), waiting()

    answers = [
        olga.post(f"items/{one}/claim/", key="k1", version=1),
        ben.post(f"items/{two}/claim/", key="k1", version=1),
        ben.post("inboxes/triage-officers/claim-next/", key="k1"),
    ]

    assert all(answer.status_code in {201, 204} for answer in answers)
    assert not any(idempotency.REPLAYED in answer for answer in answers)


def test_a_refusal_is_not_kept_and_the_key_can_be_used_again(model, recommendation):
    refused = model.post("recommendations/", recommendation(outcome="teleport"), key="k1")
    answer = model.post("recommendations/", recommendation(), key="k1")

    assert (refused.status_code, answer.status_code) == (422, 201)
    assert IdempotentRequest.objects.count() == 1


def test_a_key_whose_first_request_is_still_running_is_told_to_wait(model, model_actor, recommendation):
    key = once.Key(model_actor.id, "api:submit", "k1", b"", None)

    with other_session() as other:
        other.execute("SELECT pg_advisory_lock(%s)", [key.lock_number])
        answer = model.post("recommendations/", recommendation(), key="k1")
        other.execute("SELECT pg_advisory_unlock(%s)", [key.lock_number])

    assert error(answer)[:2] == (409, "request_running")
    assert model.post("recommendations/", recommendation(), key="k1").status_code == 201


def test_an_answer_without_a_body_is_replayed_without_one(olga, db):
    first = olga.post("inboxes/triage-officers/claim-next/", key="k1")
    again = olga.post("inboxes/triage-officers/claim-next/", key="k1")

    assert [(a.status_code, a.content) for a in (first, again)] == [(204, b"")] * 2
    assert again[idempotency.REPLAYED] == "true"


def test_a_kept_answer_holds_no_personal_fact(olga, held, olga_user):
    olga.post(
        f"items/{held.id}/decide/",
        {"outcome": held.recommended, "note": "canary-note", "token": held.token},
        version=held.version,
    )

    kept = str(list(IdempotentRequest.objects.values_list("answer", flat=True)))
    assert "canary-note" not in kept
    assert held.subject_name not in kept


def test_many_at_once_with_the_same_key_write_once(committed):
    key, bodies = ground.keys()["triage-model"], [world.recommendation(now=clock.now()) for _ in range(4)]

    def send(number):
        try:
            return number % 4, Api(key).post("recommendations/", bodies[number % 4], key=f"k{number % 4}")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(40)))

    assert {answer.status_code for _, answer in answers} <= {201, 409}
    done = {(number, answer.json()["id"]) for number, answer in answers if answer.status_code == 201}
    assert len(done) == Recommendation.objects.count() == IdempotentRequest.objects.count() == 4
