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
    literals = list(_literals(cube, blocks, cells[kept]))
    rows = zip(literals, n[kept], k[kept], p[kept], q[kept], score, strict=True)
    all_found = {slice_[0]: Candidate(slice_[0], *(cast.item() for cast in slice_[1:])) for slice_ in rows}
    return len(cells), [one for one in all_found.values() if not _just_a_child(one, all_found)]


def _interesting(
    rate: npt.NDArray[np.float64],
    rest: npt.NDArray[np.float64],
    params: found.Params,
) -> npt.NDArray[np.bool_]:
    return (rate >= params.min_ratio * rest) & (rate - rest >= params.min_points)


def _literals(
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
