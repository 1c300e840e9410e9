"""The published contract and the contract that reads: what one takes, the other takes."""

import json

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from apps.intake import rules
from tests.effort import TIMES
from tests.intake.arrivals import FRESH, NOW, OLD, contract, fact, refusal, spec

KINDS = {
    "flag": spec("flag", "boolean"),
    "count": spec("count", "integer", valid={"min": 0, "max": 500}, missing_codes=[999]),
    "rate": spec("rate", "decimal", missing_codes=["n/a", 9.5]),
    "pay": spec("pay", "money"),
    "kind": spec("kind", "enum", values={"a": "A", "1": "One"}, sources=["s", "t"]),
    "code": spec("code", "code"),
    "text": spec("text", "string"),
    "day": spec("day", "date"),
    "several": spec("several", "multi", values=["a", "b", 1]),
}
AGREED = contract(
    *KINDS.values(),
    spec("trait", "enum", values=["x", "y"], sensitivity="protected"),
    spec("hidden", "string", ai_may_use=False),
    forbidden=[{"key": "leak", "why": "It is the answer."}],
)
SCHEMA = rules.schema(AGREED)
READER = jsonschema.Draft202012Validator(SCHEMA)

NUMBERS = some.integers(-(10**16), 10**16) | some.floats(allow_nan=False, allow_infinity=False).filter(
    lambda one: not one.is_integer()  # 1.0 is a whole number to a schema and none to the contract
)
TEXTS = some.text(some.characters(exclude_categories=["Cs"]), max_size=5)
DATES = some.dates().map(str) | some.just("2024-1-1")
VALUES = (
    some.none() | some.booleans() | NUMBERS | TEXTS | DATES
    | some.sampled_from(["a", "1", 1, "999", 999, "n/a", 9.5, "1.5", "+7", "nan", "x" * 101, "x" * 2001, "\x00"])
    | some.lists(some.sampled_from(["a", "b", "c", 1, "1", 2, True]), max_size=3)
    | some.lists(some.just("a"), min_size=99, max_size=102) | some.just({})
)  # fmt: skip
ENTRIES = some.fixed_dictionaries(
    {"fact": some.sampled_from([*KINDS, "trait", "leak", "nobody", "hidden", 3]), "value": VALUES},
    optional={
        "source": some.sampled_from(["s", "t", "u", "", " ", 5, "x" * 101, "\x00"]),
        "as_of": some.sampled_from([None, FRESH, OLD, "2026-11-22T08:00:00", "yesterday", 5]),
        "origin": some.sampled_from(["real", "simulated", "made_up", None]),
        "more": some.just(1),
    },
)


def taken(entries):
    try:
        return rules.parse_facts(AGREED, entries, NOW) is not None
    except rules.BadField:
        return False


def test_it_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA


@settings(max_examples=400 * TIMES, deadline=None)
@given(entry=ENTRIES)
def test_property_a_fact_is_taken_by_the_contract_just_when_the_schema_takes_it(entry):
    assert READER.is_valid({"facts": [entry]}) == taken([entry]), entry


@settings(max_examples=60 * TIMES, deadline=None)
@given(entries=some.lists(ENTRIES, max_size=4))
def test_property_several_facts_are_taken_when_each_is(entries):
    assert READER.is_valid({"facts": entries}) == taken(entries)


@pytest.mark.parametrize("used", [["count"], [], ["leak"], ["trait"], ["hidden"], ["nobody"]])
def test_what_the_ai_may_have_used_is_listed(used):
    try:
        rules.check_used(AGREED, used)
        is_taken = True
    except rules.BadField:
        is_taken = False

    assert READER.is_valid({"facts": [], "used": used}) == is_taken


@pytest.mark.parametrize("cites", [["count"], [], ["leak"], ["trait"], ["count", "hidden"], ["nobody"]])
def test_what_the_ai_may_not_cite_is_listed(cites):
    try:
        rules.check_cited(AGREED, [rules.Statement("It is so.", tuple(cites), rules.Direction.FOR)])
        is_taken = True
    except rules.BadField:
        is_taken = False

    assert READER.is_valid({"facts": [], "rationale": [{"text": "It is so.", "cites": cites}]}) == is_taken


@pytest.mark.parametrize("sent", [[], [{"fact": "trait", "value": "x"}], [{"fact": "trait", "value": "z"}], [{"fact": "count", "value": 1}]])  # fmt: skip
def test_protected_facts_are_described_apart(sent):
    try:
        rules.parse_protected(AGREED, sent)
        is_taken = True
    except rules.BadField:
        is_taken = False

    assert READER.is_valid({"facts": [], "protected": sent}) == is_taken


def test_what_is_only_noted_refuses_nothing_and_is_said():
    asked = contract(
        spec(
            "n", "integer", unit="days", required=True, max_age_hours=24, sources=["a", "b"], valid={"min": 1}
        ),
        spec("m", "integer", required_when={"fact": "n", "op": "gt", "value": 3}),
    )
    first, second = rules.schema(asked)["properties"]["facts"]["items"]["oneOf"]

    assert (first["x-unit"], first["x-max-age-hours"], first["x-limits"]) == ("days", 24, {"min": 1})
    assert (first["x-sources"], second["x-required-when"]) == (["a", "b"], "n")
    assert rules.schema(asked)["x-required"] == ["n"]
    old_and_impossible = {"facts": [fact(0, key="n", source="b", as_of=OLD)]}
    assert jsonschema.Draft202012Validator(rules.schema(asked)).is_valid(old_and_impossible)


def test_a_forbidden_fact_is_named_with_the_reason():
    assert SCHEMA["x-forbidden"] == {"leak": "It is the answer."}
    assert refusal(rules.parse_facts, AGREED, [fact(1, key="leak")], NOW)[1] == "forbidden_fact"
