"""An effect is told from chance: its interval keeps its level where nothing changed, and finds what did."""

import sys

import numpy as np
import pytest
from scipy import stats

from apps.learning.rules import effect
from apps.learning.rules.effect import ALPHA, level_of
from tests import effort
from tests.learning.null_streams import error_over_looks, error_share

STREAMS = 2000 if effort.LONG else 600
WIDE = 3  # standard errors of a share of so many streams; the seeds are fixed
SIZES = [(100, 40, 600, 300), (400, 80, 2000, 700), (100, 100, 100, 100), (1000, 300, 5000, 2000)]
SHARES = [(0.2, 0.1), (0.5, 0.2), (0.08, 0.05)]


def most(nominal):
    return nominal + WIDE * np.sqrt(nominal * (1 - nominal) / STREAMS)


@pytest.mark.parametrize("look", [1, 2])
def test_without_an_effect_one_is_seen_no_oftener_than_the_look_may_spend(look):
    nominal = ALPHA / 2**look
    worlds = [(sizes, shares) for sizes in SIZES for shares in SHARES]
    if not effort.LONG:
        worlds = worlds[:1]
    found = [
        error_share(n=STREAMS, sizes=sizes, shares=shares, drift=0.02, look=look, seed=look)
        for sizes, shares in worlds
    ]

    sys.stdout.write(
        f"effects: look {look}, {len(found)} times {STREAMS} streams without an effect: one seen in "
        f"{min(found):.2%} to {max(found):.2%} (nominal {nominal:.2%}); "
    )
    assert max(found) <= most(nominal)
    assert max(found) >= nominal - (most(nominal) - nominal)


def test_however_often_it_is_looked_at_five_in_a_hundred_are_spent():
    assert sum(1 - level_of(look) for look in range(1, 20)) < ALPHA

    n = STREAMS if effort.LONG else STREAMS // 4
    found = error_over_looks(n=n, sizes=(200, 600), shares=(0.2, 0.1), n_looks=5, seed=3)
    sys.stdout.write(f"effects: any of five looks: {found:.2%} of {n}\n")
    assert found <= ALPHA + WIDE * np.sqrt(ALPHA * (1 - ALPHA) / n)


def series(k_after, rest_after=100):
    return effect.Series(
        before=effect.Counts(200, 60),
        after=effect.Counts(200, k_after),
        rest_before=effect.Counts(1000, 100),
        rest_after=effect.Counts(1000, rest_after),
    )


@pytest.mark.parametrize(
    ("k", "rest", "verdict"),
    [(20, 100, "HELPED"), (62, 100, "NO_EFFECT"), (110, 100, "HARMED"), (110, 350, "NO_EFFECT")],
)
def test_what_the_rest_did_as_well_is_not_the_change_s_doing(k, rest, verdict):
    found = effect.measure_effect(series(k, rest))

    assert found.verdict == verdict
    assert found.low < found.difference < found.high
    assert found.expected == pytest.approx(0.3 + rest / 1000 - 0.1)


@pytest.mark.parametrize("look", [1, 3])
def test_its_interval_is_put_together_from_those_of_the_four_shares(look):
    """Zou and Donner 2008, with Jeffreys' own as SciPy's beta gives them."""
    counts = {"after": (200, 20), "before": (200, 60), "rest_after": (1000, 100), "rest_before": (1000, 140)}
    alpha = 0.05 * 0.5**look
    low, high, share = {}, {}, {name: k / n for name, (n, k) in counts.items()}
    for name, (n, k) in counts.items():
        low[name], high[name] = stats.beta.ppf([alpha / 2, 1 - alpha / 2], k + 0.5, n - k + 0.5)
    grow, shrink = ("after", "rest_before"), ("before", "rest_after")
    down = sum((share[one] - low[one]) ** 2 for one in grow) + sum(
        (high[one] - share[one]) ** 2 for one in shrink
    )
    up = sum((high[one] - share[one]) ** 2 for one in grow) + sum(
        (share[one] - low[one]) ** 2 for one in shrink
    )
    difference = (0.1 - 0.3) - (0.1 - 0.14)

    found = effect.measure_effect(
        effect.Series(**{name: effect.Counts(*pair) for name, pair in counts.items()}), look=look
    )

    assert found.difference == pytest.approx(difference)
    assert (found.low, found.high) == (
        pytest.approx(difference - down**0.5),
        pytest.approx(difference + up**0.5),
    )
    assert (found.expected, found.level) == (pytest.approx(0.26), pytest.approx(1 - alpha))


def test_it_is_the_first_look_unless_another_is_named_and_a_share_stays_a_share():
    assert effect.measure_effect(series(20)) == effect.measure_effect(series(20), look=1)
    assert effect.measure_effect(series(20, 0)).expected == pytest.approx(0.2)
    assert effect.measure_effect(series(20, 1000)).expected == 1.0
    low = effect.Series(*(effect.Counts(100, k) for k in (5, 5, 50, 10)))
    assert effect.measure_effect(low).expected == 0.0


@pytest.mark.parametrize("few", range(4))
def test_thirty_cases_of_each_part_are_enough(few):
    enough = [effect.Counts(30, 3)] * 4
    assert effect.measure_effect(effect.Series(*enough)) is not None
    enough[few] = effect.Counts(29, 3)
    assert effect.measure_effect(effect.Series(*enough)) is None


def test_under_thirty_cases_nothing_is_said():
    few = effect.Series(
        effect.Counts(200, 60), effect.Counts(29, 0), effect.Counts(90, 9), effect.Counts(90, 9)
    )

    assert effect.measure_effect(few) is None


@pytest.mark.parametrize(
    ("n", "looked", "look"), [(29, 0, None), (30, 0, 1), (59, 1, None), (60, 1, 2), (500, 0, 1)]
)
def test_looks_are_planned_before(n, looked, look):
    assert effect.next_look(n, looked) == look
