"""How sure it is that there are more of one kind here than elsewhere, and the correction for many questions.

Written out with `scipy.special`: loading `scipy.stats` took a fifth of the start of every process. The tests
compare with it.
"""

import numpy as np
import numpy.typing as npt
from scipy import special

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

TAIL_ERROR = 1e-13  # relative size of the first term left out of an exact tail


def tail(n: Whole, k: Whole, *, n_all: int | Whole, k_all: int | Whole) -> Floats:
    """Return the exact hypergeometric tail P(X >= k) of each: n rows drawn from n_all with k_all of a kind.

    Sums the terms upwards by their ratio until the next adds less than 1e-13 of the sum. All are drawn from
    the same rows, or each from its own. A sum that overflows began so far below what is likely that all that
    is left out of 1 is under 1e-300: it is 1.
    """
    n_all, k_all = np.broadcast_to(n_all, len(n)), np.broadcast_to(k_all, len(n))
    first = _log_choose(k_all, k) + _log_choose(n_all - k_all, n - k) - _log_choose(n_all, n)
    total, term = np.ones(len(n)), np.ones(len(n))
    active, x = np.arange(len(n)), k.astype(np.float64)
    with np.errstate(over="ignore"):
        while len(active):
            at, draws, of_kind = x[active], n[active], k_all[active]
            term[active] *= (
                (of_kind - at) * (draws - at) / ((at + 1) * (n_all[active] - of_kind - draws + at + 1))
            )
            total[active] += term[active]
            x[active] += 1
            active = active[term[active] > TAIL_ERROR * total[active]]
    return np.minimum(np.exp(first + np.log(total)), 1.0)


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
