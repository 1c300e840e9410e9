import math
from decimal import Decimal

import pytest

from apps.policy import rules
from tests.policy.trees import OFFICER, clause, rule, tree

# --- what is refused at save ----------------------------------------------------------------------


def nested(depth):
    when = clause("gt", 1)
    for _ in range(depth - 1):
        when = {"not": when}
    return when


def wide(n):
    return {"any": [clause("gt", 1) for _ in range(n - 1)]}


LONG = {"lane": "OFFICER", "inbox": "officers", "due_hours": 8_760}


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        (None, ""),
        ([], ""),
        ({"rules": []}, "/otherwise"),
        ({"rules": {}, "otherwise": OFFICER}, "/rules"),
        ({"rules": [], "otherwise": OFFICER, "extra": 1}, "/extra"),
        ({"rules": [], "otherwise": OFFICER, "a/b~c": 1}, "/a~1b~0c"),
        ({"rules": [], "otherwise": {"lane": "OFFICER", "due_hours": 1}}, "/otherwise/inbox"),
        ({"rules": [], "otherwise": {"lane": "AUTOMATIC", "due_hours": 1}}, "/otherwise/inbox"),
        ({"rules": [], "otherwise": OFFICER | {"lane": "ROBOT"}}, "/otherwise/lane"),
        ({"rules": [], "otherwise": OFFICER | {"lane": ["OFFICER"]}}, "/otherwise/lane"),
        ({"rules": [], "otherwise": OFFICER | {"due_hours": 0}}, "/otherwise/due_hours"),
        ({"rules": [], "otherwise": OFFICER | {"due_hours": 8_761}}, "/otherwise/due_hours"),
        ({"rules": [], "otherwise": OFFICER | {"due_hours": True}}, "/otherwise/due_hours"),
        ({"rules": [], "otherwise": OFFICER | {"sample_share": 1.0001}}, "/otherwise/sample_share"),
        ({"rules": [], "otherwise": OFFICER | {"sample_share": 0.00001}}, "/otherwise/sample_share"),
        ({"rules": [], "otherwise": OFFICER | {"sample_share": math.nan}}, "/otherwise/sample_share"),
        ({"rules": [rule(clause("gt", 1)), rule(clause("gt", 1))], "otherwise": OFFICER}, "/rules/1/code"),
        ({"rules": [rule(clause("gt", 1), code="otherwise")], "otherwise": OFFICER}, "/rules/0/code"),
        ({"rules": [rule(clause("gt", 1)) | {"say": " "}], "otherwise": OFFICER}, "/rules/0/say"),
        ({"rules": [rule(clause("gt", 1)) | {"say": "x" * 301}], "otherwise": OFFICER}, "/rules/0/say"),
        (tree({"all": [clause("like", 1)]}), "/rules/0/when/all/0/op"),
        (tree({"all": [clause(["eq"], 1)]}), "/rules/0/when/all/0/op"),
        (tree({"all": []}), "/rules/0/when/all"),
        (tree({"any": {}}), "/rules/0/when/any"),
        (tree({"all": [clause("gt", 1)], "any": []}), "/rules/0/when"),
        (tree({"not": None}), "/rules/0/when/not"),
        (tree({"fact": "X", "op": "eq", "value": 1}), "/rules/0/when/fact"),
        (tree({"fact": "x", "op": "eq", "valeu": 1}), "/rules/0/when/valeu"),
        (tree(clause("gt", "much")), "/rules/0/when/value"),
        (tree(clause("gt", True)), "/rules/0/when/value"),
        (tree(clause("gt", math.inf)), "/rules/0/when/value"),
        (tree(clause("gt", 10**18)), "/rules/0/when/value"),
        (tree(clause("gt", Decimal("1E+999999"))), "/rules/0/when/value"),
        (tree(clause("eq", None)), "/rules/0/when/value"),
        (tree(clause("eq", "x" * 201)), "/rules/0/when/value"),
        (tree(clause("in", [])), "/rules/0/when/value"),
        (tree(clause("in", list(range(201)))), "/rules/0/when/value"),
        (tree(clause("in", [1, "a"])), "/rules/0/when/value/1"),
        (tree(clause("between", [1])), "/rules/0/when/value"),
        (tree(clause("between", [3, 1])), "/rules/0/when/value/1"),
        (tree(clause("between", [1, "2024-01-01"])), "/rules/0/when/value/1"),
        (tree(clause("is_missing", False), then=OFFICER), "/rules/0/when/value"),
        (tree(clause("has", 3)), "/rules/0/when/value"),
        (tree(nested(9)), "/rules/0/when/not/not/not/not/not/not/not/not"),
        (tree(wide(201)), "/rules/0/when/any/199"),
        (tree(*[clause("gt", 1)] * 201), "/rules"),
        (tree(clause("is_missing")), "/rules/0/when"),
        (tree({"not": {"not": clause("is_missing")}}), "/rules/0/when/not/not"),
    ],
)
def test_a_bad_tree_is_refused_with_a_pointer_to_the_clause(body, pointer):
    with pytest.raises(rules.BadPolicy) as refused:
        rules.parse(body)

    assert refused.value.pointer == pointer
    assert refused.value.sentence.endswith(".")


@pytest.mark.parametrize(
    "body",
    [
        tree(nested(8)),
        tree(wide(200)),
        tree(*[clause("gt", 1)] * 200),
        tree(clause("gt", 10**18 - 1)),
        tree(clause("in", list(range(200)))),
        tree(clause("eq", "x" * 200)),
        tree({"not": clause("is_missing")}),
        tree(clause("is_missing"), then=OFFICER),
        tree(clause("between", [1, 1])),
        tree(clause("gt", 1), then=LONG | {"sample_share": 1}),
        tree(clause("gt", 1), then=LONG | {"due_hours": 1, "sample_share": 0.0001}),
        {"rules": [], "otherwise": OFFICER},
    ],
)
def test_exactly_at_a_limit_is_accepted(body):
    assert rules.parse(body)


def test_ten_thousand_levels_of_json_are_refused_not_followed():
    when = {}
    for _ in range(10_000):
        when = {"not": when}

    with pytest.raises(rules.BadPolicy):
        rules.parse(tree(when))


KINDS = {"x": "integer", "b": "boolean", "m": "multi", "d": "date", "e": "enum"}


@pytest.mark.parametrize(
    ("when", "pointer"),
    [
        (clause("gt", 1, fact="unheard_of"), "/rules/0/when/fact"),
        (clause("eq", "1"), "/rules/0/when/value"),
        (clause("eq", 1, fact="b"), "/rules/0/when/value"),
        (clause("eq", "a", fact="m"), "/rules/0/when/value"),
        (clause("has", "a"), "/rules/0/when/value"),
        (clause("gt", 1, fact="e"), "/rules/0/when/value"),
        (clause("gt", "2024-01-01", fact="e"), "/rules/0/when/value"),
    ],
)
def test_a_policy_is_held_to_the_facts_of_the_contract(when, pointer):
    with pytest.raises(rules.BadPolicy) as refused:
        rules.parse(tree(when), facts=KINDS)

    assert refused.value.pointer == pointer


def test_fitting_facts_and_inboxes_are_accepted_and_unknown_inboxes_refused():
    good = {"all": [clause("gt", 1), clause("has", "a", fact="m"), clause("lt", "2024-01-01", fact="d")]}

    assert rules.parse(tree(good), facts=KINDS, inboxes={"officers"})
    with pytest.raises(rules.BadPolicy) as refused:
        rules.parse(tree(good), inboxes={"others"})
    assert refused.value.pointer == "/otherwise/inbox"
