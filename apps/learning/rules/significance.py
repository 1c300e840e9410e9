"""Tests of slices against their complement, and the correction for making many of them."""

import numpy as np
import numpy.typing as npt
from scipy import special

from apps.measures.rules import tail

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

EXACT_UNDER = 50.0  # expected overrides under which the normal score is not trusted at all
UNPROMISING = 0.2  # normal p above which small slices are not worth an exact tail
NEAR = 0.01  # normal p under which large slices get an exact tail as well


def scores(n: Whole, k: Whole, *, n_all: int, k_all: int) -> Floats:
    """Return the normal score of k overrides among n rows drawn from n_all rows with k_all overrides.

    Mean and variance are the hypergeometric's (Feller 1968, volume 1), which is
    the slice against its complement with the total fixed. 0 where the variance is 0.
    """
    rate = k_all / n_all
    variance = n * rate * (1 - rate) * (n_all - n) / max(n_all - 1, 1)
    spread = np.sqrt(np.where(variance > 0, variance, 1.0))
    return np.where(variance > 0, (k - n * rate) / spread, 0.0)


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
