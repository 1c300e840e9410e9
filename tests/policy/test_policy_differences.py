"""What one version changes against another, sentence by sentence, and the cases that show it at each edge."""

import datetime as dt
from decimal import Decimal

import pytest

from apps.policy import rules
from tests.policy.trees import AUTOMATIC, OFFICER, clause, rule, tree

NAMED = rules.Named(
    {"x": "Weight"}, {"colour": {"b": "blue"}}, {"stake_minor": "USD"}, {"officers": "Officers"}
)
HELD = {"lane": "HOLD"}
WINDOW = {"name": "claims_12m", "counts": "cases", "days": 365}


def then(**said):
    return rules.parse(tree(clause("eq", 1), then=said)).rules[0].then


def told(before, after):
    found = rules.differences(rules.parse(before), rules.parse(after), NAMED)
    return [(one.kind.value, one.code, str(one.said)) for one in found]


def of(*listed, otherwise=OFFICER, **more):
    return {"rules": list(listed), "otherwise": otherwise, **more}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"due_hours": 1}, "an officer decides in Officers, due in 1 hour"),
        ({"due_hours": 48}, "an officer decides in Officers, due in 48 hours"),
        ({"due_working_hours": 1}, "an officer decides in Officers, due in 1 working hour"),
        ({"due_working_hours": 16}, "an officer decides in Officers, due in 16 working hours"),
        ({"lane": "SUPERVISOR", "inbox": "board", "due_hours": 2}, "a supervisor decides in board, due in 2 hours"),
        ({"lane": "HOLD", "due_hours": 2}, "it is held in Officers, due in 2 hours"),
        ({"due_hours": 2, "first_view": True}, "an officer decides in Officers, due in 2 hours, own view first"),
        ({"due_hours": 2, "four_eyes": True}, "an officer decides in Officers, due in 2 hours, a second person upholds it"),
        (
            {"due_hours": 2, "four_eyes": True, "first_view": True},
            "an officer decides in Officers, due in 2 hours, own view first, a second person upholds it",
        ),
        ({"lane": "AUTOMATIC", "sample_share": 0.1}, "the AI acts alone; 10 of 100 are looked at again"),
        ({"lane": "AUTOMATIC", "sample_share": 0.125}, "the AI acts alone; 12.5 of 100 are looked at again"),
        ({"lane": "AUTOMATIC"}, "the AI acts alone; 0 of 100 are looked at again"),
    ],
)  # fmt: skip
def test_where_a_case_goes_is_said_in_full(said, words):
    given = {"lane": "OFFICER", "inbox": "officers", **said}

    assert str(rules.then_in_words(then(**given), NAMED.inboxes)) == words


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ("cases", "the cases of the same person in the last 365 days, this one included"),
        ("decisions", "the decisions of people on cases of the same person in the last 365 days"),
        ("overrides", "the decisions against the AI on cases of the same person in the last 365 days"),
    ],
)
def test_what_a_window_counts_is_said(counts, words):
    window = rules.parse(of(windows=[WINDOW | {"counts": counts}])).windows[0]

    assert str(rules.window_in_words(window)) == f"claims 12m: {words}"


def test_rules_that_come_and_go():
    a, b = rule(clause("gt", 10), code="a"), rule(clause("eq", "b", "colour"), code="b")

    assert told(of(a), of(a, b)) == [
        ("added", "b", "New rule 2 (b). If colour is blue: an officer decides in Officers, due in 24 hours."),
    ]
    assert told(of(a, b), of(b)) == [("removed", "a", "Rule 1 (a) is taken out.")]


def test_everything_that_changes_in_one_rule_is_said_on_its_own():
    before = rule(clause("gt", 10), code="a")
    after = rule(clause("gt", 500, "stake_minor"), OFFICER | {"four_eyes": True}, "a") | {"say": "Otherwise."}

    assert told(of(before), of(after)) == [
        ("changed", "a", "Rule 1 (a) asks something else: stake minor is over $5.00. Before: Weight is over 10."),
        (
            "changed", "a",
            ("Rule 1 (a) goes another way: an officer decides in Officers, due in 24 hours, a second person upholds it. "
            "Before: an officer decides in Officers, due in 24 hours."),
        ),
        ("changed", "a", "Rule 1 (a) gives another reason: Otherwise."),
    ]  # fmt: skip


def test_the_place_that_is_said_is_the_new_one():
    first, second = rule(clause("gt", 1), code="first"), rule(clause("gt", 10), code="second")
    changed = rule(clause("gt", 11), code="second")

    assert told(of(first, second), of(changed)) == [
        ("changed", "second", "Rule 1 (second) asks something else: Weight is over 11. Before: Weight is over 10."),
        ("removed", "first", "Rule 1 (first) is taken out."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("was", "now", "moves"),
    [
        ("abc", "bca", [("a", 3)]),
        ("abc", "cab", [("c", 1)]),
        ("abc", "acb", [("c", 2)]),
        ("abcd", "dcba", [("d", 1), ("c", 2), ("b", 3)]),
        ("abc", "abc", []),
    ],
)
def test_as_few_moves_as_needed_are_said(was, now, moves):
    ruled = {code: rule(clause("gt", n), code=code) for n, code in enumerate("abcd")}

    assert told(of(*(ruled[one] for one in was)), of(*(ruled[one] for one in now))) == [
        ("moved", code, f"Rule {code} is now tried as number {place}.") for code, place in moves
    ]


def test_the_last_resort_and_what_is_counted():
    before = of(windows=[WINDOW])
    after = of(otherwise=OFFICER | {"due_hours": 3}, windows=[WINDOW | {"name": "other"}])

    assert told(before, after) == [
        (
            "changed", "otherwise",
            ("What no rule speaks for goes another way: an officer decides in Officers, due in 3 hours. "
            "Before: an officer decides in Officers, due in 24 hours."),
        ),
        ("added", "other", "Now counted: other: the cases of the same person in the last 365 days, this one included."),
        ("removed", "claims_12m", "No longer counted: claims 12m: the cases of the same person in the last 365 days, this one included."),
    ]  # fmt: skip
    assert told(before, of(windows=[WINDOW | {"days": 7}])) == [
        ("added", "claims_12m", "Now counted: claims 12m: the cases of the same person in the last 7 days, this one included."),
    ]  # fmt: skip


# --- worked examples ---

SUPERVISED = {"lane": "SUPERVISOR", "inbox": "officers", "due_hours": 1}


def examples(*bodies, usual, kinds):
    return rules.examples([rules.parse(one) for one in bodies], usual=usual, kinds=kinds)


def shown(*bodies, usual, kinds):
    return [
        (one.value, one.where.value, one.results[-1].lane.value)
        for one in examples(*bodies, usual=usual, kinds=kinds)
    ]


@pytest.mark.parametrize(
    ("op", "value", "kind", "values"),
    [
        ("ge", 10, "integer", [9, 10, 11]),
        ("lt", 1_000, "money", [999, 1_000, 1_001]),
        ("gt", 10, "decimal", [Decimal("9.99"), 10, Decimal("10.01")]),
        ("le", Decimal("0.1"), "decimal", [Decimal("0.09"), Decimal("0.1"), Decimal("0.11")]),
        ("le", Decimal("0.125"), "decimal", [Decimal("0.124"), Decimal("0.125"), Decimal("0.126")]),
        ("gt", "2026-03-01", "date", [dt.date(2026, 2, 28), dt.date(2026, 3, 1), dt.date(2026, 3, 2)]),
        ("between", [5, 7], "integer", [4, 5, 6, 7, 8]),
        ("banded", [None, 7], "integer", [6, 7, 8]),
        ("banded", [5, None], "integer", [4, 5, 6]),
    ],
)
def test_just_beside_an_edge_is_as_fine_as_the_fact(op, value, kind, values):
    found = shown(tree(clause(op, value), then=SUPERVISED), usual={"x": None}, kinds={"x": kind})

    assert sorted(one for one, _where, _lane in found) == values


def test_below_on_and_above_are_named_and_told_with_the_rest_of_the_case():
    body = tree(
        {"all": [clause("ge", 10), clause("eq", "b", "colour"), clause("is_missing", fact="age")]},
        then=SUPERVISED,
    )
    found = examples(body, usual={"x": 3, "colour": "a", "age": 40}, kinds={"x": "integer"})

    assert [(one.fact, one.value, one.where.value) for one in found] == [
        ("x", 9, "below"), ("x", 10, "at"), ("x", 11, "above"),
    ]  # fmt: skip
    assert [one.given for one in found] == [{"colour": "b", "age": None}] * 3
    assert [one.results[0].lane.value for one in found] == ["OFFICER", "SUPERVISOR", "SUPERVISOR"]
    assert {one.rule.code for one in found} == {"r0"}


@pytest.mark.parametrize(
    ("other", "usual", "given"),
    [
        (clause("eq", True, "y"), False, True),
        ({"not": clause("eq", True, "y")}, True, False),
        (clause("ne", "a", "y"), "a", "another"),
        (clause("in", ["b", "c"], "y"), "a", "b"),
        (clause("in", ["b", "c"], "y"), "c", "c"),
        ({"not": clause("is_missing", fact="y")}, None, 1),
        (clause("has", "a", "y"), ("b",), ("a",)),
        ({"not": clause("has", "a", "y")}, ("a",), ()),
        (clause("gt", 5, "y"), 1, 6),
        (clause("lt", 5, "y"), 9, 4),
        (clause("gt", "2026-03-01", "y"), "2026-01-01", "2026-03-02"),
        ({"any": [clause("eq", 1, "y"), clause("eq", 2, "y")]}, 3, 1),
        ({"not": {"any": [clause("eq", 1, "y"), clause("eq", 2, "z")]}}, 1, 0),
    ],
)  # fmt: skip
def test_the_rest_of_the_case_is_made_to_fit_the_rule(other, usual, given):
    body = tree({"all": [clause("ge", 10), other]}, then=SUPERVISED)
    found = [
        one
        for one in examples(body, usual={"x": 3, "y": usual, "z": 2}, kinds={"x": "integer", "y": "integer"})
        if one.fact == "x"
    ]

    assert [one.results[0].lane.value for one in found] == ["OFFICER", "SUPERVISOR", "SUPERVISOR"]
    assert found[0].given["y"] == given


def test_where_no_case_fits_the_usual_one_is_shown():
    body = tree({"all": [clause("ge", 10), clause("lt", 5)]}, then=SUPERVISED)

    assert {lane for _value, _where, lane in shown(body, usual={"x": 3}, kinds={"x": "integer"})} == {
        "OFFICER"
    }


def test_the_same_example_is_shown_once_and_of_the_newer_version_first():
    old, new = tree(clause("gt", 10), then=SUPERVISED), tree(clause("gt", 20), then=SUPERVISED)

    found = examples(old, new, usual={"x": 3}, kinds={"x": "integer"})

    assert [one.value for one in found] == [19, 20, 21, 9, 10, 11]
    assert [one.differs for one in found] == [True, True, False, False, False, True]
    assert len(examples(old, old, usual={"x": 3}, kinds={"x": "integer"})) == 3


def test_every_fact_that_lets_the_machine_act_is_shown_missing():
    body = tree({"all": [clause("eq", True, "y"), clause("ge", 10), clause("eq", True, "y")]}, then=AUTOMATIC)

    found = examples(body, usual={"x": 3, "y": False}, kinds={"x": "integer"})

    assert [(one.fact, one.value, one.where.value, one.results[0].lane.value) for one in found] == [
        ("x", 9, "below", "OFFICER"), ("x", 10, "at", "AUTOMATIC"), ("x", 11, "above", "AUTOMATIC"),
        ("y", None, "missing", "OFFICER"), ("x", None, "missing", "OFFICER"),
    ]  # fmt: skip
