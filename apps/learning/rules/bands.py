"""Columns of facts become small whole numbers: values, bands of numbers, missing as a value of its own."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

Value = str | float | bool | None
Codes = npt.NDArray[np.unsignedinteger]
Floats = npt.NDArray[np.float64]

YES, NO = "yes", "no"


@dataclass(frozen=True, eq=False)
class Coded:
    """A column whose values are words already told apart: `codes[row]` indexes `labels`; None is missing."""

    labels: tuple[str | None, ...]
    codes: Codes

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, rows: slice) -> "Coded":
        return Coded(self.labels, self.codes[rows])


Column = Sequence[Value] | Coded | npt.NDArray[Any]


@dataclass(frozen=True)
class Table:
    """Decisions to mine, one row each.

    `columns` maps a fact to its n values (None or NaN is missing; yes and no for booleans; a column with
    numbers only is banded), `overridden` is n flags, and `order` n instants as seconds or any other number
    that grows with time, or None where time is not known. `stakes`: what each decision is about in minor
    units of money, negative where it is not known; `changes`: by how much the amount decided is another one
    than suggested; None where nothing is known.
    """

    columns: Mapping[str, Column]
    overridden: npt.ArrayLike
    order: npt.ArrayLike | None = None
    stakes: npt.ArrayLike | None = None
    changes: npt.ArrayLike | None = None

    def __len__(self) -> int:
        return len(np.asarray(self.overridden))

    def part(self, start: int, stop: int) -> "Table":
        """Return some of the rows; arrays are not copied."""
        rows = slice(start, stop)
        return Table(
            columns={fact: column[rows] for fact, column in self.columns.items()},
            overridden=np.asarray(self.overridden)[rows],
            order=None if self.order is None else np.asarray(self.order)[rows],
            stakes=None if self.stakes is None else np.asarray(self.stakes)[rows],
            changes=None if self.changes is None else np.asarray(self.changes)[rows],
        )


@dataclass(frozen=True, eq=False)
class Features:
    """Encoded facts, all of n rows.

    `codes[i][row]` indexes `labels[i]`; the label None is missing. `edges` holds the inner band edges of the
    banded facts: band j of edges e is [e[j-1], e[j]).
    """

    facts: tuple[str, ...]
    labels: tuple[tuple[str | None, ...], ...]
    codes: tuple[Codes, ...]
    edges: Mapping[str, tuple[float, ...]]

    @property
    def sizes(self) -> tuple[int, ...]:
        return tuple(len(labels) for labels in self.labels)


@dataclass(frozen=True)
class Encoding:
    """How facts become codes, the same for all parts of the rows: labels by fact, edges of banded ones."""

    labels: Mapping[str, tuple[str | None, ...]]
    edges: Mapping[str, tuple[float, ...]]


def encode_by(columns: Mapping[str, Column], encoding: Encoding, *, n_rows: int) -> Features:
    """Encode some of the rows as all of them are; a fact that this part has not is missing in it.

    Raises:
        ValueError: where a column has not one value per row, or a value that the encoding does not know.
    """
    if any(len(column) != n_rows for column in columns.values()):
        raise ValueError("every column needs one value per row")
    facts = tuple(sorted(encoding.labels))
    codes = tuple(
        _encoded(columns.get(fact), encoding.labels[fact], encoding.edges.get(fact), n_rows) for fact in facts
    )
    return Features(
        facts=facts,
        labels=tuple(encoding.labels[fact] for fact in facts),
        codes=codes,
        edges=dict(encoding.edges),
    )


def band_labels(edges: Sequence[float]) -> tuple[str, ...]:
    """Return the labels of the bands that inner edges make, lowest first."""
    words = [number_words(edge) for edge in edges]
    between = [f"{low} to under {high}" for low, high in pairwise(words)]
    return (f"under {words[0]}", *between, f"{words[-1]} and over")


def number_words(number: float) -> str:
    """Write a number as short as it can be read back."""
    return str(int(number)) if float(number).is_integer() else repr(float(number))


def numbers(column: Column) -> Floats | None:
    """Return a column as floats with NaN for missing; None unless all that is present is a number."""
    if isinstance(column, Coded):
        return None
    if isinstance(column, np.ndarray) and column.dtype.kind in "iuf":
        return column.astype(np.float64)
    kinds = set(map(type, column)) - {type(None)}
    if not kinds or not all(issubclass(kind, int | float | np.number) and kind is not bool for kind in kinds):
        return None
    return np.array([np.nan if value is None else value for value in column], dtype=np.float64)


def coded(column: Column) -> Coded:
    """Return a column as words; numbers are written as short as they can be read back."""
    if isinstance(column, Coded):
        return column
    index: dict[str | None, int] = {}
    codes = np.fromiter(
        (index.setdefault(_word(value), len(index)) for value in column), dtype=np.intp, count=len(column)
    )
    return Coded(tuple(index), codes.astype(np.min_scalar_type(max(len(index) - 1, 0))))


def natural(word: str) -> tuple[bool, float, str]:
    """Numbers by size, then words by letter."""
    try:
        return (False, float(word), word)
    except ValueError:
        return (True, 0.0, word)


def _encoded(
    column: Column | None, labels: tuple[str | None, ...], edges: tuple[float, ...] | None, n_rows: int
) -> Codes:
    kind = np.min_scalar_type(max(len(labels) - 1, 0))
    if not n_rows:
        return np.zeros(0, dtype=kind)
    if column is None:
        return np.full(n_rows, _place(labels, None), dtype=kind)
    given = numbers(column) if edges else None
    if given is not None and edges:
        codes = np.searchsorted(np.asarray(edges), given, side="right")
        missing = np.isnan(given)
        if missing.any():
            codes[missing] = _place(labels, None)
        return codes.astype(kind)
    words = coded(column)
    used = np.unique(words.codes)
    places = np.zeros(len(words.labels), dtype=kind)
    for code in used.tolist():
        places[code] = _place(labels, words.labels[code])
    return places[words.codes]


def _place(labels: tuple[str | None, ...], label: str | None) -> int:
    try:
        return labels.index(label)
    except ValueError:
        raise ValueError(f"a value that the survey did not see: {label!r}") from None


def _word(value: Value) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, bool | np.bool_):
        return YES if value else NO
    return None if value is None or math.isnan(value) else number_words(value)
