import math
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from apps.intake import rules
from tests.intake.arrivals import body, received, refusal

# --- recommendation -------------------------------------------------------------------------------


def test_a_whole_recommendation_is_read():
    found = received(body(protected=[{"fact": "sex", "value": "m"}]))

    assert (found.external_id, found.case_ref, found.subject_name) == ("REC-1", "WC-1", "Ann")
    assert (found.stake_minor, found.currency, found.confidence) == (111100, "USD", Decimal("0.91"))
    assert found.rationale == (rules.Statement("Low wage.", ("wage",), rules.Direction.AGAINST),)
    assert found.made_at == datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
    assert len(found.facts) == len(found.protected) == 1


@pytest.mark.parametrize("name", ["external_id", "ai_system", "case", "subject", "outcome", "confidence", "model_version",
                                  "made_at", "facts"])  # fmt: skip
def test_what_is_required_cannot_be_left_out(name):
    raw = body()
    del raw[name]

    assert refusal(received, raw) == (name, "missing_field")


def test_what_is_optional_has_a_stated_absence():
    raw = body()
    for name in ("stake", "prompt_version", "used", "rationale"):
        del raw[name]
    raw["case"], raw["subject"] = {"ref": "WC-1"}, {"ref": "P-1"}

    found = received(raw)

    assert (found.stake_minor, found.currency, found.used, found.rationale) == (None, "", (), ())
    assert (found.case_kind, found.subject_name) == ("REAL", "")


@pytest.mark.parametrize(
    ("more", "field", "code"),
    [
        ({"extra": 1}, "extra", "unknown_field"),
        ({"external_id": ""}, "external_id", "missing_field"),
        ({"external_id": " "}, "external_id", "missing_field"),
        ({"external_id": 5}, "external_id", "wrong_type"),
        ({"external_id": "x" * 121}, "external_id", "too_long"),
        ({"external_id": "a\x00"}, "external_id", "wrong_type"),
        ({"ai_system": "Injury Triage"}, "ai_system", "bad_code"),
        ({"ai_system": None}, "ai_system", "wrong_type"),
        ({"case": "WC-1"}, "case", "wrong_type"),
        ({"case": {"kind": "REAL"}}, "case.ref", "missing_field"),
        ({"case": {"ref": "x" * 81}}, "case.ref", "too_long"),
        ({"case": {"ref": "a", "kind": "PLAY"}}, "case.kind", "bad_code"),
        ({"case": {"ref": "a", "kind": ["REAL"]}}, "case.kind", "bad_code"),
        ({"case": {"ref": "a", "id": 1}}, "case.id", "unknown_field"),
        ({"subject": {"ref": "a", "name": "x" * 201}}, "subject.name", "too_long"),
        ({"subject": {"ref": "a", "name": None}}, "subject.name", "wrong_type"),
        ({"outcome": "fast track"}, "outcome", "bad_code"),
        ({"outcome": "x" * 41}, "outcome", "bad_code"),
        ({"stake": 5}, "stake", "wrong_type"),
        ({"stake": {"minor": -1, "currency": "USD"}}, "stake.minor", "negative_money"),
        ({"stake": {"minor": 1.5, "currency": "USD"}}, "stake.minor", "wrong_type"),
        ({"stake": {"minor": True, "currency": "USD"}}, "stake.minor", "wrong_type"),
        ({"stake": {"minor": math.nan, "currency": "USD"}}, "stake.minor", "not_finite"),
        ({"stake": {"minor": 10**15 + 1, "currency": "USD"}}, "stake.minor", "out_of_range"),
        ({"stake": {"minor": 1}}, "stake.currency", "missing_field"),
        ({"stake": {"minor": 1, "currency": "usd"}}, "stake.currency", "bad_currency"),
        ({"stake": {"minor": 1, "currency": "USDX"}}, "stake.currency", "bad_currency"),
        ({"confidence": 1.0000001}, "confidence", "out_of_range"),
        ({"confidence": -0.0000001}, "confidence", "out_of_range"),
        ({"confidence": math.nan}, "confidence", "not_finite"),
        ({"confidence": math.inf}, "confidence", "not_finite"),
        ({"confidence": True}, "confidence", "wrong_type"),
        ({"confidence": "0.9"}, "confidence", "wrong_type"),
        ({"confidence": None}, "confidence", "wrong_type"),
        ({"model_version": ""}, "model_version", "missing_field"),
        ({"prompt_version": "x" * 81}, "prompt_version", "too_long"),
        ({"made_at": "2026-11-22T08:00:00"}, "made_at", "naive_timestamp"),
        ({"made_at": "2026-11-22T09:05:01Z"}, "made_at", "future_timestamp"),
        ({"made_at": 1795334400}, "made_at", "wrong_type"),
        ({"facts": {}}, "facts", "wrong_type"),
        ({"facts": [1]}, "facts[0]", "wrong_type"),
        ({"facts": [{}] * 501}, "facts", "too_many"),
        ({"protected": None}, "protected", "wrong_type"),
        ({"used": ["wage", 5]}, "used[1]", "wrong_type"),
        ({"used": ["a"] * 201}, "used", "too_many"),
        ({"rationale": "Because."}, "rationale", "wrong_type"),
        ({"rationale": [{"cites": []}]}, "rationale[0].text", "missing_field"),
        ({"rationale": [{"text": "x" * 2_001}]}, "rationale[0].text", "too_long"),
        ({"rationale": [{"text": "x", "direction": "up"}]}, "rationale[0].direction", "bad_code"),
        ({"rationale": [{"text": "x", "cites": ["a"] * 51}]}, "rationale[0].cites", "too_many"),
        ({"rationale": [{"text": "x", "why": 1}]}, "rationale[0].why", "unknown_field"),
        ({"rationale": [{"text": "x"}] * 51}, "rationale", "too_many"),
    ],
)
def test_a_bad_field_is_refused_by_name(more, field, code):
    assert refusal(received, body(**more)) == (field, code)


@pytest.mark.parametrize(
    "more",
    [
        {"external_id": "x" * 120},
        {"confidence": 0},
        {"confidence": 1},
        {"confidence": 1.0},
        {"stake": {"minor": 0, "currency": "EUR"}},
        {"stake": {"minor": 10**15, "currency": "EUR"}},
        {"stake": None},
        {"made_at": "2026-11-22T09:05:00Z"},
        {"case": {"ref": "x" * 80, "kind": "KNOWN_ANSWER"}},
        {"outcome": "x" * 40},
        {"facts": []},
        {"rationale": [{"text": "x" * 2_000}] * 50},
    ],
)
def test_exactly_at_a_limit_is_accepted(more):
    assert received(body(**more))


def test_confidence_is_rounded_down_never_up():
    assert received(body(confidence=0.9999999)).confidence == Decimal("0.999999")


def test_something_else_than_an_object_is_refused():
    assert refusal(received, [body()]) == ("body", "wrong_type")
