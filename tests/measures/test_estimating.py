"""What is counted so far, in random order, speaks for all: the interval holds the truth as often as it says."""

import random

import pytest

from apps.measures.rules import estimating


def test_where_everything_is_counted_it_is_exact():
    assert estimating.total(n=100, of=100, sums=(-7, 20)) == estimating.Estimate(-7.0, 0.0)
    whole = estimating.share(n=100, k=20, of=100)
    assert (whole.low, whole.high) == (0.2, 0.2)


def test_too_few_cases_say_nothing():
    assert estimating.total(n=29, of=3_000, sums=(1, 1)) is None
    assert estimating.share(n=0, k=0, of=3_000).value is None


@pytest.mark.parametrize("n", [200, 1_000, 2_900])
def test_the_interval_holds_the_truth_about_95_times_in_100(n):
    dice = random.Random(7)
    everyone = [dice.choice([0, 0, 0, 0, 1, -1, 1]) for _ in range(3_000)]
    truth, held, held_share = sum(everyone), 0, 0
    changed = sum(one != 0 for one in everyone) / len(everyone)
    for _ in range(400):
        drawn = dice.sample(everyone, n)
        end = estimating.total(n=n, of=3_000, sums=(sum(drawn), sum(one * one for one in drawn)))
        held += abs(end.value - truth) <= end.off
        share = estimating.share(n=n, k=sum(one != 0 for one in drawn), of=3_000)
        held_share += share.low <= changed <= share.high

    assert held >= 0.92 * 400
    assert held_share >= 0.92 * 400


def test_the_nearer_the_end_the_narrower():
    widths = [estimating.total(n=n, of=3_000, sums=(n // 10, n // 5)).off for n in (100, 1_000, 2_900)]

    assert widths == sorted(widths, reverse=True)
