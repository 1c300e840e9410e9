import math
from datetime import timedelta
from decimal import Decimal

import pytest

from apps.intake import rules
from tests.intake.arrivals import contract, spec

# --- contract -------------------------------------------------------------------------------------


def test_a_full_contract_is_read():
    agreed = contract(
        spec("age", unit="years", required=True, sources=["hr", "form"], max_age_hours=24.5, valid={"min": 14, "max": 80},
             missing_codes=[999, "n/a"], bands=[25, 35.5], if_missing="block", if_conflict="newest", help="At injury."),
        spec("sex", "enum", values={"m": "Male"}) | {"sensitivity": "protected"},
        spec("lane", "enum", values=[1, 2], if_missing="fallback", fallback=2),
        forbidden=[{"key": "durat", "why": "It is the outcome."}, {"key": "sex", "why": "Protected."}],
        exclusions=[{"say": "Too old for this AI.", "when": {"fact": "age", "op": "gt", "value": 75}}],
    )  # fmt: skip

    age = agreed.specs["age"]
    assert (age.low, age.high, age.max_age, age.bands) == (
        14,
        80,
        timedelta(hours=24.5),
        (25, Decimal("35.5")),
    )
    assert age.missing_codes == {"999", "n/a"}
    assert agreed.specs["lane"].fallback == "2"
    assert agreed.specs["sex"].ai_may_use is False
    assert agreed.kinds() == {"age": "integer", "lane": "enum"}


@pytest.mark.parametrize(
    ("more", "pointer"),
    [
        ({"key": "Wage"}, "key"),
        ({"key": "w" * 65}, "key"),
        ({"label": ""}, "label"),
        ({"label": "x" * 121}, "label"),
        ({"label": "\ud800"}, "label"),
        ({"type": "float"}, "type"),
        ({"type": ["integer"]}, "type"),
        ({"sensitivity": "secret"}, "sensitivity"),
        ({"sensitivity": "protected", "ai_may_use": True}, "ai_may_use"),
        ({"sensitivity": "protected", "required": True}, "required"),
        ({"required": "yes"}, "required"),
        ({"sources": "employer"}, "sources"),
        ({"sources": ["a", "b", "a"]}, "sources/2"),
        ({"sources": [""]}, "sources/0"),
        ({"type": "enum"}, "values"),
        ({"type": "multi", "values": []}, "values"),
        ({"type": "enum", "values": {True: "Yes"}}, "values/True"),
        ({"type": "enum", "values": {1: "One", "1": "Uno"}}, "values/1"),
        ({"values": {"a": "A"}}, "values"),
        ({"max_age_hours": 0}, "max_age_hours"),
        ({"max_age_hours": math.inf}, "max_age_hours"),
        ({"max_age_hours": 24 * 366 * 20 + 1}, "max_age_hours"),
        ({"if_missing": "guess"}, "if_missing"),
        ({"if_conflict": "loudest"}, "if_conflict"),
        ({"if_conflict": "authoritative"}, "if_conflict"),
        ({"fallback": 1}, "fallback"),
        ({"if_missing": "fallback", "required": True}, "fallback"),
        ({"if_missing": "fallback", "fallback": "many"}, "fallback"),
        ({"if_missing": "fallback", "fallback": 9, "valid": {"max": 8}}, "fallback"),
        ({"valid": {}}, "valid"),
        ({"valid": {"min": 2, "max": 1}}, "valid/max"),
        ({"valid": {"low": 1}}, "valid/low"),
        ({"valid": {"min": "x"}}, "valid/min"),
        ({"type": "date", "valid": {"min": "2024-02-30"}}, "valid/min"),
        ({"type": "date", "valid": {"min": "2024-02-02", "max": "2024-02-01"}}, "valid/max"),
        ({"type": "string", "valid": {"min": 1}}, "valid"),
        ({"missing_codes": 999}, "missing_codes"),
        ({"missing_codes": [True]}, "missing_codes/0"),
        ({"bands": [1, 1]}, "bands/1"),
        ({"type": "string", "bands": [1]}, "bands"),
        ({"owner": "me"}, "owner"),
    ],
)
def test_a_bad_contract_is_refused_with_a_pointer_to_the_clause(more, pointer):
    with pytest.raises(rules.BadContract) as refused:
        contract(spec(**more))

    assert refused.value.pointer == f"/facts/0/{pointer}"
    assert refused.value.sentence.endswith(".")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        (None, ""),
        ({}, "/facts"),
        ({"facts": []}, "/facts"),
        ({"facts": [spec(f"f{i}") for i in range(201)]}, "/facts"),
        ({"facts": [spec(), spec()]}, "/facts/1/key"),
        ({"facts": [{"key": "a"}]}, "/facts/0/label"),
        ({"facts": [spec()], "forbidden": [{"key": "wage", "why": "No."}]}, "/forbidden/0/key"),
        ({"facts": [spec()], "forbidden": [{"key": "a", "why": "x"}] * 2}, "/forbidden/1/key"),
        ({"facts": [spec()], "exclusions": [{"say": "No."}]}, "/exclusions/0/when"),
        ({"facts": [spec()], "exclusions": [{"say": "No.", "when": {"fact": "b", "op": "eq", "value": 1}}]},
         "/exclusions/0/when/fact"),
        ({"facts": [spec()], "exclusions": [{"say": "No.", "when": {"fact": "wage", "op": "eq", "value": "a"}}]},
         "/exclusions/0/when/value"),
        ({"facts": [spec()], "exclusions": [{"say": "No.", "when": {"fact": "wage", "op": "near", "value": 1}}]},
         "/exclusions/0/when/op"),
    ],
)  # fmt: skip
def test_a_bad_frame_is_refused_with_a_pointer(body, pointer):
    with pytest.raises(rules.BadContract) as refused:
        rules.parse_contract(body)

    assert refused.value.pointer == pointer


# --- assumptions, bands, two sources of truth ------------------------------------------------------


def test_assumptions_are_kept_with_the_fact_they_are_about():
    agreed = contract(assumptions=[{"say": "In 1982 dollars.", "fact": "wage"}, {"say": "Lost time only."}])
    assert [(one.say, one.fact) for one in agreed.assumptions] == [("In 1982 dollars.", "wage"), ("Lost time only.", "")]  # fmt: skip


@pytest.mark.parametrize(
    ("more", "pointer", "mend"),
    [
        ({"assumptions": [{"say": ""}]}, "/assumptions/0/say", "text of 1"),
        ({"assumptions": [{"say": "x", "fact": "gone"}]}, "/assumptions/0/fact", "one of the contract's facts"),
        ({"assumptions": [{"say": "x", "fact": ["wage"]}]}, "/assumptions/0/fact", "one of the contract's facts"),
        ({"assumptions": [{"text": "x"}]}, "/assumptions/0/text", "allowed are say, fact"),
        ({"facts": [spec(), spec()]}, "/facts/1/key", "two sources of truth; keep one of the two"),
        ({"facts": [spec(sources=["a", "a"])]}, "/facts/0/sources/1", "keep one of its two places"),
        ({"facts": [spec(valid={"min": 10}, bands=[10])]}, "/facts/0/bands/0", "No value lies under 10"),
        ({"facts": [spec(valid={"max": 10}, bands=[5, 11])]}, "/facts/0/bands/1", "No value reaches 11"),
        ({"facts": [spec(kind="money", bands=[0])]}, "/facts/0/bands/0", "No value lies under 0"),
        (
            {"facts": [spec("a", required_when={"fact": "b", "op": "gt", "value": 1}),
                       spec("b", required_when={"fact": "a", "op": "gt", "value": 1})]},
            "/facts/0/required_when",
            "runs in a circle (a → b → a); take it from one of them",
        ),
    ],
)  # fmt: skip
def test_what_cannot_hold_is_refused_by_its_clause_with_the_way_to_mend_it(more, pointer, mend):
    with pytest.raises(rules.BadContract) as bad:
        rules.parse_contract({"facts": [spec()]} | more)
    assert bad.value.pointer == pointer
    assert mend in bad.value.sentence


def test_a_highest_value_may_be_the_edge_of_its_own_band():
    assert contract(spec(valid={"min": 0, "max": 10}, bands=[1, 10])).specs["wage"].bands == (1, 10)


# --- what a version changes, in words --------------------------------------------------------------


def said(old, new):
    return [str(one.said) for one in rules.differences(old, new, currency="USD")]


def test_a_difference_is_said_as_a_person_would():
    amount = spec("amount", "money")
    old = contract(amount, spec("report", "boolean", sources=["engineer"]))
    new = contract(
        amount,
        spec("report", "boolean", sources=["surveyor", "engineer"], max_age_hours=48, if_missing="block",
             required_when={"fact": "amount", "op": "gt", "value": 300000}),
        spec("photo", "boolean"),
        forbidden=[{"key": "cost", "why": "It accrues."}],
        exclusions=[{"say": "Too large.", "when": {"fact": "amount", "op": "gt", "value": 9900000}}],
        assumptions=[{"say": "In euro."}],
    )  # fmt: skip
    assert said(old, new) == [
        "Report: now required when Amount is over $3,000.00 (was optional)",
        "Report: now from surveyor, then engineer (was from engineer)",
        "Report: now at most 2 days old (was of any age)",
        "Report: if missing now nobody can approve without it (was somebody asks for it)",
        "Photo: new, optional",
        "cost: now forbidden. It accrues.",
        "Now out of scope: Too large. (when Amount is over $99,000.00)",
        "Now taken for granted: In euro.",
    ]
    assert said(new, contract(amount))[-4:] == [
        "Photo: no longer part of the contract; senders must stop sending it",
        "cost: no longer forbidden (it was: It accrues.)",
        "No longer out of scope: Too large. (when Amount is over $99,000.00)",
        "No longer taken for granted: In euro.",
    ]


@pytest.mark.parametrize(
    ("before", "after", "looser"),
    [
        ({"required": True}, {"required": True}, False),
        ({"required": True}, {"required": False}, True),
        ({"required": True}, None, True),
        ({"required": False}, None, False),
        ({"required": False}, {"required": True}, False),
        ({"required": True}, {"required": True, "if_missing": "fallback", "fallback": 1}, True),
        ({"required_when": {"fact": "other", "op": "gt", "value": 1}}, {"required": True}, False),
        ({"required_when": {"fact": "other", "op": "gt", "value": 1}}, {"required": False}, True),
    ],
)
def test_asking_for_less_is_known_as_looser(before, after, looser):
    other = spec("other")
    new = contract(other, *([] if after is None else [spec(**after)]))
    assert rules.is_looser(contract(other, spec(**before)), new) is looser


def test_taking_an_exclusion_back_is_looser():
    out = {"say": "Large.", "when": {"fact": "wage", "op": "gt", "value": 1}}
    assert rules.is_looser(contract(exclusions=[out]), contract()) is True
    assert rules.is_looser(contract(), contract(exclusions=[out])) is False
