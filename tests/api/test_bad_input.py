"""Malformed, oversized, unknown or impossible input is refused by field and changes nothing."""

import datetime as dt
import json

import pytest

from apps.api import batches
from apps.core import clock
from apps.core.models import IdempotentRequest
from apps.intake.models import Case, Recommendation
from tests.api.speaking import error, lines

FUTURE = "2999-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"confidence": 1.01}, "confidence"),
        ({"confidence": -0.01}, "confidence"),
        ({"confidence": "0.9"}, "confidence"),
        ({"confidence": True}, "confidence"),
        ({"confidence": None}, "confidence"),
        ({"stake": {"minor": -1, "currency": "USD"}}, "stake.minor"),
        ({"stake": {"minor": 1.5, "currency": "USD"}}, "stake.minor"),
        ({"stake": {"minor": 1, "currency": "usd"}}, "stake.currency"),
        ({"stake": {"minor": 1, "currency": "EUR"}}, "stake.currency"),
        ({"outcome": "teleport"}, "outcome"),
        ({"outcome": ""}, "outcome"),
        ({"ai_system": "no-such-system"}, "ai_system"),
        ({"made_at": FUTURE}, "made_at"),
        ({"made_at": "2026-11-22T08:00:00"}, "made_at"),
        ({"made_at": "yesterday"}, "made_at"),
        ({"made_at": 1}, "made_at"),
        ({"external_id": ""}, "external_id"),
        ({"external_id": "x" * 121}, "external_id"),
        ({"external_id": 5}, "external_id"),
        ({"case": {}}, "case.ref"),
        ({"case": "WC-1"}, "case"),
        ({"case": {"ref": "WC-1", "kind": "PRETEND"}}, "case.kind"),
        ({"case": {"ref": "WC-1", "colour": "red"}}, "case.colour"),
        ({"subject": {"ref": "P-1", "name": 3}}, "subject.name"),
        ({"model_version": ""}, "model_version"),
        ({"facts": {}}, "facts"),
        ({"facts": [1]}, "facts[0]"),
        ({"facts": [{}] * 501}, "facts"),
        ({"used": ["shoe_size"]}, "used[0]"),
        ({"used": ["totmed"]}, "used[0]"),
        ({"used": ["sex"]}, "used[0]"),
        ({"rationale": [{"text": "x", "direction": "sideways"}]}, "rationale[0].direction"),
        ({"protected": [{"fact": "hospital_stay", "value": True}]}, "protected[0].fact"),
        ({"agrees": True}, "agrees"),
    ],
)
def test_a_wrong_value_is_named_and_nothing_is_written(model, recommendation, change, field):
    answer = model.post("recommendations/", recommendation() | change)

    assert error(answer)[::2] == (422, field)
    assert not Recommendation.objects.exists()
    assert not Case.objects.exists()
    assert not IdempotentRequest.objects.exists()


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"fact": "shoe_size"}, "fact"),
        ({"fact": "sex"}, "fact"),
        ({"value": "maybe"}, "value"),
        ({"value": 1}, "value"),
        ({"source": "rumour"}, "source"),
        ({"as_of": FUTURE}, "as_of"),
        ({"origin": "imagined"}, "origin"),
        ({"weight": 3}, "weight"),
    ],
)
def test_a_wrong_fact_is_named_by_its_place(model, recommendation, change, name):
    body = recommendation()
    place = next(i for i, fact in enumerate(body["facts"]) if fact["fact"] == "hospital_stay")
    body["facts"][place] |= change

    assert error(model.post("recommendations/", body))[::2] == (422, f"facts[{place}].{name}")
    assert not Recommendation.objects.exists()


@pytest.mark.parametrize("missing", ["external_id", "ai_system", "case", "outcome", "confidence", "facts"])
def test_a_missing_field_is_named(model, recommendation, missing):
    body = recommendation()
    del body[missing]

    assert error(model.post("recommendations/", body)) == (422, "missing_field", missing)


def test_nan_is_no_number_anywhere(model, recommendation):
    body = recommendation() | {"confidence": float("nan")}

    assert error(model.post("recommendations/", body)) == (422, "value_unfit", "confidence")


@pytest.mark.parametrize(
    ("raw", "content_type", "expected"),
    [
        (b"{", "application/json", (422, "body_unreadable")),
        (b"[]", "application/json", (422, "body_unreadable")),
        (b'{"a": 1, "a": 2}', "application/json", (422, "body_unreadable")),
        (b"{}", "text/plain", (415, "not_json")),
        (b"a=1", "application/x-www-form-urlencoded", (415, "not_json")),
        (b'{"a": "' + b"x" * 300_000 + b'"}', "application/json", (413, "body_too_large")),
    ],
)
def test_what_is_no_readable_json_object_is_refused(model, raw, content_type, expected):
    answer = model.post("recommendations/", raw=raw, content_type=content_type)

    assert error(answer)[:2] == expected


def test_a_clock_that_runs_a_little_ahead_is_borne(model, recommendation):
    soon = (clock.now() + dt.timedelta(minutes=4)).isoformat()

    assert model.post("recommendations/", recommendation(made_at=soon)).status_code == 201


def test_one_caller_in_a_hurry_is_told_when_to_come_back(model, claims, settings):
    settings.API_REQUESTS_PER_MINUTE = 3

    answers = [model.get("findings/") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [403] * 4 or answers[3].status_code == 429
    hurried = [model.get("recommendations/0192f5e4-0000-7000-8000-000000000000/") for _ in range(4)]
    assert error(hurried[3])[:2] == (429, "too_many")
    assert int(hurried[3]["Retry-After"]) >= 1
    assert claims.post("receipts/", {}).status_code == 422


def test_the_largest_single_recommendation_is_smaller_than_the_largest_batch(model, recommendation):
    lines = [recommendation(number) for number in range(1, 201)]

    answer = model.post("recommendations/batch/", {"lines": lines})

    assert {line["status"] for line in answer.json()["lines"]} == {201}


# --- far too much, far too deep, from the future: one by one and in a batch ---

NDJSON = "application/x-ndjson"
BATCH = "recommendations/batch/"
MEGABYTES = 1024 * 1024
DEEP = b'{"a": ' * 10_000 + b"1" + b"}" * 10_000


def test_fifty_megabytes_are_refused_where_one_is_sent(model):
    raw = b'{"external_id": "' + b"x" * (50 * MEGABYTES) + b'"}'

    assert error(model.post("recommendations/", raw=raw))[:2] == (413, "body_too_large")


@pytest.mark.parametrize("long", [b"x" * (50 * MEGABYTES), DEEP], ids=["50 MB", "10,000 deep"])
def test_a_monstrous_line_is_named_and_the_others_go_in(model, recommendation, long):
    one, two = (json.dumps(recommendation(number)).encode() for number in (1, 2))

    answer = model.post(BATCH, raw=b"\n".join([one, long, two]), content_type=NDJSON)

    said = lines(answer)
    assert [(line["line"], line["status"] // 100) for line in said] == [(1, 2), (2, 4), (3, 2)]
    assert said[1]["error"]["code"] in {"body_too_large", "body_unreadable"}
    assert Recommendation.objects.count() == 2


def test_more_than_a_batch_may_have_is_refused_before_anything_is_taken(model, monkeypatch):
    monkeypatch.setattr(batches, "MOST_BYTES", MEGABYTES)

    answer = model.post(BATCH, raw=b"{}\n" * MEGABYTES, content_type=NDJSON)

    assert error(answer)[:2] == (413, "body_too_large")


def test_ten_thousand_levels_are_refused(model):
    assert error(model.post("recommendations/", raw=DEEP))[:2] == (422, "body_unreadable")


@pytest.mark.parametrize("late", ["made_at", "as_of"])
def test_a_clock_of_the_future_is_named_by_line_and_field(model, recommendation, late):
    body = recommendation(2)
    (body if late == "made_at" else body["facts"][0])[late] = FUTURE

    said = model.post(BATCH, {"lines": [recommendation(1), body]}).json()["lines"]

    assert said[0]["status"] == 201
    assert said[1]["error"]["code"] == "future_timestamp"
    assert said[1]["error"]["field"] == ("made_at" if late == "made_at" else "facts[0].as_of")
