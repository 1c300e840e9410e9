"""Greedy residual selection: take the strongest slice, let it explain itself, look at what is left.

Expected overrides come from a logistic model with one indicator per selected slice, refitted after every
choice on the few groups of rows that share their slices (McCullagh and Nelder 1989). On the log
odds, overlapping slices explain rather too much than too little, so overlap is not sold as a discovery.
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from apps.learning.rules import bands, found
from apps.learning.rules.candidates import Candidate, Literals

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


class Rows:
    """Finds the rows of a slice; remembers the rows of single values."""

    def __init__(self, features: bands.Features) -> None:
        self._codes = features.codes
        self._of_value: dict[tuple[int, int], npt.NDArray[np.int64]] = {}

    def of(self, literals: Literals) -> npt.NDArray[np.int64]:
        """Return row numbers, ascending, of the rows that meet every condition."""
        parts = sorted((self._of(literal) for literal in literals), key=len)
        rows = parts[0]
        rarest = next(one for one in literals if self._of(one) is rows)
        for feature, code in literals:
            if (feature, code) != rarest:
                rows = rows[self._codes[feature][rows] == code]
        return rows

    def _of(self, literal: tuple[int, int]) -> npt.NDArray[np.int64]:
        if literal not in self._of_value:
            self._of_value[literal] = np.flatnonzero(self._codes[literal[0]] == literal[1])
        return self._of_value[literal]


class Explained:
    """What the slices selected so far lead one to expect of every row."""

    def __init__(self, overridden: npt.NDArray[np.bool_]) -> None:
        self._overridden = overridden
        self._group = np.zeros(len(overridden), dtype=np.int64)
        self._member = np.zeros((1, 0))
        self._rates = np.array([overridden.mean()])

    def expected(self, rows: npt.NDArray[np.int64]) -> float:
        """Return the expected number of overrides among the rows."""
        return float(self._rates[self._group[rows]].sum())

    def add(self, rows: npt.NDArray[np.int64]) -> None:
        """Let one more slice explain itself and refit."""
        split, place = np.unique(self._group[rows], return_inverse=True)
        self._group[rows] = len(self._member) + place
        inside = np.zeros(len(self._member) + len(split))
        inside[len(self._member) :] = 1
        self._member = np.column_stack([np.vstack([self._member, self._member[split]]), inside])
        self._rates = fit(self.groups())

    def groups(self) -> Groups:
        """Return the groups that the selected slices make of all rows."""
        size = len(self._member)
        n = np.bincount(self._group, minlength=size).astype(np.float64)
        k = np.bincount(self._group[self._overridden], minlength=size).astype(np.float64)
        return Groups(member=self._member, n=n, k=k)


def select(
    offered: Sequence[Candidate],
    features: bands.Features,
    overridden: npt.NDArray[np.bool_],
    *,
    n_tests: int,
    params: found.Params,
) -> list[Candidate]:
    """Return the candidates that say something new, strongest first.

    The residual p of the s-th choice must be at most s * q_limit / n_tests: Benjamini and Hochberg's step
    with only the slices counted that are not explained by one another. Scores only fall as slices are added
    (nearly), so a stale score is an upper bound and is renewed when it comes to the top. At last a choice
    that the others have come to explain is dropped.
    """
    rows, explained, chosen = Rows(features), Explained(overridden), list[Candidate]()
    heap = [(-one.score, place, 0) for place, one in enumerate(offered)]
    heapq.heapify(heap)
    while heap and len(chosen) < params.max_patterns:
        _, place, seen = heapq.heappop(heap)
        one = offered[place]
        inside = rows.of(one.literals)
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


def stands_out(one: Candidate, expected: float, *, limit: float, params: found.Params) -> bool:
    """Whether the slice still has the minimum effect and significance beyond what is expected of it.

    The residual p is the tail of Bin(n, expected / n): from one above the expected count on, it is never
    smaller than the tail of the unequal rows it stands for (Hoeffding 1956). Nor is it taken below the
    slice's own p.
    """
    rate, usual = one.k / one.n, expected / one.n
    if rate < params.min_ratio * usual or rate - usual < params.min_points:
        return False
    return max(one.p, float(special.bdtrc(one.k - 1, one.n, usual))) <= limit


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
