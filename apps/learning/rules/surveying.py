"""What there is, before anything is counted: the values of every fact and the moments, by number of rows.

Surveys of parts of the rows add up to the survey of all rows, so that every part is then encoded alike.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from apps.learning.rules import bands

MOST_VALUES = 1_000  # of words: with more a fact is put into bands by the business or left out
MOST_NUMBERS = 10_000  # different numbers kept exactly; three digits are enough to place band edges
DIGITS = 3

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class FactSurvey:
    """The values of one fact by number of rows. `is_wide`: more words than are kept, so none are."""

    words: Mapping[str, int] = field(default_factory=dict)
    numbers: Mapping[float, int] = field(default_factory=dict)
    n_missing: int = 0
    is_wide: bool = False
    is_rounded: bool = False

    @property
    def n_rows(self) -> int:
        return sum(self.words.values()) + sum(self.numbers.values()) + self.n_missing


@dataclass(frozen=True, eq=False)
class Survey:
    """All facts, and how many rows, and of the overridden ones, lie at each moment (none without time)."""

    n_rows: int
    n_overridden: int
    facts: Mapping[str, FactSurvey]
    moments: bands.Floats
    n_at: Whole
    n_overridden_at: Whole


def survey(table: bands.Table) -> Survey:
    """Survey some of the rows.

    Raises:
        ValueError: where columns, flags and order differ in length, or order holds NaN.
    """
    overridden = np.asarray(table.overridden, dtype=np.bool_)
    n_rows = len(overridden)
    if any(len(column) != n_rows for column in table.columns.values()):
        raise ValueError("every column needs one value per flag")
    moments, n_at, k_at = _moments(table.order, overridden)
    return Survey(
        n_rows=n_rows,
        n_overridden=int(np.count_nonzero(overridden)),
        facts={fact: _fact(column) for fact, column in table.columns.items()},
        moments=moments,
        n_at=n_at,
        n_overridden_at=k_at,
    )


def merged(surveys: Sequence[Survey]) -> Survey:
    """Add surveys of disjoint rows, in any order; a fact that a part has not is missing in all its rows."""
    facts = sorted({fact for one in surveys for fact in one.facts})
    moments, where = np.unique(np.concatenate([one.moments for one in surveys]), return_inverse=True)
    n_at, k_at = np.zeros(len(moments), dtype=np.int64), np.zeros(len(moments), dtype=np.int64)
    np.add.at(n_at, where, np.concatenate([one.n_at for one in surveys]))
    np.add.at(k_at, where, np.concatenate([one.n_overridden_at for one in surveys]))
    return Survey(
        n_rows=sum(one.n_rows for one in surveys),
        n_overridden=sum(one.n_overridden for one in surveys),
        facts={
            fact: _added([one.facts.get(fact) or FactSurvey(n_missing=one.n_rows) for one in surveys])
            for fact in facts
        },
        moments=moments,
        n_at=n_at,
        n_overridden_at=k_at,
    )


def labels_of(fact: FactSurvey, *, edges: tuple[float, ...] | None) -> tuple[str | None, ...]:
    """Return the labels of a fact in their order; missing is the last one, where it occurs."""
    if edges:
        labels: tuple[str, ...] = bands.band_labels(edges)
    else:
        words = {*fact.words, *(bands.number_words(number) for number in fact.numbers)}
        labels = tuple(sorted(words, key=bands.natural))
    return (*labels, None) if fact.n_missing else labels


def edges_of(fact: FactSurvey, *, given: Sequence[float] | None, n_bands: int) -> tuple[float, ...] | None:
    """Return a fact's inner edges; None for words, and where values are few enough to stand for themselves.

    Quantile edges are values that occur, so that the same rows always give the same bands.
    """
    if fact.words or not fact.numbers:
        return None
    if given:
        return tuple(sorted({float(edge) for edge in given}))
    values = np.array(sorted(fact.numbers))
    if len(values) <= n_bands:
        return None
    upto = np.cumsum([fact.numbers[value] for value in values.tolist()])
    # The least value with at least the share of the rows up to it (the inverse of the distribution).
    wanted = np.ceil(np.arange(1, n_bands) * upto[-1] / n_bands - 1e-9)
    cuts = values[np.searchsorted(upto, wanted, side="left")]
    inner = tuple(float(cut) for cut in np.unique(cuts) if cut > values[0])
    return inner or (float(values[1]),)


def _moments(
    order: npt.ArrayLike | None, overridden: npt.NDArray[np.bool_]
) -> tuple[bands.Floats, Whole, Whole]:
    if order is None:
        return np.zeros(0), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    at = np.asarray(order, dtype=np.float64)
    if len(at) != len(overridden) or np.isnan(at).any():
        raise ValueError("order needs one instant per row")
    moments, where = np.unique(at, return_inverse=True)
    n_at = np.bincount(where, minlength=len(moments)).astype(np.int64)
    return moments, n_at, np.bincount(where[overridden], minlength=len(moments)).astype(np.int64)


def _fact(column: bands.Column) -> FactSurvey:
    numbers = bands.numbers(column)
    if numbers is not None:
        missing = np.isnan(numbers)
        values, counts = np.unique(numbers[~missing], return_counts=True)
        found = dict(zip(values.tolist(), counts.tolist(), strict=True))
        return _rounded(FactSurvey(numbers=found, n_missing=int(missing.sum())))
    words = bands.coded(column)
    counts = np.bincount(words.codes, minlength=len(words.labels))
    named = dict(zip(words.labels, counts.tolist(), strict=True))
    n_missing = named.pop(None, 0)
    present = {word: n for word, n in named.items() if word is not None and n}
    return _bounded(present, n_missing)


def _bounded(words: Mapping[str, int], n_missing: int) -> FactSurvey:
    """Keep no word of a fact that has too many: how many exactly would depend on how the rows were parted."""
    if len(words) > MOST_VALUES:
        return FactSurvey(is_wide=True)
    return FactSurvey(words=words, n_missing=n_missing)


def _added(parts: Sequence[FactSurvey]) -> FactSurvey:
    words, numbers = Counter[str](), Counter[float]()
    for one in parts:
        words.update(one.words)
        numbers.update(one.numbers)
    n_missing = sum(one.n_missing for one in parts)
    rounded = any(one.is_rounded for one in parts)
    if any(one.is_wide for one in parts) or (words and rounded):
        return FactSurvey(is_wide=True)
    if words and numbers:  # words in one part, numbers alone in another: all of it is words
        words.update({bands.number_words(number): n for number, n in numbers.items()})
        numbers.clear()
    if words:
        return _bounded(words, n_missing)
    return _rounded(FactSurvey(numbers=dict(numbers), n_missing=n_missing, is_rounded=rounded))


def _rounded(fact: FactSurvey) -> FactSurvey:
    """Keep three digits of a fact that has very many numbers; parts rounded before or after add up alike."""
    if not fact.is_rounded and len(fact.numbers) <= MOST_NUMBERS:
        return fact
    found = Counter[float]()
    for number, n in fact.numbers.items():
        found[float(f"{number:.{DIGITS}g}")] += n
    return FactSurvey(numbers=dict(found), n_missing=fact.n_missing, is_rounded=True)
