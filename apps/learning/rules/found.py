"""What goes into a mining run and what comes out of it."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int64]


def _no_rows() -> Rows:
    return np.zeros(0, dtype=np.int64)


class Condition(NamedTuple):
    """One fact has one value (a band's label for numbers); None is missing."""

    fact: str
    value: str | None


@dataclass(frozen=True)
class Params:
    """How to mine; stored with the run.

    `max_facts` None: up to 3 facts together from 5,000 rows on, else 2, and fewer where that would be too
    many conjunctions to count. `q_limit` bounds the false discovery rate; a pattern needs `min_n` rows, a
    rate at least `min_ratio` times the rest's and at least `min_points` (a share) above it.
    `confirmation_share` of the rows, the latest, are held out; `cross_fit` searches two halves of the rows
    instead and checks each find in the other half, for rows without a time. `band_edges`
    are the business's own inner edges per fact; other numbers get `n_bands` quantiles.
    `until`: an instant, after which no decision counts.
    """

    max_facts: int | None = None
    min_n: int = 30
    q_limit: float = 0.05
    any_dependence: bool = False
    min_ratio: float = 1.3
    min_points: float = 0.03
    confirmation_share: float = 0.3
    cross_fit: bool = False
    n_bands: int = 5
    band_edges: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    max_cells: int = 400_000
    max_patterns: int = 50
    until: str | None = None


@dataclass(frozen=True)
class Window:
    """Rows looked at together; `first` and `last` are in the unit of the table's order, None without one."""

    n: int
    n_overridden: int
    first: float | None
    last: float | None


@dataclass(frozen=True)
class Confirmation:
    """The same slice in the held-out later window.

    `p` is one-sided and exact. `held` is True where the rate is above the rest's at p < .05, False where it
    is not, None where fewer than 30 rows leave it open. Rates are None without rows; intervals are Jeffreys
    at 95 %.
    """

    n: int
    n_overridden: int
    rate: float | None
    interval: tuple[float, float]
    rest_rate: float | None
    p: float
    held: bool | None
    evidence: Rows = field(default_factory=_no_rows, compare=False, repr=False)
    counter_examples: Rows = field(default_factory=_no_rows, compare=False, repr=False)


@dataclass(frozen=True)
class PatternFound:
    """A slice where people overrule more than elsewhere, in the discovery window.

    `interval` is Jeffreys, 95 %, and flatters like every winner's: show `confirmation` beside it. `excess` is
    the overrides beyond what the rest's rate would have given. `stake_minor` is what the `n_stakes` of the
    overridden rows whose stake is known are about; in `n_changed` of them another amount was decided than
    suggested, `change_minor` more in all. `evidence` indexes the table's overridden rows of the slice,
    `counter_examples` the others; both of the window that was searched, in the table's order. `is_second`:
    found in the second half of a cross-fit.
    """

    conditions: tuple[Condition, ...]
    n: int
    n_overridden: int
    rate: float
    interval: tuple[float, float]
    rest_rate: float
    p: float
    q: float
    excess: float
    confirmation: Confirmation | None
    n_stakes: int = 0
    stake_minor: int = 0
    n_changed: int = 0
    change_minor: int = 0
    is_second: bool = False
    evidence: Rows = field(default_factory=_no_rows, compare=False, repr=False)
    counter_examples: Rows = field(default_factory=_no_rows, compare=False, repr=False)


@dataclass(frozen=True)
class SmallestEffect:
    """The smallest true rate that a slice of n rows would have shown with probability `power`."""

    n: int
    rest_rate: float
    rate: float
    power: float


class NoteCode(enum.StrEnum):
    """What a run has to say about the rows it was given."""

    EMPTY = "empty"  # there is no row
    FEW = "few"  # too few for any test
    NO_OVERRIDES = "no_overrides"
    ONLY_OVERRIDES = "only_overrides"
    NOTHING_VARIES = "nothing_varies"  # every fact is the same in all rows
    CONSTANT = "constant"  # these facts are
    WIDE = "wide"  # these facts have too many values and were left out
    ONE_WINDOW = "one_window"  # all rows are of one moment, so none of them can confirm what others show
    FEWER_FACTS = "fewer_facts"  # as many together as usual would have been too many to count


class Note(NamedTuple):
    """One of these, and the facts that it is about."""

    code: NoteCode
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class MineResult:
    """A run's patterns, by excess overrides, with everything needed to judge that there are no more.

    `n_tests` counts the slices tested (min_n rows and a complement), `n_cells` the conjunctions counted.
    `smallest_effect` is None where nothing could be tested.
    """

    patterns: tuple[PatternFound, ...]
    n_rows: int
    n_cells: int
    n_tests: int
    discovery: Window
    confirmation: Window | None
    smallest_effect: SmallestEffect | None
    band_edges: Mapping[str, tuple[float, ...]]
    max_facts: int
    notes: tuple[Note, ...] = ()
