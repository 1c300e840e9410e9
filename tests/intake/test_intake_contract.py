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
