from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.intake import rules
from apps.intake.states import ContextState

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
OVER = {"fact": "amount", "op": "gt", "value": 3000}


def body(**report: Any) -> dict[str, Any]:
    amount = {"key": "amount", "label": "Amount", "type": "integer", "sensitivity": "plain"}
    asked = {"key": "report", "label": "Engineer report", "type": "string", "sensitivity": "plain"}
    return {"facts": [asked | {"required_when": OVER, "if_missing": "block"} | report, amount]}


def judged(**known: rules.Value) -> rules.Check:
    contract = rules.parse_contract(body())
    facts = [
        rules.Fact(key, contract.specs[key].type, value, value, "core", NOW, rules.Origin.REAL)
        for key, value in known.items()
    ]
    return rules.check(contract, facts, NOW)


@given(st.integers(0, 10**9))
def test_a_report_is_required_exactly_when_the_amount_is_over_the_line(amount: int) -> None:
    found = judged(amount=amount)
    assert (found.state is ContextState.INCOMPLETE) is (amount > 3000)
    assert found.blocks_approval is (amount > 3000)
    assert judged(amount=amount, report="seen").state is ContextState.LEGIBLE


def test_a_condition_that_cannot_be_known_requires() -> None:
    assert judged().state is ContextState.INCOMPLETE


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"required": True}, ""),
        ({"sensitivity": "protected"}, ""),
        ({"if_missing": "fallback"}, ""),
        ({"required_when": OVER | {"fact": "nothing"}}, "/fact"),
        ({"required_when": OVER | {"value": "2026-01-01"}}, "/value"),
        ({"required_when": {"fact": "report", "op": "is_missing"}}, ""),
    ],
)
def test_a_condition_that_cannot_work_is_refused_at_its_clause(change: dict[str, Any], pointer: str) -> None:
    if "sensitivity" in change:
        change = change | {"ai_may_use": False}
    with pytest.raises(rules.BadContract) as refused:
        rules.parse_contract(body(**change))
    assert refused.value.pointer == f"/facts/0/required_when{pointer}"


def test_a_circle_is_named_with_its_way_round() -> None:
    circular = body()
    circular["facts"][1]["required_when"] = {"fact": "report", "op": "is_missing"}
    with pytest.raises(rules.BadContract, match="report → amount → report"):
        rules.parse_contract(circular)
