"""Shares and medians that never appear without their interval and their n."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from apps.core.words import Words, say

LEVEL = 0.95
ENOUGH = 30  # cases under which a share is not said in words


@dataclass(frozen=True)
class Share:
    """A share of n cases in [0, 1] with its interval; `value` is None when there is no case."""

    value: float | None
    low: float
    high: float
    n: int


@dataclass(frozen=True)
class Median:
    """A median in the unit of its values; `low` and `high` are None where n is too small for an interval."""

    value: float | None
    low: float | None
    high: float | None
    n: int


def jeffreys(n: float, k: float, *, level: float = LEVEL) -> tuple[float, float]:
    """Return the equal-tailed Jeffreys interval of a share, k of n.

    Quantiles of Beta(k + 1/2, n - k + 1/2), the lower bound 0 where k = 0 and the upper bound 1 where k = n
    (Brown, Cai and DasGupta 2001, "Interval Estimation for a Binomial Proportion", Statistical Science
    16(2), 101-133). Fractional n and k are an effective sample size.

    Raises:
        ValueError: unless 0 <= k <= n and 0 < level < 1.
    """
    if not (0 <= k <= n < math.inf and 0 < level < 1):
        raise ValueError(f"no share: k={k} of n={n} at level {level}")
    tail = (1 - level) / 2
    low = 0.0 if k == 0 else float(special.betaincinv(k + 0.5, n - k + 0.5, tail))
    high = 1.0 if k == n else float(special.betaincinv(k + 0.5, n - k + 0.5, 1 - tail))
    return low, high


def share(n: int, k: int, *, level: float = LEVEL) -> Share:
    """Return the share k of n with its Jeffreys interval; without a case the interval is [0, 1].

    Raises:
        ValueError: unless 0 <= k <= n.
    """
    low, high = jeffreys(n, k, level=level)
    return Share(value=k / n if n else None, low=low, high=high, n=n)


def median(values: Sequence[float], *, level: float = LEVEL) -> Median:
    """Return the median with its distribution-free interval from two order statistics.

    The interval runs from the l-th smallest to the l-th largest value, l the largest rank with
    P(Bin(n, 1/2) < l) <= (1 - level) / 2 (Conover 1999, "Practical Nonparametric Statistics");
    it covers with at least `level`. Under 6 values there is none at 95 %.

    Raises:
        ValueError: where a value is not finite.
    """
    ordered = np.sort(np.asarray(values, dtype=np.float64))
    n = len(ordered)
    if not np.isfinite(ordered).all():
        raise ValueError("a median needs finite values")
    if n == 0:
        return Median(value=None, low=None, high=None, n=0)
    rank = _lower_rank(n, level)
    low, high = (float(ordered[rank - 1]), float(ordered[n - rank])) if rank else (None, None)
    return Median(value=float(np.median(ordered)), low=low, high=high, n=n)


def _lower_rank(n: int, level: float) -> int:
    """Rank (from 1) of the lower order statistic; 0 where even the extremes do not cover."""
    tail = (1 - level) / 2
    rank = math.ceil(special.bdtrik(tail, n, 0.5))
    return rank if rank == 0 or special.bdtr(rank - 1, n, 0.5) <= tail else rank - 1


ALIKE = say(
    "In %(n)s similar cases officers agreed in %(agreed)s (%(share)s in 100, between %(low)s and %(high)s)."
)
OF_EVERY_KIND = say(
    "In %(n)s cases of every kind officers agreed in %(agreed)s (%(share)s in 100, "
    "between %(low)s and %(high)s)."
)


def agreement_sentence(n: int, n_agreed: int, *, alike: bool = False) -> Words:
    """Say how often officers agreed, in whole cases of 100 with the interval; under 30 cases, say so.

    alike: the cases are of one segment, not all that a model version suggested.

    Raises:
        ValueError: unless 0 <= n_agreed <= n.
    """
    agreed = share(n, n_agreed)
    if agreed.value is None or n < ENOUGH:
        return say("Not enough cases to say (n=%(n)s).", n=n)
    said = ALIKE if alike else OF_EVERY_KIND
    return say(
        said,
        n=n,
        agreed=n_agreed,
        share=_in_100(agreed.value),
        low=_in_100(agreed.low),
        high=_in_100(agreed.high),
    )


def _in_100(value: float) -> int:
    return math.floor(value * 100 + 0.5)
