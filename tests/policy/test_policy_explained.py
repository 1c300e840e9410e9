"""What a policy says of itself: which facts it reads, why a case went where it went, clause by clause as written."""

from decimal import Decimal

import pytest

from apps.policy import rules
from tests.policy.trees import OFFICER, clause, tree

POLICY = rules.parse(
    tree(
        {"all": [clause("gt", 10), {"not": clause("eq", "b", "colour")}]},
        {"any": [clause("is_missing", fact="age"), clause("in", ["a", "ü"], "colour")]},
        then=OFFICER,
    )
)


def test_it_reads_every_fact_that_a_rule_asks_for():
    assert rules.reads(POLICY) == {"x", "colour", "age"}
    assert rules.reads(rules.parse(tree())) == set()


def test_rules_that_ask_for_a_code_of_a_fact_are_named_once_and_in_order():
    asked = {
        "any": [clause("in", ["a", "b"], "segment"), clause("eq", "z", "other"), clause("eq", "a", "segment")]
    }
    missing = clause("is_missing", fact="segment")
    tried = (asked, {"not": clause("eq", "b", "segment")}, missing, clause("in", [1, 2], "other"))
    policy = rules.parse(tree(*tried, then=OFFICER))

    assert rules.codes_asked(policy, "segment") == {"a": ("r0",), "b": ("r0", "r1")}
    assert rules.codes_asked(policy, "other") == {"z": ("r0",)}


def test_a_rule_tells_the_advice_by_any_fact_that_the_ai_said():
    policy = rules.parse(
        tree(clause("gt", 1, "confidence"), {"not": clause("eq", True, "paused")}, clause("gt", 1))
    )

    assert rules.tells_advice(policy) == {"r0": True, "r1": True, "r2": False}


def test_rules_by_which_the_place_of_a_case_tells_the_suggestion_are_named():
    advised, other = clause("eq", "standard", "recommended_outcome"), {**OFFICER, "inbox": "seniors"}
    policy = rules.parse(tree(advised, clause("gt", 10), then=other))
    same = rules.parse(tree(advised, then=OFFICER))
    held = rules.parse(tree({"not": advised}, then={"lane": "HOLD"}))
    alone = rules.parse(tree(advised, then={"lane": "AUTOMATIC"}))

    found = [rules.places_by_advice(one) for one in (policy, same, held, alone)]
    assert found == [("r0",), (), ("r0",), ()]


@pytest.mark.parametrize(
    "fact", ["recommended_outcome", "posture_allows", "paused", "confidence", "stake_minor"]
)
@pytest.mark.parametrize(
    ("then", "least", "is_told"),
    [
        ({"inbox": "seniors", "first_view": True}, "0", True),
        ({"inbox": "seniors", "first_view": 0.01}, "0", True),
        ({"inbox": "seniors"}, "0.01", True),
        ({"lane": "HOLD", "first_view": True}, "0", True),
        ({"inbox": "seniors"}, "0", False),
        ({"first_view": True}, "0.2", False),
        ({"lane": "AUTOMATIC"}, "0.2", False),
    ],
)
def test_a_place_that_tells_which_outcome_is_suggested_is_found_where_a_view_may_be_asked(
    fact, then, least, is_told
):
    """How sure the AI is is only warned of: it does not say what it suggests."""
    asked = {"fact": fact, "op": "ne", "value": True}
    policy = rules.parse(
        tree(clause("gt", 10), {"any": [clause("gt", 10), {"not": asked}]}, then=OFFICER | then)
    )

    found = [(place, rule.code) for place, rule in rules.gives_away(policy, least_view=Decimal(least))]

    says_outcome = fact in ("recommended_outcome", "posture_allows", "paused")
    assert found == ([(1, "r1")] if is_told and says_outcome else [])


def test_a_kept_verdict_is_explained_again_by_its_codes_and_what_was_unknown():
    said = rules.because_of(POLICY, codes=["r1", "otherwise", "unknown_facts"], unknown=["first_name", "age"])

    assert [one.code for one in said] == ["r1", "otherwise", "unknown_facts"]
    assert said[0].say == "Because it says so."
    assert said[1].say.startswith("No policy rule matched")
    assert said[2].say == "Not known here: first name, age. What is not known is for a person to judge."


@pytest.mark.parametrize(
    "facts", [{"x": 11, "colour": "a"}, {"x": None, "colour": None}, {"x": 11, "age": 3}, {}]
)
def test_what_is_explained_again_is_what_was_said(facts):
    said = rules.evaluate(POLICY, facts)

    codes = [one.code for one in said.because]
    assert rules.because_of(POLICY, codes=codes, unknown=said.unknown) == said.because


def test_the_trace_names_facts_and_values_as_the_page_does_and_clauses_as_they_are_written():
    steps = rules.trace(
        POLICY,
        {"x": Decimal("3.5"), "colour": "ü"},
        labels={"x": "Weight", "colour": "Colour"},
        values={"colour": {"b": "blue", "ü": "violet"}},
    )

    assert [(one.words, one.raw) for one in steps] == [
        ("Weight is over 10 and not (Colour is blue)", ""),
        ("Weight is over 10", "x gt 10"),
        ("not (Colour is blue)", ""),
        ("Colour is blue", 'colour eq "b"'),
        ("age is missing or Colour is one of a, violet", ""),
        ("age is missing", "age is_missing"),
        ("Colour is one of a, violet", 'colour in ["a", "ü"]'),
    ]
    assert [one.given for one in steps] == [None, Decimal("3.5"), None, "ü", None, None, "ü"]


def test_an_amount_reads_in_its_currency_where_it_is_known():
    policy = rules.parse(tree(clause("gt", 12_345, "stake_minor"), then=OFFICER))

    assert rules.trace(policy, {}, currencies={"stake_minor": "USD"})[0].words.endswith("$123.45")
    assert rules.trace(policy, {})[0].words.endswith("12,345")


def test_the_overlap_of_segments_is_said_whole():
    named = [
        {"key": key, "label": key, "when": clause("gt", low)} for key, low in (("large", 10), ("huge", 20))
    ]
    with pytest.raises(rules.BadPolicy) as refused:
        rules.refuse_overlap(rules.read_segments(named))

    assert refused.value.sentence == (
        "The segments large (/segments/0/when) and huge (/segments/1/when) overlap: a case could be in both, "
        "one with x 21. Ask in one of them for what the other excludes."
    )
