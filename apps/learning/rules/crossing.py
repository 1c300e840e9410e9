"""The second cube: in which of the slices that passed their tests rows lie together, counted exactly.

Rows of the same slices are one cell. Its cells carry counts by window and override, and sums of money: whole
numbers, so that cubes of parts of the rows add up to exactly the cube of all.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from apps.learning.rules import planning
from apps.learning.rules.candidates import Literals

# Columns of `sums`: rows of the first window that were not overridden and that were, then of the second.
N_SUMS = 8
STAKES = 4  # then by window: overridden rows with a known stake, and the sum of their stakes

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Crossed:
    """Cells in the order of their bits: bit `place` of `members[cell]` says whether it lies in that slice."""

    slices: tuple[Literals, ...]
    members: npt.NDArray[np.uint8]
    sums: Whole

    def n_of(self, window: int) -> Whole:
        """Return the rows of each cell in a window."""
        return self.sums[:, 2 * window] + self.sums[:, 2 * window + 1]

    def k_of(self, window: int) -> Whole:
        """Return the overridden rows of each cell in a window."""
        return self.sums[:, 2 * window + 1]

    def cells_of(self, literals: Literals) -> npt.NDArray[np.int64]:
        """Return the numbers, ascending, of the cells that lie in a slice."""
        place = self.slices.index(literals)
        return np.flatnonzero(self.members[:, place // 8] >> (7 - place % 8) & 1)


def no_cells() -> Crossed:
    """Return what is left when no slice passed its test."""
    return Crossed((), np.zeros((0, 0), dtype=np.uint8), np.zeros((0, N_SUMS), dtype=np.int64))


def cross(rows: planning.Rows, slices: Sequence[Literals]) -> Crossed:
    """Count rows by the slices that they lie in."""
    of_value: dict[tuple[int, int], Whole] = {}
    cell, n_cells = np.zeros(len(rows), dtype=np.int64), 1
    for literals in slices:
        inside = _rows_of(literals, rows, of_value)
        split, new = np.unique(cell[inside], return_inverse=True)
        cell[inside] = n_cells + new
        n_cells += len(split)
    _, first, cell = np.unique(cell, return_index=True, return_inverse=True)
    return _summed(slices, _members(rows, first, slices), _sums(rows, cell, len(first)))


def _members(rows: planning.Rows, first: Whole, slices: Sequence[Literals]) -> npt.NDArray[np.uint8]:
    """Say of one row of each cell in which slices it lies, eight slices a byte."""
    members = np.zeros((len(first), -(-len(slices) // 8)), dtype=np.uint8)
    codes = {feature: rows.features.codes[feature][first] for literals in slices for feature, _ in literals}
    for place, literals in enumerate(slices):
        inside = np.ones(len(first), dtype=np.bool_)
        for feature, code in literals:
            inside &= codes[feature] == code
        members[inside, place // 8] |= np.uint8(1 << (7 - place % 8))
    return members


def added(parts: Sequence[Crossed]) -> Crossed:
    """Add cubes of disjoint rows; the result is bit-identical to one count over all of them.

    Raises:
        ValueError: where there is no cube, or they are about different slices.
    """
    if len({one.slices for one in parts}) != 1:
        raise ValueError("only cubes about the same slices can be added")
    members = np.concatenate([one.members for one in parts])
    return _summed(parts[0].slices, members, np.concatenate([one.sums for one in parts]))


def _summed(slices: Sequence[Literals], members: npt.NDArray[np.uint8], sums: Whole) -> Crossed:
    """Add what lies in the same slices, and leave out what holds no row."""
    filled = sums[:, :STAKES].any(axis=1)
    members, sums = members[filled], sums[filled]
    kinds, kind = np.unique(members, axis=0, return_inverse=True) if len(slices) else _one_kind(members)
    total = np.zeros((len(kinds), N_SUMS), dtype=np.int64)
    np.add.at(total, kind, sums)
    return Crossed(tuple(slices), kinds, total)


def _one_kind(members: npt.NDArray[np.uint8]) -> tuple[npt.NDArray[np.uint8], Whole]:
    return members[:1], np.zeros(len(members), dtype=np.int64)


def _rows_of(literals: Literals, rows: planning.Rows, of_value: dict[tuple[int, int], Whole]) -> Whole:
    """Return the rows that meet every condition; the rows of single values are remembered."""
    for feature, code in literals:
        if (feature, code) not in of_value:
            of_value[feature, code] = np.flatnonzero(rows.features.codes[feature] == code)
    rarest = min(literals, key=lambda one: len(of_value[one]))
    inside = of_value[rarest]
    for feature, code in literals:
        if (feature, code) != rarest:
            inside = inside[rows.features.codes[feature][inside] == code]
    return inside


def _sums(rows: planning.Rows, cell: Whole, n_cells: int) -> Whole:
    sums = np.zeros((n_cells, N_SUMS), dtype=np.int64)
    kind = cell * STAKES + 2 * rows.late + rows.overridden
    sums[:, :STAKES] = np.bincount(kind, minlength=STAKES * n_cells).reshape(-1, STAKES)
    for window in (0, 1):
        staked = rows.overridden & (rows.late == bool(window)) & (rows.stakes >= 0)
        np.add.at(sums[:, STAKES + 2 * window], cell[staked], 1)
        np.add.at(sums[:, STAKES + 2 * window + 1], cell[staked], rows.stakes[staked])
    return sums
