"""What rose or fell in the latest full week against the weeks before it: the same cube, counted for both.

A slice's share in the week is held against its own share in the weeks before, two-sided and exact (Fisher
1935), with Benjamini and Hochberg's correction over all that was tested. Both cubes are whole-number sums
over rows, so that those of parts add up. At most two facts together: a week holds few decisions. Of changes
that come from the same decisions one is said, the one that is surest.
"""

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from apps.learning.rules import candidates, found, planning
from apps.learning.rules import cube as cubes
from apps.measures import rules as measures

MOST_FACTS = 2
LEAST_N = 10  # decisions in the week, of a slice that is tested; exact tests bear so few
LEAST_BEFORE = 30  # and in the weeks before
LEVEL = 0.05
LEAST_POINTS = 0.03
LEAST_TIMES = 1.3
MOST = 10  # changes said each way
LOOKED_AT = 200

Whole = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Literals = candidates.Literals


@dataclass(frozen=True)
class Change:
    """A slice whose share rose or fell; `conditions` none: all decisions. The interval is Jeffreys, 95 %."""

    conditions: tuple[found.Condition, ...]
    rose: bool
    n: int
    k: int
    n_before: int
    k_before: int
    interval: tuple[float, float]
    p: float
    q: float


@dataclass(frozen=True)
class Recent:
    """The week and the weeks before it, how many changes were tested, and those that stand, surest first."""

    n: int
    k: int
    n_before: int
    k_before: int
    n_tests: int
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class _Counts:
    """Rows and hits, in the week and before."""

    n: int
    k: int
    n_before: int
    k_before: int

    def without(self, other: "_Counts") -> "_Counts":
        """Take rows out; of what several others share it may be too many, and none is left then."""
        n, n_before = max(self.n - other.n, 0), max(self.n_before - other.n_before, 0)
        k, k_before = max(self.k - other.k, 0), max(self.k_before - other.k_before, 0)
        return _Counts(n, min(k, n), n_before, min(k_before, n_before))


def count_weeks(rows: planning.Rows, plan: planning.Plan) -> tuple[cubes.Cube, ...]:
    """Count a part of the rows: the weeks before, and the week; nothing where the rows have no time."""
    if plan.weeks is None:
        return ()
    together = min(MOST_FACTS, plan.max_facts)
    return tuple(
        cubes.count(rows.features_of(inside), rows.overridden[inside], max_facts=together)
        for inside in (rows.recent == planning.BEFORE, rows.recent == planning.WEEK)
    )


def without_weeks(
    counted: Sequence[cubes.Cube], plan: planning.Plan
) -> tuple[tuple[cubes.Cube, ...], tuple[cubes.Cube, ...]]:
    """Part what was counted for the search from what was counted of the weeks, which lies behind it."""
    n_weeks = 2 if plan.weeks is not None else 0
    return tuple(counted[: len(counted) - n_weeks]), tuple(counted[len(counted) - n_weeks :])


def recent(weeks: Sequence[cubes.Cube], plan: planning.Plan) -> Recent | None:
    """Say what changed in the week; None where the rows have no time."""
    if not weeks:
        return None
    before, week = weeks
    lookup = _Lookup(before, week)
    every = lookup.every
    cells = np.flatnonzero((week.cells.sum(axis=1) >= LEAST_N) & (before.cells.sum(axis=1) >= LEAST_BEFORE))
    if every.n < LEAST_N or every.n_before < LEAST_BEFORE:
        return Recent(every.n, every.k, every.n_before, every.k_before, 0, ())
    slices: list[Literals] = [(), *lookup.literals(cells)]
    n = np.concatenate([[every.n], week.cells[cells].sum(axis=1)])
    k = np.concatenate([[every.k], week.cells[cells, 1]])
    n_before = np.concatenate([[every.n_before], before.cells[cells].sum(axis=1)])
    k_before = np.concatenate([[every.k_before], before.cells[cells, 1]])
    more, fewer = _tails(n, k, n_before, k_before)
    p = np.minimum(2 * np.minimum(more, fewer), 1.0)
    q = measures.adjust(p)
    stands = np.flatnonzero((q <= LEVEL) & _interesting(k / n, k_before / n_before))
    order = sorted(stands.tolist(), key=lambda place: (p[place], len(slices[place]), slices[place]))
    chosen = _chosen(order[:LOOKED_AT], slices, lookup, p, more < fewer)
    changes = [
        Change(
            conditions=_conditions(slices[place], week, plan),
            rose=rose,
            n=int(n[place]),
            k=int(k[place]),
            n_before=int(n_before[place]),
            k_before=int(k_before[place]),
            interval=measures.jeffreys(int(n[place]), int(k[place])),
            p=float(p[place]),
            q=float(q[place]),
        )
        for rose in (True, False)
        for place in [one for one in chosen if bool(more[one] < fewer[one]) is rose][:MOST]
    ]
    return Recent(every.n, every.k, every.n_before, every.k_before, len(slices), tuple(changes))


class _Lookup:
    """Reads from both cubes what they hold of a slice."""

    def __init__(self, before: cubes.Cube, week: cubes.Cube) -> None:
        self._before, self._week = before, week
        self._blocks = cubes.layout(week.sizes, week.max_facts)
        self._starts = {block.features: block.start for block in self._blocks}
        self.every = _Counts(week.n_rows, week.n_overridden, before.n_rows, before.n_overridden)

    def literals(self, cells: Whole) -> Iterator[Literals]:
        return candidates.literals_of(self._week, self._blocks, cells)

    def of(self, literals: Literals) -> _Counts:
        if not literals:
            return self.every
        place = 0
        for feature, code in literals:
            place = place * self._week.sizes[feature] + code
        place += self._starts[tuple(feature for feature, _ in literals)]
        week, before = self._week.cells[place], self._before.cells[place]
        return _Counts(int(week.sum()), int(week[1]), int(before.sum()), int(before[1]))

    def joint(self, one: Literals, surer: Literals) -> _Counts:
        """Return what two slices share; of more facts than the cubes hold, what is likely of it.

        Likely are as many rows as if no three facts belonged together beyond their pairs (Kirkwood 1935, The
        Journal of Chemical Physics 3, 300-313: the product of the pairs over that of the single ones), with
        the share that the surer slice has.
        """
        codes = dict(one)
        if any(codes.get(feature, code) != code for feature, code in surer):
            return _Counts(0, 0, 0, 0)
        both = tuple(sorted({*one, *surer}))
        if len(both) <= self._week.max_facts:
            return self.of(both)
        singles = [self.of((literal,)) for literal in both]
        pairs = [self.of(pair) for pair in itertools.combinations(both, 2)]
        mine, whole, every = self.of(one), self.of(surer), self.every
        n = _likely(every.n, [each.n for each in singles], [each.n for each in pairs])
        n_before = _likely(
            every.n_before, [each.n_before for each in singles], [each.n_before for each in pairs]
        )
        return _Counts(
            n, _hits(n, whole.n, whole.k, of_n=mine.n, of_k=mine.k),
            n_before, _hits(n_before, whole.n_before, whole.k_before, of_n=mine.n_before, of_k=mine.k_before),
        )  # fmt: skip


def _likely(n_all: int, singles: Sequence[int], pairs: Sequence[int]) -> int:
    if not min(pairs):
        return 0
    together = math.prod(n / n_all for n in pairs)
    alone = math.prod(n / n_all for n in singles) ** (len(singles) - 2)
    return round(min(n_all * together / alone, *pairs))


def _hits(n: int, whole_n: int, whole_k: int, *, of_n: int, of_k: int) -> int:
    """Return how many of n rows are hits at a slice's share, as far as the rows they are taken from allow."""
    likely = round(n * whole_k / whole_n) if whole_n else 0
    return min(max(likely, n - (of_n - of_k)), of_k)


def _chosen(
    order: Sequence[int], slices: Sequence[Literals], lookup: _Lookup, p: Floats, rose: npt.NDArray[np.bool_]
) -> list[int]:
    """Choose the changes that surer ones do not explain, surest first.

    As in the search for patterns, the s-th is tested at s times its part of the level: Benjamini and
    Hochberg's step with only those counted that say something new. What follows from a strong change would
    else make the step easier for all that comes after it.
    """
    chosen: list[int] = []
    for place in order:
        limit = (len(chosen) + 1) * LEVEL / len(slices)
        surer = [slices[other] for other in chosen]
        if max(p[place], _beside(slices[place], surer, lookup, rose=bool(rose[place]))) <= limit:
            chosen.append(place)
    return chosen


def _beside(one: Literals, surer: Sequence[Literals], lookup: _Lookup, *, rose: bool) -> float:
    """Return the p of a change beside surer ones: without their rows, and against those around within one."""
    mine = rest = lookup.of(one)
    within = [lookup.of(other) for other in surer if set(other) < set(one)]
    found = [_within(mine, whole, rose=rose) for whole in within]
    if len(within) < len(surer):
        for other in surer:
            if not set(other) < set(one):
                rest = rest.without(lookup.joint(one, other))
        found.append(_changed(rest, rose=rose))
    return max(found, default=0.0)


def _within(mine: _Counts, whole: _Counts, *, rose: bool) -> float:
    change, variance = _log_odds_change(mine)
    around, variance_around = _log_odds_change(whole.without(mine))
    score = (change - around) / math.sqrt(variance + variance_around)
    return float(2 * special.ndtr(-score if rose else score))


def _changed(rest: _Counts, *, rose: bool) -> float:
    if not rest.n or not rest.n_before:
        return 1.0
    more, fewer = _tails(*(np.array([value]) for value in (rest.n, rest.k, rest.n_before, rest.k_before)))
    return float(2 * (more if rose else fewer)[0])


def _log_odds_change(one: _Counts) -> tuple[float, float]:
    """Return the log of the odds ratio of the week to the weeks before, and its variance (Woolf 1955)."""
    four = [one.k + 0.5, one.n - one.k + 0.5, one.k_before + 0.5, one.n_before - one.k_before + 0.5]
    return math.log(four[0] * four[3] / (four[1] * four[2])), sum(1 / each for each in four)


def _tails(n: Whole, k: Whole, n_before: Whole, k_before: Whole) -> tuple[Floats, Floats]:
    """Return how likely at least so many, and at most so many, hits are if nothing changed."""
    n_all, k_all = n + n_before, k + k_before
    more = measures.tail(n, k, n_all=n_all, k_all=k_all)
    return more, measures.tail(n, n - k, n_all=n_all, k_all=n_all - k_all)


def _interesting(rate: Floats, before: Floats) -> npt.NDArray[np.bool_]:
    high, low = np.maximum(rate, before), np.minimum(rate, before)
    return (high - low >= LEAST_POINTS) & (high >= LEAST_TIMES * low)


def _conditions(literals: Literals, cube: cubes.Cube, plan: planning.Plan) -> tuple[found.Condition, ...]:
    labels = plan.encoding.labels
    return tuple(found.Condition(cube.facts[f], labels[cube.facts[f]][code]) for f, code in literals)
