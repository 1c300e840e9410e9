"""A slice becomes a rule that says exactly its cases, stands before what is less cautious, and names no protected fact."""

import pytest

from apps.learning.rules import Condition, drafting
from apps.learning.states import Target

HOLD = {"lane": "HOLD"}
ALONE = {"lane": "AUTOMATIC"}
OFFICERS = {"lane": "OFFICER", "inbox": "officers", "due_hours": 24, "in_working_hours": True}
SLOWLY = {"lane": "OFFICER", "inbox": "later", "due_hours": 72}
SUPERVISORS = {"lane": "SUPERVISOR", "inbox": "supervisors", "due_hours": 8, "reasons": ["x"]}


def rule(code, then):
    return {"code": code, "say": code, "when": {"fact": "state", "op": "eq", "value": "KY"}, "then": then}


TREE = {
    "rules": [rule("r1", HOLD), rule("r2", SUPERVISORS), rule("r3", OFFICERS), rule("r4", ALONE), rule("r5", SLOWLY)],
    "otherwise": OFFICERS,
    "format": 1,
}  # fmt: skip
KNOWS = drafting.Known(
    kinds={
        "hospital_stay": "boolean",
        "industry": "code",
        "context_state": "code",
        "weekly_wage": "money",
        "age": "integer",
        "lag": "decimal",
        "sex": "code",
    },
    codes={"industry": ("Construction", "Mining")},
    bands={"weekly_wage": (200, 350.5)},
    protected={"sex"},
    edges={"age": (25, 45), "weekly_wage": (100,)},
)


def drafted(*conditions, lane="SUPERVISOR", tree=TREE, **more):
    named = [Condition(fact, value) for fact, value in conditions]
    return drafting.draft_rule(
        named, words="industry is mining", code="fix_1", lane=lane, tree=tree, knows=KNOWS, **more
    )


def clause(fact, op, value):
    return {"fact": fact, "op": op, "value": value}


@pytest.mark.parametrize(
    ("fact", "value", "when"),
    [
        ("hospital_stay", "true", clause("hospital_stay", "eq", True)),
        ("hospital_stay", "No", clause("hospital_stay", "eq", False)),
        ("industry", "construction", clause("industry", "eq", "Construction")),
        ("industry", "fishing", clause("industry", "eq", "fishing")),
        ("context", "partial", clause("context_state", "eq", "partial")),
        ("industry", None, {"fact": "industry", "op": "is_missing"}),
        ("age", None, {"fact": "age", "op": "is_missing"}),
        ("weekly_wage", "under 200", clause("weekly_wage", "banded", [None, 200])),
        ("weekly_wage", "200 to under 350.5", clause("weekly_wage", "banded", [200, 350.5])),
        ("weekly_wage", "350.5 and over", clause("weekly_wage", "banded", [350.5, None])),
        ("age", "under 25", clause("age", "lt", 25)),
        ("age", "45 and over", clause("age", "ge", 45)),
        ("age", "25 to under 45", {"all": [clause("age", "ge", 25), clause("age", "lt", 45)]}),
        ("weekly_wage", "100 and over", clause("weekly_wage", "ge", 100)),
        ("lag", "3", clause("lag", "eq", 3)),
        ("lag", "2.5", clause("lag", "eq", 2.5)),
    ],
)
def test_a_condition_is_a_clause_that_policy_can_read(fact, value, when):
    assert drafted((fact, value)).rule["when"] == when


def test_several_conditions_hold_together():
    found = drafted(("industry", "mining"), ("age", "25 to under 45"))

    assert found.rule["when"] == {
        "all": [clause("industry", "eq", "Mining"), clause("age", "ge", 25), clause("age", "lt", 45)]
    }


@pytest.mark.parametrize(
    ("fact", "value", "error", "says"),
    [
        ("sex", "f", drafting.ProtectedFact, "sex is protected"),
        ("sex", None, drafting.ProtectedFact, "sex is protected"),
        ("gone", "x", drafting.NoRule, "knows no fact gone"),
        ("age", "30 to under 40", drafting.NoRule, "The band 30 to under 40 of age"),
    ],
)
def test_what_cannot_be_a_rule_is_refused_with_the_fact_that_hinders(fact, value, error, says):
    with pytest.raises(error) as refused:
        drafted(("industry", "mining"), (fact, value))

    assert says in str(refused.value.sentence)
    assert refused.value.fact == fact


@pytest.mark.parametrize(
    ("lane", "place", "then"),
    [
        ("SUPERVISOR", 2, {"lane": "SUPERVISOR", "inbox": "supervisors", "due_hours": 8}),
        ("OFFICER", 3, SLOWLY),
    ],
)
def test_it_stands_before_all_that_is_less_cautious_and_goes_where_that_lane_goes(lane, place, then):
    found = drafted(("industry", "mining"), lane=lane)

    assert (found.place, found.rule["then"]) == (place, then)
    assert [one["code"] for one in found.tree["rules"]].index("fix_1") == place
    assert found.tree["rules"][place] is found.rule
    assert found.tree["format"] == 1
    assert len(TREE["rules"]) == 5, "the tree that was given is not changed"


def test_where_all_rules_are_as_cautious_it_stands_last_and_takes_the_way_of_the_rest():
    tree = {"rules": [rule("r1", HOLD), rule("r2", SUPERVISORS)], "otherwise": OFFICERS}
    found = drafted(("industry", "mining"), lane="OFFICER", tree=tree)

    assert (found.place, found.rule["then"]) == (2, OFFICERS)


def test_a_policy_that_never_sends_cases_there_is_written_in_its_editor():
    tree = {"rules": [rule("r1", ALONE)], "otherwise": OFFICERS}
    with pytest.raises(drafting.NoRule, match="sends no case to that lane"):
        drafted(("industry", "mining"), tree=tree)


@pytest.mark.parametrize("target", list(Target))
def test_it_says_why_it_is_there_for_each_thing_that_is_searched(target):
    said = drafted(("industry", "mining"), target=target).rule["say"]

    assert said.startswith("Industry is mining: ")
    assert said.endswith(" here far more often, so a supervisor decides.")
    assert drafting.HAPPENS[target] in said


def test_a_wider_rule_says_that_it_happens_in_a_part_and_long_words_are_shortened():
    found = drafted(("industry", "mining"), lane="OFFICER", is_wider=True)
    assert found.rule["say"].endswith("far more often in a part of these, so a person decides.")

    long = drafting.draft_rule(
        [Condition("industry", "mining")], words="x" * 900, code="f", lane="OFFICER", tree=TREE, knows=KNOWS
    )
    assert len(long.rule["say"]) <= drafting.MOST_SAID
    assert "x" * 200 in long.rule["say"].lower()


def test_a_rule_is_found_in_a_tree_and_taken_out_of_it():
    found = drafted(("industry", "mining"))

    assert drafting.holds(found.tree, "fix_1")
    assert not drafting.holds(TREE, "fix_1")
    assert drafting.without(found.tree, "fix_1") == TREE
