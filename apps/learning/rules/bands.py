"""Columns of facts become small whole numbers: values, bands of numbers, missing as a value of its own."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Value = str | float | bool | None
Codes = npt.NDArray[np.unsignedinteger]
Floats = npt.NDArray[np.float64]

YES, NO = "yes", "no"


@dataclass(frozen=True)
class Table:
    """Decisions to mine, one row each.

    `columns` maps a fact to its n values (None or NaN is missing; yes and no for booleans; a column with
    numbers only is banded), `overridden` is n flags, and `order` n instants as seconds or any other number
    that grows with time, or None where time is not known.
    """

    columns: Mapping[str, Sequence[Value]]
    overridden: npt.ArrayLike
    order: npt.ArrayLike | None = None


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


def encode(
    columns: Mapping[str, Sequence[Value]],
    *,
    band_edges: Mapping[str, Sequence[float]],
    n_bands: int,
) -> Features:
    """Encode facts in order of their name; numbers by the given inner edges, else by quantile.

    A number fact with at most n_bands distinct values keeps them as they are. Quantile edges are values that
    occur, so the same rows always give the same bands.

    Raises:
        ValueError: where columns differ in length.
    """
    if len({len(column) for column in columns.values()}) > 1:
        raise ValueError("every column needs one value per row")
    facts = tuple(sorted(columns))
    labels, codes, edges = [], [], {}
    for fact in facts:
        numbers = _numbers(columns[fact])
        cuts = None if numbers is None else _edges(numbers, given=band_edges.get(fact), n_bands=n_bands)
        if numbers is None or cuts is None:
            fact_labels, fact_codes = _values(columns[fact])
        else:
            fact_labels, fact_codes = _bands(numbers, cuts)
            edges[fact] = cuts
        labels.append(fact_labels)
        codes.append(fact_codes.astype(np.min_scalar_type(max(len(fact_labels) - 1, 0))))
    return Features(facts=facts, labels=tuple(labels), codes=tuple(codes), edges=edges)


def band_labels(edges: Sequence[float]) -> tuple[str, ...]:
    """Return the labels of the bands that inner edges make, lowest first."""
    words = [number_words(edge) for edge in edges]
    between = [f"{low} to under {high}" for low, high in pairwise(words)]
    return (f"under {words[0]}", *between, f"{words[-1]} and over")


def number_words(number: float) -> str:
    """Write a number as short as it can be read back."""
    return str(int(number)) if float(number).is_integer() else repr(float(number))


def _numbers(column: Sequence[Value]) -> Floats | None:
    """The column as floats with NaN for missing; None unless all that is present is a number."""
    kinds = set(map(type, column)) - {type(None)}
    if not kinds or not all(issubclass(kind, int | float | np.number) and kind is not bool for kind in kinds):
        return None
    return np.array([np.nan if value is None else value for value in column], dtype=np.float64)


def _edges(numbers: Floats, *, given: Sequence[float] | None, n_bands: int) -> tuple[float, ...] | None:
    """Inner edges, or None where the values are few enough to stand for themselves."""
    if given:
        return tuple(sorted({float(edge) for edge in given}))
    present = numbers[~np.isnan(numbers)]
    if len(np.unique(present)) <= n_bands:
        return None
    cuts = np.quantile(present, np.arange(1, n_bands) / n_bands, method="inverted_cdf")
    inner = tuple(float(cut) for cut in np.unique(cuts) if cut > present.min())
    return inner or (float(np.unique(present)[1]),)


def _bands(numbers: Floats, edges: tuple[float, ...]) -> tuple[tuple[str | None, ...], npt.NDArray[np.intp]]:
    missing = np.isnan(numbers)
    codes = np.searchsorted(np.asarray(edges), numbers, side="right")
    codes[missing] = len(edges) + 1
    labels: tuple[str | None, ...] = band_labels(edges)
    return (*labels, None) if missing.any() else labels, codes


def _values(column: Sequence[Value]) -> tuple[tuple[str | None, ...], npt.NDArray[np.intp]]:
    words = [_word(value) for value in column]
    present = sorted({word for word in words if word is not None}, key=_natural)
    labels = (*present, None) if None in words else tuple(present)
    index = {label: code for code, label in enumerate(labels)}
    return labels, np.fromiter((index[word] for word in words), dtype=np.intp, count=len(words))


def _word(value: Value) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, bool | np.bool_):
        return YES if value else NO
    return None if value is None or math.isnan(value) else number_words(value)


def _natural(word: str) -> tuple[bool, float, str]:
    """Numbers by size, then words by letter."""
    try:
        return (False, float(word), word)
    except ValueError:
        return (True, 0.0, word)
