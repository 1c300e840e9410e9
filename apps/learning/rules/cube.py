"""The exact count cube: n and n overridden of every conjunction of 1 to 3 feature values.

Cells are whole-number sums over rows, so cubes of parts of the rows add up to exactly the cube of all rows.
Rare cells may be dropped only after the last addition.
"""

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from apps.core import refusals
from apps.core.words import say
from apps.learning.rules import bands

MAX_CELLS = 400_000
MOST_FACTS = 3
CHUNK = 1 << 17  # rows counted at once, so that keys stay in the processor's cache

Counts = npt.NDArray[np.int64]


class TooManyCells(refusals.Invalid):
    """More conjunctions than one run may count. `details`: `n_cells`, `max_cells`, `facts` (widest first)."""

    code = "too_many_cells"
    sentence = say("These facts have too many different values to be mined together. Put them into bands.")


@dataclass(frozen=True)
class Block:
    """The cells of one feature combination: rows start to stop of the cube, last feature fastest."""

    features: tuple[int, ...]
    start: int
    stop: int


@dataclass(frozen=True, eq=False)
class Cube:
    """Counts by cell, shape (n_cells, 2): column 0 not overridden, column 1 overridden.

    Cells lie in the order of `layout(sizes, max_facts)`.
    """

    facts: tuple[str, ...]
    sizes: tuple[int, ...]
    max_facts: int
    cells: Counts
    n_rows: int
    n_overridden: int


def layout(sizes: Sequence[int], max_facts: int) -> tuple[Block, ...]:
    """Return where each feature combination's cells lie, small combinations first."""
    blocks, start = [], 0
    for n_features in range(1, max_facts + 1):
        for features in itertools.combinations(range(len(sizes)), n_features):
            stop = start + math.prod(sizes[feature] for feature in features)
            blocks.append(Block(features=features, start=start, stop=stop))
            start = stop
    return tuple(blocks)


def n_cells_of(sizes: Sequence[int], max_facts: int) -> int:
    """Return the number of conjunctions of 1 to max_facts values, without listing them."""
    sums = [1, *[0] * max_facts]
    for size in sizes:
        for degree in range(max_facts, 0, -1):
            sums[degree] += sums[degree - 1] * size
    return sum(sums[1:])


def count(
    features: bands.Features,
    overridden: npt.NDArray[np.bool_],
    *,
    max_facts: int,
    max_cells: int = MAX_CELLS,
) -> Cube:
    """Count every conjunction with one bincount per feature combination and chunk of rows.

    The override flag is the key's lowest digit. Memory: 16 bytes per cell beside the rows.

    Raises:
        TooManyCells: above max_cells.
        ValueError: unless 1 <= max_facts <= 3.
    """
    if not 1 <= max_facts <= MOST_FACTS:
        raise ValueError(f"a conjunction has 1 to {MOST_FACTS} facts")
    sizes = dict(zip(features.facts, features.sizes, strict=True))
    refuse_if_too_many(sizes, max_facts=max_facts, max_cells=max_cells)
    blocks = layout(features.sizes, max_facts)
    flat = np.zeros(2 * (blocks[-1].stop if blocks else 0), dtype=np.int64)
    for start in range(0, len(overridden), CHUNK):
        rows = slice(start, start + CHUNK)
        codes = [column[rows].astype(np.intp) for column in features.codes]
        _count_chunk(flat, blocks, codes, overridden[rows].astype(np.intp), features.sizes)
    return Cube(
        facts=features.facts,
        sizes=features.sizes,
        max_facts=max_facts,
        cells=flat.reshape(-1, 2),
        n_rows=len(overridden),
        n_overridden=int(np.count_nonzero(overridden)),
    )


def merge(cubes: Sequence[Cube]) -> Cube:
    """Add cubes of disjoint rows; the result is bit-identical to one count over all of them.

    Raises:
        ValueError: where there is no cube, or facts, sizes or max_facts differ.
    """
    if len({(cube.facts, cube.sizes, cube.max_facts) for cube in cubes}) != 1:
        raise ValueError("only cubes over the same facts and values can be added")
    cells = np.zeros_like(cubes[0].cells)
    for cube in cubes:
        cells += cube.cells
    return Cube(
        facts=cubes[0].facts,
        sizes=cubes[0].sizes,
        max_facts=cubes[0].max_facts,
        cells=cells,
        n_rows=sum(cube.n_rows for cube in cubes),
        n_overridden=sum(cube.n_overridden for cube in cubes),
    )


def refuse_if_too_many(sizes: Mapping[str, int], *, max_facts: int, max_cells: int) -> None:
    """Refuse facts, with the number of their values, that make more conjunctions than one run may count.

    Raises:
        TooManyCells: above max_cells.
    """
    n_cells = n_cells_of(tuple(sizes.values()), max_facts)
    if n_cells <= max_cells:
        return
    widest = sorted(((size, fact) for fact, size in sizes.items()), reverse=True)[:3]
    names = ", ".join(f"{fact} ({size} values)" for size, fact in widest)
    raise TooManyCells(
        say(
            "These facts make %(n_cells)s combinations; a run counts at most %(max_cells)s. "
            "Put the widest into bands or leave them out: %(names)s.",
            n_cells=n_cells,
            max_cells=max_cells,
            names=names,
        ),
        n_cells=n_cells,
        max_cells=max_cells,
        facts=tuple(fact for _, fact in widest),
    )


def _count_chunk(
    flat: Counts,
    blocks: Sequence[Block],
    codes: Sequence[npt.NDArray[np.intp]],
    flags: npt.NDArray[np.intp],
    sizes: Sequence[int],
) -> None:
    """Add one chunk of rows; neighbouring combinations share the key of all but their last feature."""
    flagged = [code * 2 + flags for code in codes]
    stem: tuple[int, ...] = ()
    key = np.zeros_like(flags)
    for block in blocks:
        *head, last = block.features
        if tuple(head) != stem:
            stem = tuple(head)
            key = np.zeros_like(flags)
            for feature in stem:
                key = key * sizes[feature] + codes[feature]
        width = 2 * sizes[last]
        keys = key * width + flagged[last] if stem else flagged[last]
        flat[2 * block.start : 2 * block.stop] += np.bincount(keys, minlength=2 * (block.stop - block.start))
