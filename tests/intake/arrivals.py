from datetime import UTC, datetime

import pytest

from apps.intake import rules

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
FRESH = "2026-11-22T08:00:00Z"
OLD = "2026-11-20T08:00:00Z"


def spec(key="wage", kind="integer", **more):
    return {"key": key, "label": key.title(), "type": kind, "sensitivity": "plain"} | more


def contract(*specs, **more):
    return rules.parse_contract({"facts": list(specs) or [spec()]} | more)


def fact(value, key="wage", source="employer", as_of=FRESH, **more):
    return {"fact": key, "value": value, "source": source, "as_of": as_of} | more


def facts_of(agreed, *raw):
    return rules.parse_facts(agreed, list(raw), NOW)


def checked(agreed, *raw):
    return rules.check(agreed, facts_of(agreed, *raw), NOW)


def refusal(call, *args):
    with pytest.raises(rules.BadField) as refused:
        call(*args)
    assert refused.value.sentence.endswith(".")
    return refused.value.field, refused.value.code


def body(**more):
    return {
        "external_id": "REC-1", "ai_system": "injury-triage", "case": {"ref": "WC-1", "kind": "REAL"},
        "subject": {"ref": "P-1", "name": "Ann"}, "outcome": "fast_track", "stake": {"minor": 111100, "currency": "USD"},
        "confidence": 0.91, "model_version": "triage-gb-1", "prompt_version": "", "made_at": "2026-11-22T08:00:00Z",
        "facts": [fact(5)], "used": ["wage"],
        "rationale": [{"text": "Low wage.", "cites": ["wage"], "direction": "against"}],
    } | more  # fmt: skip


def received(raw):
    return rules.parse_recommendation(raw, NOW)
