import math
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from apps.intake import rules
from tests.intake.arrivals import NOW, contract, fact, facts_of, refusal, spec

# --- values ---------------------------------------------------------------------------------------

YES_NO = {"values": {"yes": "Yes", "1": "One"}}


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("boolean", False, False),
        ("integer", -(10**15), -(10**15)),
        ("money", 0, 0),
        ("decimal", "0.30", Decimal("0.30")),
        ("decimal", 0.1, Decimal("0.1")),
        ("decimal", 7, Decimal(7)),
        ("decimal", 1e-30, Decimal(0)),
        ("enum", 1, "1"),
        ("enum", "yes", "yes"),
        ("code", 31, "31"),
        ("string", "x" * 2_000, "x" * 2_000),
        ("date", "2024-02-29", "2024-02-29"),
        ("multi", ["yes", 1, "yes"], ("1", "yes")),
        ("multi", [], ()),
    ],
)
def test_a_value_is_kept_in_its_type(kind, raw, value):
    agreed = contract(spec(kind=kind, **(YES_NO if kind in ("enum", "multi") else {})))

    (kept,) = facts_of(agreed, fact(raw))

    assert (kept.value, type(kept.value)) == (value, type(value))


@pytest.mark.parametrize(
    ("kind", "raw", "code"),
    [
        ("boolean", 1, "wrong_type"),
        ("boolean", "true", "wrong_type"),
        ("boolean", "", "wrong_type"),
        ("integer", True, "wrong_type"),
        ("integer", "5", "wrong_type"),
        ("integer", 5.0, "wrong_type"),
        ("integer", math.nan, "not_finite"),
        ("integer", 10**15 + 1, "out_of_range"),
        ("money", -1, "negative_money"),
        ("money", 1.5, "wrong_type"),
        ("money", math.inf, "not_finite"),
        ("decimal", math.nan, "not_finite"),
        ("decimal", "NaN", "not_finite"),
        ("decimal", "-Infinity", "not_finite"),
        ("decimal", Decimal("sNaN"), "not_finite"),
        ("decimal", "1e5", "wrong_type"),
        ("decimal", True, "wrong_type"),
        ("decimal", 10**400, "out_of_range"),
        ("decimal", 1e300, "out_of_range"),
        ("enum", "maybe", "unknown_value"),
        ("enum", True, "wrong_type"),
        ("enum", {"a": 1}, "wrong_type"),
        ("code", "x" * 101, "too_long"),
        ("string", "x" * 2_001, "too_long"),
        ("string", "a\x00b", "wrong_type"),
        ("string", "a\ud800", "wrong_type"),
        ("string", 5, "wrong_type"),
        ("date", "2023-02-29", "wrong_type"),
        ("date", "20240229", "wrong_type"),
        ("date", "2024-02-29T00:00:00Z", "wrong_type"),
        ("multi", "yes", "wrong_type"),
        ("multi", ["no"], "unknown_value"),
        ("multi", ["yes"] * 101, "too_long"),
    ],
)
def test_a_value_of_another_type_is_refused(kind, raw, code):
    agreed = contract(spec(kind=kind, **(YES_NO if kind in ("enum", "multi") else {})))

    assert refusal(facts_of, agreed, fact(None), fact(raw)) == ("facts[1].value", code)


@pytest.mark.parametrize(
    ("entry", "place"),
    [
        ("wage", ("facts[0]", "wrong_type")),
        (fact(1, key="durat"), ("facts[0].fact", "forbidden_fact")),
        (fact("m", key="sex"), ("facts[0].fact", "forbidden_fact")),
        (fact(1, key="nonsense"), ("facts[0].fact", "unknown_fact")),
        (fact(1, key=None), ("facts[0].fact", "wrong_type")),
        (fact(1, colour="red"), ("facts[0].colour", "unknown_field")),
        ({"fact": "wage", "source": "employer"}, ("facts[0].value", "missing_field")),
        (fact(1, source=None), ("facts[0].source", "wrong_type")),
        (fact(1, source=" "), ("facts[0].source", "wrong_type")),
        (fact(1, source="s" * 101), ("facts[0].source", "too_long")),
        (fact(1, key="named", source="gossip"), ("facts[0].source", "unknown_source")),
        (fact(1, as_of="2026-11-22T08:00:00"), ("facts[0].as_of", "naive_timestamp")),
        (fact(1, as_of="2026-11-22"), ("facts[0].as_of", "naive_timestamp")),
        (fact(1, as_of="yesterday"), ("facts[0].as_of", "wrong_type")),
        (fact(1, as_of=5), ("facts[0].as_of", "wrong_type")),
        (fact(1, as_of="2026-11-22T09:05:00.000001Z"), ("facts[0].as_of", "future_timestamp")),
        (fact(1, as_of="0001-01-01T00:00:00+14:00"), ("facts[0].as_of", "out_of_range")),
        (fact(1, origin="invented"), ("facts[0].origin", "bad_origin")),
        (fact(1, origin=["real"]), ("facts[0].origin", "bad_origin")),
    ],
)
def test_a_bad_entry_is_refused_naming_its_place(entry, place):
    agreed = contract(
        spec(),
        spec("named", sources=["hr"]),
        spec("sex", "enum", values=["m"]) | {"sensitivity": "protected"},
        forbidden=[{"key": "durat", "why": "It is the outcome."}],
    )

    assert refusal(facts_of, agreed, entry) == place


def test_five_minutes_ahead_are_forgiven_and_offsets_become_utc():
    agreed = contract()

    ahead, offset = facts_of(
        agreed, fact(1, as_of="2026-11-22T09:05:00Z"), fact(1, source="b", as_of="2026-11-22T10:00:00+02:00")
    )

    assert ahead.as_of == NOW + timedelta(minutes=5)
    assert offset.as_of == datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


def test_at_most_five_hundred_entries_are_read():
    agreed = contract()

    assert len(facts_of(agreed, *[fact(1, source=f"s{i}") for i in range(500)])) == 500
    assert refusal(facts_of, agreed, *[fact(1)] * 501) == ("facts", "too_long")
    assert refusal(rules.parse_facts, agreed, {"wage": 1}, NOW) == ("facts", "wrong_type")


def test_the_ai_may_not_use_what_is_forbidden_protected_or_kept_from_it():
    agreed = contract(
        spec(),
        spec("schedule", ai_may_use=False),
        spec("sex", "enum", values=["m"]) | {"sensitivity": "protected"},
        forbidden=[{"key": "durat", "why": "It is the outcome."}],
    )

    rules.check_used(agreed, ["wage"])
    for key, code in [("durat", "forbidden_fact"), ("sex", "forbidden_fact"), ("schedule", "forbidden_fact"),
                      ("other", "unknown_fact")]:  # fmt: skip
        assert refusal(rules.check_used, agreed, ["wage", key]) == ("used[1]", code)


@pytest.mark.parametrize("said", [{}, {"origin": "real"}, {"origin": "simulated"}])
def test_what_the_contract_calls_simulated_is_marked_so_whatever_its_sender_says(said):
    agreed = contract(spec(), spec("made_up", "integer", simulated=True))

    real, simulated = facts_of(agreed, fact(1), {"fact": "made_up", "value": 1, "source": "employer", **said})

    assert (real.origin, simulated.origin) == (rules.Origin.REAL, rules.Origin.SIMULATED)
    plain, _ = rules.split_by_sensitivity(agreed, [real, simulated])
    assert [one["origin"] for one in plain] == ["real", "simulated"]


def test_protected_facts_are_read_apart():
    agreed = contract(spec(), spec("sex", "enum", values=["m"]) | {"sensitivity": "protected"})

    assert rules.parse_protected(agreed, [{"fact": "sex", "value": "m"}]) == {"sex": "m"}
    assert refusal(rules.parse_protected, agreed, [{"fact": "wage", "value": 1}])[1] == "unknown_fact"
    assert refusal(rules.parse_protected, agreed, [{"fact": "sex", "value": "x"}])[1] == "unknown_value"
    assert (
        refusal(rules.parse_protected, agreed, [{"fact": "sex", "value": "m"}] * 2)[0] == "protected[1].fact"
    )
