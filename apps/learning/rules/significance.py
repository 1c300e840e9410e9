"""Tests of slices against their complement, and the correction for making many of them."""

import numpy as np
import numpy.typing as npt
from scipy import special

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

EXACT_UNDER = 50.0  # expected overrides under which the normal score is not trusted at all
UNPROMISING = 0.2  # normal p above which small slices are not worth an exact tail
NEAR = 0.01  # normal p under which large slices get an exact tail as well
TAIL_ERROR = 1e-13  # relative size of the first term left out of an exact tail


def scores(n: Whole, k: Whole, *, n_all: int, k_all: int) -> Floats:
    """Return the normal score of k overrides among n rows drawn from n_all rows with k_all overrides.

    Mean and variance are the hypergeometric's (Feller 1968, volume 1), which is
    the slice against its complement with the total fixed. 0 where the variance is 0.
    """
    rate = k_all / n_all
    variance = n * rate * (1 - rate) * (n_all - n) / max(n_all - 1, 1)
    spread = np.sqrt(np.where(variance > 0, variance, 1.0))
    return np.where(variance > 0, (k - n * rate) / spread, 0.0)


def tail(n: Whole, k: Whole, *, n_all: int, k_all: int) -> Floats:
    """Return the exact hypergeometric tail P(X >= k) per slice, for k at or above the expected count.

    Sums the terms upwards by their ratio until the next adds less than 1e-13 of the sum.
    """
    first = _log_choose(k_all, k) + _log_choose(n_all - k_all, n - k) - _log_choose(n_all, n)
    total, term = np.ones(len(n)), np.ones(len(n))
    active, x = np.arange(len(n)), k.astype(np.float64)
    while len(active):
        at, draws = x[active], n[active]
        term[active] *= (k_all - at) * (draws - at) / ((at + 1) * (n_all - k_all - draws + at + 1))
        total[active] += term[active]
        x[active] += 1
        active = active[term[active] > TAIL_ERROR * total[active]]
    return np.minimum(np.exp(first + np.log(total)), 1.0)


def p_values(n: Whole, k: Whole, *, n_all: int, k_all: int) -> Floats:
    """Return the one-sided p of each slice having more overrides than its complement.

    Normal score; replaced by the exact tail where the expected count is under 50 and the score is not
    plainly unpromising (normal p under .2), and for larger slices where the normal p is under .01: far out
    the normal understates a skewed tail.
    """
    z = scores(n, k, n_all=n_all, k_all=k_all)
    p = special.ndtr(-z)
    small = n * (k_all / n_all) < EXACT_UNDER
    exact = np.flatnonzero(p < np.where(small, UNPROMISING, NEAR))
    p[exact] = tail(n[exact], k[exact], n_all=n_all, k_all=k_all)
    return p


def adjust(p: Floats, *, any_dependence: bool = False) -> Floats:
    """Return q per p: the false discovery rate at which it would be rejected, in the order given.

    Benjamini and Hochberg 1995; with any_dependence Benjamini and Yekutieli 2001.
    """
    m = len(p)
    if not m:
        return np.zeros(0)
    order = np.argsort(p, kind="stable")
    factor = float(np.sum(1 / np.arange(1, m + 1))) if any_dependence else 1.0
    raised = p[order] * m * factor / np.arange(1, m + 1)
    q = np.empty(m)
    q[order] = np.minimum(np.minimum.accumulate(raised[::-1])[::-1], 1.0)
    return q


def _log_choose(n: int | Whole, k: Whole) -> Floats:
    n, k = np.asarray(n, dtype=np.float64), k.astype(np.float64)
    return special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1)
