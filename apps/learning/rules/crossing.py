"""The second cube: in which of the slices that passed their tests rows lie together, counted exactly.

Rows of the same slices are one cell. Its cells carry counts by window and override, and sums of money: whole
numbers, so that cubes of parts of the rows add up to exactly the cube of all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from apps.learning.rules import planning
from apps.learning.rules.candidates import Literals

# Columns of `sums`: rows of the first window that were not overridden and that were, then of the second.
N_SUMS = 12
STAKES = 4  # then by window: overridden rows with a known stake, and the sum of their stakes
CHANGES = 8  # then by window: overridden rows with another amount than suggested, and by how much in all

CHUNK = 1 << 18  # rows crossed at once, and cells held before they are added up

Whole = npt.NDArray[np.int64]
Places = npt.NDArray[np.int32]


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
    """Count rows by the slices that they lie in, so many at once that memory does not grow with them."""
    starts = range(0, max(len(rows), 1), CHUNK)
    return added(_cross(rows.part(start, start + CHUNK), tuple(slices)) for start in starts)


def added(parts: Iterable[Crossed]) -> Crossed:
    """Add cubes of disjoint rows; the result is bit-identical to one count over all of them.

    Raises:
        ValueError: where there is no cube, or they are about different slices.
    """
    held: list[Crossed] = []
    most = CHUNK
    for one in parts:
        if held and one.slices != held[0].slices:
            raise ValueError("only cubes about the same slices can be added")
        held.append(one)
        if sum(len(each.sums) for each in held) > most:
            held = [_added(held)]
            most = CHUNK + 2 * len(held[0].sums)
    if not held:
        raise ValueError("there is no cube to add")
    return _added(held) if len(held) > 1 else held[0]


def _cross(rows: planning.Rows, slices: tuple[Literals, ...]) -> Crossed:
    of_value: dict[tuple[int, int], Places] = {}
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
    members = np.zeros((-(-len(slices) // 8), len(first)), dtype=np.uint8)
    features = {feature for literals in slices for feature, _ in literals}
    codes = {feature: rows.features.codes[feature][first] for feature in features}
    for place, literals in enumerate(slices):
        inside = np.ones(len(first), dtype=np.bool_)
        for feature, code in literals:
            inside &= codes[feature] == code
        members[place // 8] |= inside.view(np.uint8) << np.uint8(7 - place % 8)
    return np.ascontiguousarray(members.T)


def _added(parts: Sequence[Crossed]) -> Crossed:
    members = np.concatenate([one.members for one in parts])
    return _summed(parts[0].slices, members, np.concatenate([one.sums for one in parts]))


def _summed(slices: tuple[Literals, ...], members: npt.NDArray[np.uint8], sums: Whole) -> Crossed:
    """Add what lies in the same slices, and leave out what holds no row."""
    filled = sums[:, :STAKES].any(axis=1)
    members, sums = members[filled], sums[filled]
    order, starts = _alike(members)
    total = np.add.reduceat(sums[order], starts) if len(starts) else np.zeros((0, N_SUMS), dtype=np.int64)
    return Crossed(slices, members[order[starts]], total)


def _alike(members: npt.NDArray[np.uint8]) -> tuple[Whole, Whole]:
    """Return the order of the cells' bits, and where in it others begin. Eight bytes are compared at once."""
    n_cells, n_bytes = members.shape
    words = np.zeros((n_cells, -(-n_bytes // 8) * 8), dtype=np.uint8)
    words[:, :n_bytes] = members
    keys = words.view(">u8").astype(np.uint64).T
    order = np.lexsort(keys[::-1]) if len(keys) else np.arange(n_cells)
    others = np.zeros(n_cells, dtype=np.bool_)
    others[:1] = True
    for key in keys:
        others[1:] |= key[order][1:] != key[order][:-1]
    return order, np.flatnonzero(others)


def _rows_of(literals: Literals, rows: planning.Rows, of_value: dict[tuple[int, int], Places]) -> Places:
    """Return the rows that meet every condition; the rows of single values are remembered."""
    for feature, code in literals:
        if (feature, code) not in of_value:
            of_value[feature, code] = np.flatnonzero(rows.features.codes[feature] == code).astype(np.int32)
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
        counted = rows.overridden & (rows.late == bool(window))
        for first, money, known in (
            (STAKES, rows.stakes, rows.stakes >= 0),
            (CHANGES, rows.changes, rows.changes != 0),
        ):
            inside = counted & known
            np.add.at(sums[:, first + 2 * window], cell[inside], 1)
            np.add.at(sums[:, first + 2 * window + 1], cell[inside], money[inside])
    return sums
