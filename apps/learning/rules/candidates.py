"""From counted cells to slices worth looking at: tested, corrected, interesting, and not just a child."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from apps.learning.rules import cube as cubes
from apps.learning.rules import found, significance
from apps.measures.rules import adjust

CHILD_P = 0.01  # a child must differ from its parent's other rows at least this much to stand beside it

MOST = 400  # candidates that the selection looks at, the strongest first

Literals = tuple[tuple[int, int], ...]  # (feature, code), features ascending


@dataclass(frozen=True)
class Candidate:
    """A slice that passed every test on its own; the selection decides whether it says anything new."""

    literals: Literals
    n: int
    k: int
    p: float
    q: float
    score: float
    rest: float  # the rate of all other rows


def tested(cube: cubes.Cube, *, min_n: int) -> npt.NDArray[np.int64]:
    """Return the cells that are tests: at least min_n rows, and rows outside."""
    n = cube.cells.sum(axis=1)
    return np.flatnonzero((n >= min_n) & (n < cube.n_rows))


def candidates(cube: cubes.Cube, params: found.Params) -> tuple[int, list[Candidate]]:
    """Return the number of tests made and the candidates among them."""
    cells = tested(cube, min_n=params.min_n)
    n, k = cube.cells[cells].sum(axis=1), cube.cells[cells, 1]
    population = {"n_all": cube.n_rows, "k_all": cube.n_overridden}
    if not len(cells) or not 0 < cube.n_overridden < cube.n_rows:
        return len(cells), []
    p = significance.p_values(n, k, **population)
    q = adjust(p, any_dependence=params.any_dependence)
    rest = (cube.n_overridden - k) / (cube.n_rows - n)
    kept = np.flatnonzero((q <= params.q_limit) & _interesting(k / n, rest, params))
    score = significance.scores(n[kept], k[kept], **population)
    blocks = cubes.layout(cube.sizes, cube.max_facts)
    literals = list(literals_of(cube, blocks, cells[kept]))
    rows = zip(literals, n[kept], k[kept], p[kept], q[kept], score, rest[kept], strict=True)
    all_found = {slice_[0]: Candidate(slice_[0], *(cast.item() for cast in slice_[1:])) for slice_ in rows}
    apart = [one for one in all_found.values() if not _just_a_child(one, all_found)]
    return len(cells), _not_echoes(apart, Joint(cube, blocks), n_tests=len(cells), params=params)


class Joint:
    """Reads from the cube how many rows two slices share, where their facts together are few enough."""

    def __init__(self, cube: cubes.Cube, blocks: tuple[cubes.Block, ...]) -> None:
        self._cube = cube
        self._starts = {block.features: block.start for block in blocks}

    def n_of(self, one: Literals, other: Literals) -> int | None:
        """Return the rows in both slices; None where the cube does not say."""
        codes = dict(one)
        if any(codes.get(feature, code) != code for feature, code in other):
            return 0
        codes.update(other)
        features = tuple(sorted(codes))
        start = self._starts.get(features)
        if start is None:
            return None
        place = 0
        for feature in features:
            place = place * self._cube.sizes[feature] + codes[feature]
        return int(self._cube.cells[start + place].sum())


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


def _not_echoes(
    offered: list[Candidate], joint: Joint, *, n_tests: int, params: found.Params
) -> list[Candidate]:
    """Leave out each slice that can never be chosen, or that one stronger slice alone explains.

    Of the latter only what the cube can say.

    What the selection would expect of it with that one slice chosen, against its most lenient limit.
    """
    limit = params.max_patterns * params.q_limit / n_tests
    kept: list[Candidate] = []
    hopeful = (one for one in offered if one.p <= limit)
    for one in sorted(hopeful, key=lambda each: (-each.score, each.literals)):
        if not any(_explains(strong, one, joint, limit, params) for strong in kept):
            kept.append(one)
        if len(kept) == MOST:
            break
    return kept


def _explains(strong: Candidate, one: Candidate, joint: Joint, limit: float, params: found.Params) -> bool:
    shared = joint.n_of(strong.literals, one.literals)
    if not shared:
        return False
    expected = shared * strong.k / strong.n + (one.n - shared) * strong.rest
    return not stands_out(one, expected, limit=limit, params=params)


def _interesting(
    rate: npt.NDArray[np.float64],
    rest: npt.NDArray[np.float64],
    params: found.Params,
) -> npt.NDArray[np.bool_]:
    return (rate >= params.min_ratio * rest) & (rate - rest >= params.min_points)


def literals_of(
    cube: cubes.Cube,
    blocks: tuple[cubes.Block, ...],
    cells: npt.NDArray[np.int64],
) -> Iterator[Literals]:
    """Decode cells to (feature, code) pairs."""
    starts = np.array([block.start for block in blocks])
    for cell, place in zip(cells, np.searchsorted(starts, cells, side="right") - 1, strict=True):
        block = blocks[place]
        codes = np.unravel_index(cell - block.start, tuple(cube.sizes[f] for f in block.features))
        yield tuple(zip(block.features, (int(code) for code in codes), strict=True))


def _just_a_child(child: Candidate, others: dict[Literals, Candidate]) -> bool:
    """Whether a candidate with fewer conditions already says what this one says."""
    for n_kept in range(1, len(child.literals)):
        for literals in itertools.combinations(child.literals, n_kept):
            parent = others.get(literals)
            if parent and not _adds(child, parent):
                return True
    return False


def _adds(child: Candidate, parent: Candidate) -> bool:
    """Whether the child's rate stands out among its parent's rows (normal score, CHILD_P)."""
    if child.n == parent.n:
        return False
    n, k = np.array([child.n]), np.array([child.k])
    score = significance.scores(n, k, n_all=parent.n, k_all=parent.k)
    return float(special.ndtr(-score[0])) < CHILD_P
