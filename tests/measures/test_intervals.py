"""Intervals cover what they promise, agree with published tables, and say so in words."""

import datetime as dt

import numpy as np
import pytest
from scipy import integrate, stats

from apps.measures import rules


@pytest.mark.parametrize(("n", "k"), [(7, 2), (10, 5), (20, 4), (412, 305)])
def test_jeffreys_leaves_a_fortieth_of_the_posterior_on_each_side(n, k):
    # By quadrature of the density x^(k - 1/2) (1 - x)^(n - k - 1/2), not by the quantiles under test.
    low, high = rules.jeffreys(n, k)
    mode = k / n

    def density(x):
        return np.exp((k - 0.5) * np.log(x / mode) + (n - k - 0.5) * np.log((1 - x) / (1 - mode)))

    below, inside, above = (
        integrate.quad(density, *limits)[0] for limits in ((0, low), (low, high), (high, 1))
    )

    assert below / (below + inside + above) == pytest.approx(0.025, abs=1e-6)
    assert above / (below + inside + above) == pytest.approx(0.025, abs=1e-6)


def test_bounds_at_none_and_all_are_closed():
    assert rules.jeffreys(40, 0)[0] == 0.0
    assert rules.jeffreys(40, 40)[1] == 1.0
    assert rules.jeffreys(40, 0)[1] == pytest.approx(1 - rules.jeffreys(40, 40)[0])
    assert rules.share(0, 0) == rules.Share(value=None, low=0.0, high=1.0, n=0)


@pytest.mark.parametrize("n", [30, 100, 400])
def test_a_share_is_covered_95_times_in_100_on_average(n):
    # Exact coverage (no simulation): sum of Bin(n, p) over the k whose interval holds p, averaged over p.
    shares = [rules.share(n, k) for k in range(n + 1)]
    low, high = np.array([s.low for s in shares]), np.array([s.high for s in shares])
    grid = np.linspace(0.02, 0.98, 197)
    coverage = [stats.binom.pmf(np.flatnonzero((low <= p) & (p <= high)), n, p).sum() for p in grid]

    assert np.mean(coverage) == pytest.approx(0.95, abs=0.01)
    assert min(coverage) > 0.86


@pytest.mark.parametrize(("n", "k"), [(5, 6), (5, -1), (-1, 0), (float("nan"), 0)])
def test_impossible_counts_are_refused(n, k):
    with pytest.raises(ValueError, match="no share"):
        rules.share(n, k)


# One more than the critical value of the sign test, two tails .05 (Elementary Statistics, Pearson, table A-7).
@pytest.mark.parametrize(("n", "rank"), [(6, 1), (8, 1), (9, 2), (10, 2), (15, 4), (20, 6), (25, 8)])
def test_the_medians_interval_uses_the_published_ranks(n, rank):
    values = list(np.random.default_rng(n).permutation(np.arange(1.0, n + 1)))

    found = rules.median(values)

    assert (found.low, found.high) == (rank, n + 1 - rank)
    assert found.value == (n + 1) / 2
    assert stats.binom.cdf(rank - 1, n, 0.5) <= 0.025 < stats.binom.cdf(rank, n, 0.5)


def test_too_few_values_have_a_median_without_interval():
    assert rules.median([3.0, 1.0, 2.0, 9.0, 4.0]) == rules.Median(value=3.0, low=None, high=None, n=5)
    assert rules.median([]) == rules.Median(value=None, low=None, high=None, n=0)
    with pytest.raises(ValueError, match="finite"):
        rules.median([1.0, float("nan")])


def test_the_median_of_skewed_times_is_covered_at_least_95_times_in_100():
    dice, n_runs = np.random.default_rng(11), 2_000
    truth = float(np.exp(4.0))
    found = [rules.median(dice.lognormal(4.0, 1.0, 40)) for _ in range(n_runs)]
    covered = sum(one.low <= truth <= one.high for one in found)

    assert covered >= stats.binom.ppf(0.01, n_runs, 0.95)


def test_weeks_start_on_monday_and_empty_weeks_stay():
    cases = [(dt.date(2026, 11, 22), True), (dt.date(2026, 11, 16), False), (dt.date(2026, 12, 6), True)]

    weeks = rules.weekly_shares(cases)

    assert [week.week_on for week in weeks] == [
        dt.date(2026, 11, 16),
        dt.date(2026, 11, 23),
        dt.date(2026, 11, 30),
    ]
    assert [week.share for week in weeks] == [rules.share(2, 1), rules.share(0, 0), rules.share(1, 1)]
    assert rules.weekly_shares([]) == ()


def test_weekly_medians_follow_the_same_weeks():
    cases = [(dt.date(2026, 1, 1), float(seconds)) for seconds in range(10, 80, 10)]

    (week,) = rules.weekly_medians(iter(cases))

    assert week.week_on == dt.date(2025, 12, 29)
    assert week.median == rules.Median(value=40.0, low=10.0, high=70.0, n=7)


def test_agreement_in_words():
    said = "In 412 cases of every kind officers agreed in 305 (74 in 100, between 70 and 78)."

    assert rules.agreement_sentence(412, 305) == said
    assert rules.agreement_sentence(12, 11) == "Not enough cases to say (n=12)."
    assert rules.agreement_sentence(29, 0) == "Not enough cases to say (n=29)."
    assert rules.agreement_sentence(30, 30) == (
        "In 30 cases of every kind officers agreed in 30 (100 in 100, between 92 and 100)."
    )
