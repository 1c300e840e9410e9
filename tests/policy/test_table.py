"""A rule as lines of a decision table: whichever line holds, the rule does, and no other case does."""

import random

from apps.policy import rules
from tests.policy.test_policy_properties import dice_condition, dice_facts
from tests.policy.trees import OFFICER, clause, tree


def rule_of(when):
    return rules.parse(tree(when, then=OFFICER)).rules[0]


def lines(when):
    found = rules.lines(rule_of(when).when)
    return found and [
        [(one.clause.fact, one.clause.op.value, one.opposite) for one in line] for line in found
    ]


def holds(line, facts):
    truths = [
        one.clause.test(facts) is not one.opposite and one.clause.test(facts) is not None for one in line
    ]
    return all(truths)


def test_each_way_to_fit_is_a_line_of_its_own():
    a, b, c = clause("eq", 1, "a"), clause("gt", 2, "b"), clause("is_missing", fact="c")

    assert lines({"all": [a, b]}) == [[("a", "eq", False), ("b", "gt", False)]]
    assert lines({"any": [a, {"all": [b, c]}]}) == [
        [("a", "eq", False)],
        [("b", "gt", False), ("c", "is_missing", False)],
    ]
    assert lines({"not": {"all": [a, {"not": b}]}}) == [[("a", "eq", True)], [("b", "gt", False)]]
    assert lines({"all": [{"any": [a, b]}, c]}) == [
        [("a", "eq", False), ("c", "is_missing", False)],
        [("b", "gt", False), ("c", "is_missing", False)],
    ]


def test_too_many_lines_are_left_to_a_sentence():
    pair = {"any": [clause("eq", 1, "a"), clause("eq", 1, "b")]}

    assert len(lines({"all": [pair, pair, pair]})) == 8
    assert lines({"all": [pair, pair, pair, pair]}) is None
    assert lines({"not": {"any": [{"not": pair}] * 4}}) is None


def test_columns_are_the_facts_in_the_order_they_are_asked():
    policy = rules.parse(
        tree(clause("eq", 1, "b"), {"all": [clause("eq", 1, "a"), clause("gt", 0, "b")]}, then=OFFICER)
    )

    assert rules.columns(policy.rules) == ("b", "a")


def test_lines_hold_exactly_where_the_rule_does():
    dice = random.Random(37)
    for _ in range(300):
        rule = rule_of(dice_condition(dice))
        found = rules.lines(rule.when)
        for _ in range(10 if found is not None else 0):
            facts = dice_facts(dice)
            assert any(holds(line, facts) for line in found) is (rule.when.test(facts) is True)
