"""A clause of a contract that cannot be read: the place and the whole sentence for whoever wrote it."""

import pytest

from apps.intake import rules
from tests.intake.arrivals import contract, spec

TEXT = "Give a text of {} to {} characters here."
NAME = "Name a fact: small letters, digits and _, at most 64, a letter first."
SOURCE = "Name a source in at most 100 characters."
CLAUSE = {"fact": "wage", "op": "gt", "value": 1}


def refused(call, *args):
    with pytest.raises(rules.BadContract) as bad:
        call(*args)
    return bad.value.pointer, bad.value.sentence


@pytest.mark.parametrize(
    ("more", "place", "sentence"),
    [
        ({"key": "Wage"}, "key", NAME),
        ({"label": " "}, "label", TEXT.format(1, 120)),
        ({"unit": "x" * 121}, "unit", TEXT.format(0, 120)),
        ({"help": 5}, "help", TEXT.format(0, 500)),
        ({"defined_by": "x" * 121}, "defined_by", TEXT.format(0, 120)),
        ({"owner": "me"}, "owner", None),
        ({"required": 1}, "required", "Say true or false."),
        ({"sources": "hr"}, "sources", "Give a list of 0 to 50 entries here."),
        ({"sources": ["hr", "x" * 101]}, "sources/1", SOURCE),
        ({"sources": [7]}, "sources/0", SOURCE),
        ({"if_missing": "guess"}, "if_missing", "Use one of: block, ask, fallback, hold."),
        ({"if_conflict": "authoritative"}, "if_conflict", "List the sources; the first of them is the source of truth."),
        ({"type": "enum"}, "values", "A fact of type enum needs its list of codes."),
        ({"values": ["a"]}, "values", "A fact of type integer has no list of codes."),
        ({"type": "code", "values": ["a", "a"]}, "values/a", "This code is listed already."),
        ({"type": "code", "values": [True]}, "values/True",
         "YAML reads yes and no as true and false; write the code in quotes."),
        ({"type": "string", "valid": {"min": 1}}, "valid", "Only numbers, money and dates have limits."),
        ({"valid": {}}, "valid", "Give min, max or both."),
        ({"valid": {"min": 2, "max": 1}}, "valid/max", "The maximum must not be lower than the minimum."),
        ({"missing_codes": [""]}, "missing_codes/0", "Give a number or a text that means missing."),
        ({"type": "string", "bands": [1]}, "bands", "Only numbers and money have bands."),
        ({"bands": [2, 1]}, "bands/1", "Each edge of a band must be higher than the one before it."),
        ({"max_age_hours": 0}, "max_age_hours", "Give hours, more than 0 and at most 175680."),
        ({"fallback": 1}, "fallback", "A fallback is used only with if_missing: fallback."),
        ({"if_missing": "fallback", "required": True}, "fallback",
         "A required fact that falls back needs the value to fall back to."),
        ({"if_missing": "fallback", "fallback": 9, "valid": {"min": 1, "max": 8}}, "fallback",
         "The fallback must lie within 1 to 8."),
        ({"if_missing": "fallback", "fallback": "x"}, "fallback", "Send a whole number here."),
        ({"sensitivity": "protected", "required": True}, "required",
         "A protected fact arrives apart, for the fairness audit; it is neither used nor required."),
    ],
)  # fmt: skip
def test_a_clause_about_a_fact_is_refused_where_it_stands(more, place, sentence):
    pointer, said = refused(contract, spec(**more))

    assert pointer == f"/facts/0/{place}"
    assert said == sentence or (sentence is None and said.startswith("Unknown field; allowed are key, label"))


@pytest.mark.parametrize(
    ("more", "pointer", "sentence"),
    [
        ({"facts": {}}, "/facts", "Give a list of 1 to 200 entries here."),
        ({"facts": [5]}, "/facts/0", "Give an object with key, label, type, sensitivity here."),
        ({"facts": [spec(), {"key": "a"}]}, "/facts/1/label", "The field label is missing."),
        ({"version": 1}, "/version", "Unknown field; allowed are facts, forbidden, exclusions, assumptions."),
        ({"forbidden": 5}, "/forbidden", "Give a list of 0 to 200 entries here."),
        ({"forbidden": [{"key": "A", "why": "x"}]}, "/forbidden/0/key", NAME),
        ({"forbidden": [{"key": "a", "why": ""}]}, "/forbidden/0/why", TEXT.format(1, 500)),
        ({"forbidden": [{"key": "a", "why": "x"}] * 2}, "/forbidden/1/key", "a is forbidden already."),
        ({"forbidden": [{"key": "wage", "why": "x"}]}, "/forbidden/0/key",
         "wage is one of the contract's facts; it cannot be forbidden too."),
        ({"exclusions": "none"}, "/exclusions", "Give a list of 0 to 50 entries here."),
        ({"exclusions": [{"say": "x" * 501, "when": CLAUSE}]}, "/exclusions/0/say", TEXT.format(1, 500)),
        ({"exclusions": [{"say": "x"}]}, "/exclusions/0/when", "The field when is missing."),
        ({"assumptions": "none"}, "/assumptions", "Give a list of 0 to 50 entries here."),
        ({"assumptions": [{"say": "x", "fact": "gone"}]}, "/assumptions/0/fact",
         "Name one of the contract's facts, or leave it out."),
    ],
)  # fmt: skip
def test_a_clause_about_the_whole_is_refused_where_it_stands(more, pointer, sentence):
    assert refused(rules.parse_contract, {"facts": [spec()]} | more) == (pointer, sentence)


def test_an_exclusion_and_a_condition_may_not_read_protected_facts():
    protected = spec("sex", "enum", values=["m"]) | {"sensitivity": "protected"}
    out = [{"say": "x", "when": {"fact": "sex", "op": "eq", "value": "m"}}]

    pointer, said = refused(rules.parse_contract, {"facts": [spec(), protected], "exclusions": out})

    assert pointer == "/exclusions/0/when/fact"
    assert said.startswith("An exclusion")


def test_who_defines_a_fact_its_unit_and_its_help_are_kept_and_may_be_left_out():
    full = contract(spec(defined_by="Payroll", unit="USD", help="Before the injury."))
    bare = contract(spec(defined_by=None, unit=None, help=None))

    assert [(one.defined_by, one.unit, one.help) for one in (full.specs["wage"], bare.specs["wage"])] == [
        ("Payroll", "USD", "Before the injury."),
        ("", "", ""),
    ]


def test_limits_of_a_date_are_days():
    days = contract(spec(kind="date", valid={"min": "2024-01-01", "max": "2024-12-31"})).specs["wage"]

    assert (days.low, days.high) == ("2024-01-01", "2024-12-31")
