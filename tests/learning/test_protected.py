"""Protected facts are a family of their own: every group, both sides, with interval from 30 decisions on."""

import random

import pytest
from scipy import stats

from apps.learning import rules


def told(n_each, shares, wrong=None):
    """So many decisions of each group, of which a share was overruled; the AI was wrong in every tenth."""
    return [
        rules.Told({"sex": sex}, number < share * n_each, None if wrong is None else number % 10 == wrong)
        for sex, share in shares.items()
        for number in range(n_each)
    ]


def family(rows, facts=("sex",)):
    return {(one.value, one.side.value): one for one in rules.family(rules.tally(rows, facts))}


def test_a_group_that_is_overruled_more_often_stands_out_on_that_side_alone():
    found = family(told(200, {"f": 0.4, "m": 0.2}, wrong=0))

    assert {key for key, one in found.items() if one.stands_out} == {("f", "people"), ("m", "people")}
    women = found["f", "people"]
    assert (women.n, women.k, women.rate, women.rest_rate) == (200, 80, 0.4, 0.2)
    assert women.interval[0] < 0.4 < women.interval[1]
    assert women.p == pytest.approx(2 * stats.hypergeom.sf(79, 400, 120, 200))
    assert women.q == pytest.approx(women.p * 4 / 2)  # all four tests of the family count
    assert (found["f", "ai"].rate, found["f", "ai"].stands_out) == (0.1, False)


def test_found_or_not_every_group_is_there_and_small_ones_without_a_share():
    rows = told(29, {"f": 0.5}) + told(100, {"m": 0.5}) + [rules.Told({}, overridden=True, wrong=None)] * 31
    found = family(rows)

    assert {key: one.n for key, one in found.items()} == {
        ("f", "people"): 29,
        ("m", "people"): 100,
        (None, "people"): 31,
    }
    assert (found["f", "people"].rate, found["f", "people"].interval) == (None, None)
    assert found["m", "people"].rate == 0.5
    assert found[None, "people"].rate == 1.0


def test_outcomes_that_are_not_known_count_on_no_side_of_the_ai():
    rows = [
        rules.Told({"sex": "f"}, overridden=False, wrong=number < 10 if number < 40 else None)
        for number in range(90)
    ]
    rows += [rules.Told({"sex": "m"}, overridden=False, wrong=False) for _ in range(40)]
    found = family(rows)

    assert (found["f", "ai"].n, found["f", "ai"].k, found["f", "people"].n) == (40, 10, 90)
    assert found["f", "ai"].stands_out


def test_parts_add_up_and_one_group_alone_is_compared_with_nobody():
    rows = told(60, {"f": 0.3, "m": 0.4}, wrong=1)
    random.Random(1).shuffle(rows)
    parts = [
        rules.revived(rules.tally_as_json(rules.tally(rows[low : low + 50], ["sex"]))) for low in (0, 50, 100)
    ]

    assert rules.family(rules.added_tallies(parts)) == rules.family(rules.tally(rows, ["sex"]))
    assert family(told(60, {"f": 0.3}))["f", "people"].q is None
    assert rules.family(rules.tally([], ["sex"])) == ()


def test_a_fact_with_very_many_values_makes_no_groups():
    rows = [rules.Told({"name": str(number)}, overridden=False, wrong=None) for number in range(101)]
    assert family(rows, ["name"]) == {}
