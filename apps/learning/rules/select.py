"""Greedy residual selection: take the strongest slice, let it explain itself, look at what is left.

Expected overrides come from a logistic model with one indicator per selected slice, refitted after every
choice on the few groups of rows that share their slices (McCullagh and Nelder 1989). On the log
odds, overlapping slices explain rather too much than too little, so overlap is not sold as a discovery.
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy import special

from apps.learning.rules import crossing, found
from apps.learning.rules.candidates import Candidate, stands_out

RIDGE = 1e-2  # keeps a slice without a single approval finite
STEPS = 50
SMALL_STEP = 1e-9  # a step on the log odds that changes no printed figure

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Groups:
    """Rows that lie in the same selected slices: membership (n_groups, n_slices), and counts per group."""

    member: Floats
    n: Floats
    k: Floats


class Explained:
    """What the slices selected so far lead one to expect of every row.

    Whatever is summed is whole numbers by group, so that no order of the cells shows in a figure.
    """

    def __init__(self, n: npt.NDArray[np.int64], k: npt.NDArray[np.int64]) -> None:
        self._n, self._k = n.astype(np.float64), k.astype(np.float64)
        self._group = np.zeros(len(n), dtype=np.int64)
        self._member = np.zeros((1, 0))
        self._rates = np.array([self._k.sum() / self._n.sum()])

    def expected(self, cells: npt.NDArray[np.int64]) -> float:
        """Return the expected number of overrides among the rows of the cells."""
        n = np.bincount(self._group[cells], weights=self._n[cells], minlength=len(self._rates))
        return float(n @ self._rates)

    def add(self, cells: npt.NDArray[np.int64]) -> None:
        """Let one more slice explain itself and refit."""
        split, place = np.unique(self._group[cells], return_inverse=True)
        self._group[cells] = len(self._member) + place
        inside = np.zeros(len(self._member) + len(split))
        inside[len(self._member) :] = 1
        self._member = np.column_stack([np.vstack([self._member, self._member[split]]), inside])
        self._rates = fit(self.groups())

    def groups(self) -> Groups:
        """Return the groups that the selected slices make of all rows."""
        size = len(self._member)
        n = np.bincount(self._group, weights=self._n, minlength=size).astype(np.float64)
        k = np.bincount(self._group, weights=self._k, minlength=size).astype(np.float64)
        return Groups(member=self._member, n=n, k=k)


def select(
    offered: Sequence[Candidate],
    crossed: crossing.Crossed,
    *,
    window: int,
    n_tests: int,
    params: found.Params,
) -> list[Candidate]:
    """Return the candidates of a window that say something new, strongest first.

    The residual p of the s-th choice must be at most s * q_limit / n_tests: Benjamini and Hochberg's step
    with only the slices counted that are not explained by one another. Scores only fall as slices are added
    (nearly), so a stale score is an upper bound and is renewed when it comes to the top. At last a choice
    that the others have come to explain is dropped.
    """
    if not offered:
        return []
    chosen: list[Candidate] = []
    cells_of = lru_cache(maxsize=None)(crossed.cells_of)
    explained = Explained(crossed.n_of(window), crossed.k_of(window))
    heap = [(-one.score, place, 0) for place, one in enumerate(offered)]
    heapq.heapify(heap)
    while heap and len(chosen) < params.max_patterns:
        _, place, seen = heapq.heappop(heap)
        one = offered[place]
        inside = cells_of(one.literals)
        expected = explained.expected(inside)
        limit = (len(chosen) + 1) * params.q_limit / n_tests
        if not stands_out(one, expected, limit=limit, params=params):
            continue
        if seen < len(chosen):
            heapq.heappush(heap, (-_score(one, expected), place, len(chosen)))
            continue
        explained.add(inside)
        chosen.append(one)
    return _without_explained(chosen, explained.groups(), n_tests=n_tests, params=params)


def fit(groups: Groups) -> Floats:
    """Return the fitted override share per group: logistic, Newton's method, ridge on the slices' effects."""
    design = np.column_stack([np.ones(len(groups.n)), groups.member])
    penalty = np.full(design.shape[1], RIDGE)
    penalty[0] = 0.0
    effects = np.zeros(design.shape[1])
    effects[0] = special.logit(groups.k.sum() / groups.n.sum())
    for _ in range(STEPS):
        rates = special.expit(design @ effects)
        slope = design.T @ (groups.k - groups.n * rates) - penalty * effects
        curve = (design.T * (groups.n * rates * (1 - rates))) @ design + np.diag(penalty + 1e-12)
        step = np.linalg.solve(curve, slope)
        effects += np.clip(step, -2.0, 2.0)
        if np.abs(step).max() < SMALL_STEP:
            break
    return special.expit(design @ effects)


def _score(one: Candidate, expected: float) -> float:
    """Standard deviations between what was counted and what was expected."""
    return float((one.k - expected) / np.sqrt(expected * (1 - expected / one.n) + 1e-12))


def _without_explained(
    chosen: list[Candidate],
    groups: Groups,
    *,
    n_tests: int,
    params: found.Params,
) -> list[Candidate]:
    """Drop, last first, each slice that the rest of the choice explains."""
    kept = list(range(len(chosen)))
    for place in reversed(range(len(chosen))):
        others = [other for other in kept if other != place]
        rates = fit(Groups(member=groups.member[:, others], n=groups.n, k=groups.k))
        inside = groups.member[:, place] == 1
        expected = float((groups.n * rates)[inside].sum())
        limit = len(kept) * params.q_limit / n_tests
        if not stands_out(chosen[place], expected, limit=limit, params=params):
            kept = others
    return [chosen[place] for place in kept]
