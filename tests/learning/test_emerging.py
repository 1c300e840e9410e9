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


def facts_of(found):
    return {
        (frozenset((one.fact, one.value) for one in each.conditions), each.rose) for each in found.changes
    }


def pair(*named):
    return frozenset(named)


HOSPITAL = pair(("region", "b"), ("hospital", "b"))
TEAM = pair(("channel", "c"), ("team", "d"))
TWO = [({"region": 1, "hospital": 1}, 0.5), ({"channel": 2, "team": 3}, 0.55)]


def test_within_a_slice_that_rose_one_that_rose_far_more_is_said_as_well():
    rates = [({"region": 1}, 0.4), ({"region": 1, "hospital": 1}, 0.95)]
    found = looked_at(table(6, rates=rates, n=18_000))

    assert facts_of(found) == {(pair(("region", "b")), True), (HOSPITAL, True)}
    assert [one.p for one in found.changes] == sorted(one.p for one in found.changes)


def test_a_change_that_lies_within_others_alone_is_said_once():
    """Region b, and channel b within region b, rose for their hospital cases alone: the rest of them did not."""
    found = looked_at(table(7, rates=[({"region": 1, "hospital": 1}, 0.9)], n=18_000))

    assert facts_of(found) == {(HOSPITAL, True)}


def test_a_strong_change_brings_no_weak_one_along():
    (only,) = looked_at(table(8, rates=[({"branch": 2}, 0.0)], n=18_000)).changes

    assert ([one.fact for one in only.conditions], only.rose) == (["branch"], False)
    assert (only.k, only.interval[0]) == (0, 0.0)


def test_of_two_changes_both_are_said_and_hardly_any_echo_of_them():
    runs = 200 if LONG else 20
    found = [facts_of(looked_at(table(2_000 + seed, rates=TWO, n=18_000))) for seed in range(runs)]
    planted = {(HOSPITAL, True), (TEAM, True)}
    n_said, n_planted = sum(map(len, found)), sum(len(one & planted) for one in found)

    sys.stdout.write(
        f"emerging: of {n_said} changes said in {runs} runs {n_planted} are of the {2 * runs} planted\n"
    )
    assert n_planted >= 0.95 * 2 * runs
    assert n_planted >= 0.8 * n_said


@pytest.mark.parametrize(
    ("usual", "now", "is_said"),
    [(0.5, 0.6, False), (0.5, 0.7, True), (0.01, 0.035, False), (0.01, 0.06, True)],
)
def test_a_small_change_is_not_said_however_sure_it_is(usual, now, is_said):
    """At least 3 points and 1.3 times, whichever way: with so many decisions each of them is beyond chance."""
    n, codes = 90_000, np.zeros(90_000, np.uint8)
    order = np.linspace(0, 8.99, n)
    late = order >= WEEKS.week
    place = np.arange(n)
    rate = np.where(late, now, usual)
    hits = (place * rate).astype(int) != ((place + 1) * rate).astype(int)
    found = looked_at(rules.Table({"region": rules.Coded(("a",), codes)}, hits, order))

    assert bool(found.changes) is is_said


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
