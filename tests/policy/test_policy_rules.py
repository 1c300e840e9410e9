import hashlib
import math
from decimal import Decimal

import pytest

from apps.policy import rules
from apps.policy.states import MOVES, Lane, PolicyState
from tests.policy.trees import AUTOMATIC, OFFICER, clause, rule, tree, truth

# --- comparisons: exact, three-valued -------------------------------------------------------------


@pytest.mark.parametrize(
    ("op", "value", "known", "expected"),
    [
        ("eq", True, True, True),
        ("eq", True, False, False),
        ("eq", True, 1, None),
        ("eq", 1, True, None),
        ("eq", 1, 1.0, True),
        ("eq", 1, "1", None),
        ("eq", "1", 1, None),
        ("ne", "a", "b", True),
        ("ne", "a", None, None),
        ("lt", 10, 9, True),
        ("lt", 10, 10, False),
        ("le", 10, 10, True),
        ("le", 10, Decimal("10.0000001"), False),
        ("gt", 10, 10, False),
        ("gt", 10, Decimal("10.0000001"), True),
        ("ge", 10, 10, True),
        ("ge", 10, 9, False),
        ("ge", 0.1, 0.1, True),
        ("ge", "0.30", 0.1 + 0.2, True),
        ("lt", "0.30000000000000004", 0.3, True),
        ("in", ["a", "b"], "b", True),
        ("in", ["a", "b"], "c", False),
        ("in", ["a", "b"], 1, None),
        ("in", [1, 2], Decimal("2.0"), True),
        ("in", [1, 2], True, None),
        ("between", [1, 3], 1, True),
        ("between", [1, 3], 3, True),
        ("between", [1, 3], 3.01, False),
        ("between", ["2024-01-01", "2024-12-31"], "2024-12-31", True),
        ("lt", "2024-01-01", "2023-12-31", True),
        ("lt", "2024-01-01", "20231231", None),
        ("lt", "2024-01-01", "2023-02-30", None),
        ("has", "a", ("a", "b"), True),
        ("has", "c", ["a", "b"], False),
        ("has", "a", "a", None),
        ("is_missing", None, 3, False),
        ("is_missing", None, None, True),
        ("is_missing", None, math.nan, True),
        ("is_missing", None, Decimal("NaN"), True),
        ("is_missing", None, math.inf, False),
        ("lt", 10, math.nan, None),
        ("lt", 10, -math.inf, None),
        ("lt", 10, Decimal("sNaN"), None),
        ("lt", 10, [1], None),
        ("lt", 10**17, 10**17 - 1, True),
    ],
)
def test_a_clause_compares_exactly_and_never_guesses(op, value, known, expected):
    assert truth(clause(op, value), {"x": known}) is expected


def test_an_absent_fact_is_unknown_and_missing():
    assert truth(clause("eq", 1), {}) is None
    assert truth(clause("is_missing"), {}) is True


KLEENE = {"T": True, "F": False, "U": None}


@pytest.mark.parametrize(
    ("join", "parts", "expected"),
    [
        ("all", "TT", True), ("all", "TF", False), ("all", "TU", None), ("all", "UF", False), ("all", "FU", False),
        ("any", "FF", False), ("any", "FT", True), ("any", "FU", None), ("any", "UT", True), ("any", "TU", True),
        ("all", "U", None), ("any", "UU", None),
    ],
)  # fmt: skip
def test_joins_follow_kleene(join, parts, expected):
    facts = {f"f{i}": KLEENE[one] for i, one in enumerate(parts)}
    when = {join: [clause("eq", True, fact=name) for name in facts]}

    assert truth(when, facts) is expected
    assert truth({"not": when}, facts) is (None if expected is None else not expected)


# --- who wins -------------------------------------------------------------------------------------


def test_the_first_true_rule_wins():
    policy = rules.parse(tree(clause("gt", 10), clause("gt", 5)))

    assert rules.evaluate(policy, {"x": 11}).rule_code == "r0"
    assert rules.evaluate(policy, {"x": 7}).rule_code == "r1"
    assert rules.evaluate(policy, {"x": 5}).rule_code == rules.OTHERWISE


def test_the_winner_says_where_and_why():
    result = rules.evaluate(rules.parse(tree(clause("gt", 10))), {"x": 11})

    assert (result.lane, result.inbox, result.due_hours) == (Lane.AUTOMATIC, "officers", 24)
    assert result.sample_share == Decimal("0.1")
    assert result.because == (rules.Because("r0", "Because it says so."),)
    assert result.unknown == ()


def test_the_machine_may_have_a_due_time_of_its_own():
    policy = rules.parse(tree(clause("gt", 1), then=AUTOMATIC | {"due_hours": 8}))

    assert rules.evaluate(policy, {"x": 2}).due_hours == 8


def test_an_unknown_rule_before_the_winner_forbids_the_machine_to_act():
    policy = rules.parse(tree(clause("gt", 10, fact="a"), clause("gt", 5, fact="b")))

    result = rules.evaluate(policy, {"b": 6})

    assert result.lane is Lane.OFFICER
    assert result.rule_code == rules.OTHERWISE
    assert result.unknown == ("a",)
    assert result.because[0].code == rules.UNKNOWN_FACTS
    assert "a" in result.because[0].say


def test_an_unknown_rule_after_the_winner_is_not_tried():
    policy = rules.parse(tree(clause("gt", 5, fact="b"), clause("gt", 10, fact="a")))

    assert rules.evaluate(policy, {"b": 6}).lane is Lane.AUTOMATIC


def test_otherwise_is_never_automatic_when_something_was_unknown():
    policy = rules.parse(tree(clause("gt", 10), otherwise=OFFICER | {"lane": "AUTOMATIC"}))

    assert rules.evaluate(policy, {"x": 3}).lane is Lane.AUTOMATIC
    assert rules.evaluate(policy, {"x": None}).lane is Lane.OFFICER
    assert rules.evaluate(policy, {"x": None}).sample_share == 0


def test_a_person_who_wins_after_an_unknown_is_told_of_it():
    supervisor = {"lane": "SUPERVISOR", "inbox": "supervisors", "due_hours": 8}
    body = {
        "rules": [rule(clause("gt", 1, fact="a"), code="r0"), rule(clause("gt", 1, fact="b"), supervisor)],
        "otherwise": OFFICER,
    }

    result = rules.evaluate(rules.parse(body), {"b": 2})

    assert (result.lane, result.inbox, result.rule_code) == (Lane.SUPERVISOR, "supervisors", "r1")
    assert [one.code for one in result.because] == ["r1", rules.UNKNOWN_FACTS]
    assert result.because[1].say.startswith("Not known here: a. ")
    assert result.unknown == ("a",)


def test_a_stricter_otherwise_stays_strict_when_something_is_unknown():
    hold = {"lane": "HOLD", "inbox": "officers", "due_hours": 24}
    policy = rules.parse(tree(clause("gt", 1, fact="a"), clause("gt", 1, fact="b"), otherwise=hold))

    assert rules.evaluate(policy, {"b": 2}).lane is Lane.HOLD


def test_only_facts_that_leave_a_rule_open_are_named():
    when = {
        "all": [clause("eq", True, fact="a"), {"any": [clause("eq", 1, fact="b"), clause("eq", 2, fact="c")]}]
    }
    policy = rules.parse(tree(when))

    assert rules.evaluate(policy, {"a": True, "c": 2}).unknown == ()
    assert rules.evaluate(policy, {"a": True, "c": 3}).unknown == ("b",)
    assert rules.evaluate(policy, {"c": 3}).unknown == ("a", "b")


# --- words and trace ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (clause("gt", 150_000), "stake is over 150,000"),
        (clause("le", 0.25), "stake is at most 0.25"),
        (clause("eq", True), "stake is yes"),
        (clause("in", ["a", "b"]), "stake is one of Apple, b"),
        ({"not": clause("in", ["a", "b"])}, "stake is not one of Apple, b"),
        ({"not": {"not": clause("is_missing")}}, "stake is missing"),
        (clause("between", [1, 2]), "stake is between 1 and 2"),
        (clause("lt", "2024-01-01"), "stake is before 2024-01-01"),
        ({"not": clause("eq", 1)}, "not (stake is 1)"),
        ({"all": [clause("gt", 1), {"any": [clause("lt", 5), clause("eq", 9)]}]},
         "stake is over 1 and (stake is under 5 or stake is 9)"),
        ({"not": {"all": [clause("gt", 1), clause("lt", 5)]}}, "not (stake is over 1 and stake is under 5)"),
    ],
)  # fmt: skip
def test_a_condition_reads_as_english(when, words):
    condition = rules.parse(tree(when, then=OFFICER)).rules[0].when

    assert rules.in_words(condition, labels={"x": "stake"}, values={"x": {"a": "Apple"}}) == words


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (clause("gt", 300_000), "stake is over $3,000.00"),
        (clause("between", [1, 20_050]), "stake is between $0.01 and $200.50"),
    ],
)
def test_an_amount_reads_in_its_currency(when, words):
    condition = rules.parse(tree(when, then=OFFICER)).rules[0].when

    assert rules.in_words(condition, labels={"x": "stake"}, currencies={"x": "USD"}) == words


def test_the_trace_shows_every_clause_tried_up_to_the_winner():
    policy = rules.parse(
        tree(
            {"all": [clause("gt", 10), clause("eq", True, fact="b")]},
            clause("gt", 5),
            {"any": [clause("gt", 1)]},
        )
    )

    steps = rules.trace(policy, {"x": 7, "b": "yes"})

    assert [
        (one.rule_code, one.pointer, one.depth, one.truth.value, one.fact, one.given) for one in steps
    ] == [
        ("r0", "/rules/0/when", 0, "FALSE", None, None),
        ("r0", "/rules/0/when/all/0", 1, "FALSE", "x", 7),
        ("r0", "/rules/0/when/all/1", 1, "UNKNOWN", "b", "yes"),
        ("r1", "/rules/1/when", 0, "TRUE", "x", 7),
    ]


# --- the audit draw -------------------------------------------------------------------------------


def test_the_draw_is_replayable_and_depends_on_case_and_version():
    by_hand = hashlib.sha256(b"reviewhub.audit-draw.v1" + b"\x00\x00\x00\x02" + b"v1" + b"case-1").hexdigest()

    assert rules.draw("case-1", "v1") == rules.draw(b"case-1", "v1")
    assert rules.draw("case-1", "v1") == Decimal(int(by_hand[:32], 16) % 10**10) / 10**10
    assert rules.draw("case-1", "v1") != rules.draw("case-1", "v2")
    assert rules.draw("1a", "b") != rules.draw("a", "b1")


def test_the_draw_takes_the_stated_share():
    taken = sum(rules.sampled(f"case-{i}", "v1", Decimal("0.1")) for i in range(10_000))

    assert 900 < taken < 1_100
    assert all(rules.sampled(str(i), "v1", Decimal(1)) for i in range(100))
    assert not any(rules.sampled(str(i), "v1", Decimal(0)) for i in range(100))
    assert all(0 <= rules.draw(str(i), "v1") < 1 for i in range(1_000))


# --- states ---------------------------------------------------------------------------------------


def test_only_a_proposed_version_becomes_live_and_a_retired_one_stays_so():
    assert {one for one, to in MOVES if to is PolicyState.LIVE} == {PolicyState.PROPOSED}
    assert not {to for one, to in MOVES if one is PolicyState.RETIRED}
    assert {to for one, to in MOVES if one is PolicyState.LIVE} == {PolicyState.RETIRED}


@pytest.mark.parametrize(
    ("added", "lane"),
    [
        ({"grounding_share": Decimal(1)}, Lane.AUTOMATIC),
        ({"grounding_share": "0.6667"}, Lane.OFFICER),
        ({"grounding_share": None}, Lane.OFFICER),
        ({}, Lane.OFFICER),
    ],
)
def test_a_rule_on_the_share_of_supported_statements_sends_the_unsupported_to_a_person(added, lane):
    policy = rules.parse(tree(clause("ge", 1, fact="grounding_share")), facts=rules.FLOW_FACTS)

    assert rules.evaluate(policy, added).lane is lane
