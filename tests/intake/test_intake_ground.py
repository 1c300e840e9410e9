import json

import pytest

from apps.intake import rules
from tests.intake.arrivals import (
    NOW,
    contract,
    fact,
    facts_of,
    spec,
)

# --- grounding ------------------------------------------------------------------------------------


def statement(text, *cites):
    return rules.Statement(text, cites, rules.Direction.FOR)


@pytest.mark.parametrize(
    ("text", "cites", "support"),
    [
        ("It is low.", ["stake"], "supported"),
        ("It is low.", [], "no citation"),
        ("It is low.", ["gossip"], "unknown citation"),
        ("The stake is 1,111 dollars.", ["stake"], "supported"),
        ("The stake is $1,111.00.", ["stake"], "supported"),
        ("The stake is 111100.", ["stake"], "unsupported number"),
        ("The wage is $1,111.", ["wage"], "supported"),
        ("The wage is 1,111.3 dollars.", ["wage"], "supported"),
        ("The wage is $1,112.", ["wage"], "unsupported number"),
        ("The wage is $1,110.", ["wage"], "unsupported number"),
        ("The wage is $1,111.33.", ["wage"], "unsupported number"),
        ("The wage is not $1,111.", ["wage"], "supported"),
        ("The stake is 1,111.2.", ["stake"], "unsupported number"),
        ("It took 5 weeks.", ["weeks"], "unsupported number"),
        ("The stake is 1,112.", ["stake"], "unsupported number"),
        ("The stake is 1,111.", ["weeks"], "unsupported number"),
        ("4.9 weeks on a stake of 1111.", ["stake", "weeks"], "supported"),
        ("A risk of 12 %.", ["risk"], "supported"),
        ("A risk of 12%.", ["risk"], "supported"),
        ("A risk of 0.12.", ["risk"], "supported"),
        ("A risk of 12.", ["risk"], "unsupported number"),
        ("Injured on 2026-11-01.", ["on"], "supported"),
        ("Injured on 2026-11-02.", ["on"], "unsupported date"),
        ("Vertebra L5 is named.", ["stake"], "supported"),
        ("Part 31 of the body.", ["part"], "supported"),
        ("Off for ٩ weeks.", ["weeks"], "unsupported number"),
        ("A change of -3 points.", ["change"], "supported"),
        ("A change of 3 points.", ["change"], "unsupported number"),
        ("Within 4-9 weeks.", ["change"], "contradicted"),
    ],
)
def test_a_statement_is_borne_by_what_it_cites(text, cites, support):
    agreed = contract(spec("stake", "money"), spec("weeks", "decimal"), spec("risk", "decimal"), spec("on", "date"),
                      spec("part", "code"), spec("change", "integer"), spec("wage", "money"))  # fmt: skip
    known = facts_of(agreed, fact(111100, key="stake"), fact("4.9", key="weeks"), fact(0.12, key="risk"),
                     fact("2026-11-01", key="on"), fact(31, key="part"), fact(-3, key="change"),
                     fact(111132, key="wage"))  # fmt: skip

    found = rules.ground([statement(text, *cites)], known)

    assert found.statements[0].support == support
    assert found.supported_share == (support == "supported")


def test_the_share_supported_is_unknown_without_a_rationale():
    assert rules.ground([], ()).supported_share is None
    assert rules.ground([statement("A", "x"), statement("B")], ()).supported_share == 0


# --- what is kept ---------------------------------------------------------------------------------


def test_personal_and_special_facts_are_kept_apart_and_come_back_the_same():
    agreed = contract(
        spec("plain", "decimal", missing_codes=[999]),
        spec("part", "multi", values=["a", "b"]) | {"sensitivity": "special"},
        spec("wage", "money", valid={"max": 10}) | {"sensitivity": "personal"},
    )
    known = facts_of(agreed, fact(0.1 + 0.2, key="plain"), fact(999, key="plain", source="b"), fact(1e-17, key="plain"),
                     fact(["b", "a"], key="part", as_of=None), fact(11), fact(None, source="c"))  # fmt: skip

    plain, private = rules.split_by_sensitivity(agreed, known)
    stored = json.loads(json.dumps([plain, private], allow_nan=False))

    assert [one["fact"] for one in plain] == ["plain", "plain", "plain"]
    assert {one["fact"] for one in private} == {"part", "wage"}
    assert plain[0] == {"fact": "plain", "value": "0.30000000000000004", "source": "employer",
                        "as_of": "2026-11-22T08:00:00Z", "origin": "real"}  # fmt: skip
    revived = rules.revive(agreed, stored[0] + stored[1], NOW)
    assert rules.check(agreed, revived, NOW) == rules.check(agreed, known, NOW)


@pytest.mark.parametrize(
    ("value", "name"), [(24, "under 25"), (25, "25 to under 35"), (35, "35 and over"), (None, None)]
)
def test_a_band_names_where_a_number_lies(value, name):
    assert rules.band(contract(spec(bands=[25, 35])).specs["wage"], value) == name
