"""What rose or fell in the latest week is said once; where nothing changed, hardly anything is."""

import itertools
import sys

import numpy as np
import pytest

from apps.learning import rules
from tests.effort import LONG

FACTS = {"region": 5, "branch": 6, "hospital": 2, "channel": 4, "team": 6}
WEEKS = rules.Weeks(first=0.0, week=8.0, end=9.0)
USUAL = 0.15


def table(seed, *, rates=(), n=9_000, of_all=USUAL):
    """Nine weeks of decisions; in the last one each slice of `rates` has its own share."""
    dice = np.random.default_rng(seed)
    codes = {fact: dice.integers(0, size, n).astype(np.uint8) for fact, size in FACTS.items()}
    order = np.sort(dice.random(n) * 9.5)  # the tenth week is not over yet
    rate = np.where(order >= WEEKS.week, of_all, USUAL)
    for conditions, share in rates:
        inside = np.all([codes[fact] == code for fact, code in conditions.items()], axis=0)
        rate[inside & (order >= WEEKS.week) & (order < WEEKS.end)] = share
    columns = {fact: rules.Coded(tuple("abcdef"[: FACTS[fact]]), codes[fact]) for fact in FACTS}
    return rules.Table(columns, dice.random(n) < rate, order)


def looked_at(whole, *, parts=1):
    """Count the weeks in parts that exchange bytes alone."""
    plan = rules.plan(rules.survey(whole), rules.Params(), weeks=WEEKS)
    edges = np.linspace(0, len(whole), parts + 1).astype(int)
    spans = itertools.pairwise(edges)
    rows = [rules.prepared(whole.part(low, high), plan, rules.Params()) for low, high in spans]
    counted = [rules.count(one, plan, rules.Params()) + rules.count_weeks(one, plan) for one in rows]
    merged = rules.merged(rules.unpacked_counted(rules.packed(one)) for one in counted[::-1])
    searched, weeks = rules.without_weeks(merged, plan)
    assert len(searched) == 1
    return rules.recent(weeks, plan)


def said(found):
    return {(tuple(condition.fact for condition in one.conditions), one.rose) for one in found.changes}


def test_a_slice_that_rose_and_one_that_fell_are_said_once_each():
    rates = [({"region": 1}, 0.45), ({"hospital": 1, "channel": 2}, 0.01)]
    found = looked_at(table(1, rates=rates))

    assert said(found) == {(("region",), True), (("channel", "hospital"), False)}
    rose = found.changes[0]
    assert (rose.conditions[0].value, rose.rose) == ("b", True)
    assert rose.k / rose.n > 0.35
    assert rose.k_before / rose.n_before < 0.2
    assert rose.interval[0] < rose.k / rose.n < rose.interval[1]
    assert rose.q <= 0.05


def test_where_all_rose_alike_all_is_said_and_no_slice():
    found = looked_at(table(2, of_all=0.35))

    assert said(found) == {((), True)}
    assert (found.n + found.n_before, found.n_tests > 100) == (found.n_before + found.changes[0].n, True)


def test_parts_come_to_the_same_changes_as_all_at_once():
    whole = table(3, rates=[({"branch": 3}, 0.5)])

    assert looked_at(whole, parts=7) == looked_at(whole)


def test_the_week_that_runs_and_what_is_older_count_nowhere():
    found = looked_at(table(4))

    assert 850 < found.n < 1_050
    assert 7_300 < found.n_before < 7_900


def test_where_nothing_changed_hardly_any_run_says_something():
    runs = 400 if LONG else 30
    n_said = sum(bool(looked_at(table(1_000 + seed, n=4_000)).changes) for seed in range(runs))

    sys.stdout.write(f"emerging: {n_said} of {runs} runs in which nothing changed said something\n")
    assert n_said <= 0.05 * runs + 2 * (0.05 * 0.95 * runs) ** 0.5


@pytest.mark.parametrize(("n", "tested"), [(1, 0), (60, 0)])
def test_few_decisions_are_not_tested(n, tested):
    found = looked_at(table(5, n=n))
    assert (found.n_tests, found.changes) == (tested, ())


def test_rows_without_a_time_have_no_weeks():
    plan = rules.plan(
        rules.survey(rules.Table({"a": ["x", "y"]}, [True, False])), rules.Params(), weeks=WEEKS
    )
    rows = rules.prepared(rules.Table({"a": ["x", "y"]}, [True, False]), plan, rules.Params())

    assert rules.count_weeks(rows, plan) == ()
    assert rules.recent((), plan) is None
