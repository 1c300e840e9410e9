"""Mining in four steps, each of which adds up over parts of the rows: survey, count, cross, look at the rows.

`mine` takes all of them over rows in memory. Nothing but surveys and cubes goes from one step to the next, so
that workers who share no rows come to the very same result, whatever the rows were parted into.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np
import numpy.typing as npt
from scipy import special

from apps.learning.rules import bands, crossing, found, planning, surveying
from apps.learning.rules import candidates as offers
from apps.learning.rules import cube as cubes
from apps.learning.rules import select as choice
from apps.measures import rules as measures
from apps.measures.rules import tail

CONFIRM_P = 0.05
CONFIRM_N = 30
POWER = 0.8
PIECE = 1 << 20  # rows in memory that are encoded at once
TYPICAL_SHARE = 0.05  # the slice size, as a share of the rows, for which the smallest effect is stated

Flags = npt.NDArray[np.bool_]
RowNumbers = npt.NDArray[np.int64]
Counted = tuple[cubes.Cube, ...]  # of the window that is searched; with cross-fit of both halves


@dataclass(frozen=True)
class Offered:
    """What passed its test: by window that was searched, how many tests were made and the candidates."""

    by_window: tuple[tuple[int, tuple[offers.Candidate, ...]], ...]

    @property
    def slices(self) -> tuple[offers.Literals, ...]:
        """Every candidate's slice once, in an order that depends on nothing else."""
        return tuple(sorted({one.literals for _, these in self.by_window for one in these}))


def mine(table: bands.Table, params: found.Params) -> found.MineResult:
    """Find where people overrule the AI more than elsewhere; deterministic for the same rows and parameters.

    With `cross_fit` each half of the rows is searched at half the level, so that both together keep it.

    Raises:
        TooManyCells: where facts have too many values.
        ValueError: where columns, flags and order differ in length, or order holds NaN.
    """
    pieces = [(start, table.part(start, start + PIECE)) for start in range(0, max(len(table), 1), PIECE)]
    plan = planning.plan(surveying.merged([surveying.survey(piece) for _, piece in pieces]), params)

    def rows() -> Iterator[planning.Rows]:
        return (planning.prepared(piece, plan, params, first=start) for start, piece in pieces)

    counted = merged(count(each, plan, params) for each in rows())
    offered = test(counted, params)
    crossed = crossing.added(crossing.cross(each, offered.slices) for each in rows())
    result = conclude(plan, counted, offered, crossed, params)
    places = [_places(result.patterns, start, each) for (start, _), each in zip(pieces, rows(), strict=True)]
    return replace(result, patterns=tuple(map(_with_rows, result.patterns, zip(*places, strict=True))))


def count(rows: planning.Rows, plan: planning.Plan, params: found.Params) -> Counted:
    """Count the conjunctions in a part of the rows: of the window that is searched, or of both halves.

    Raises:
        TooManyCells: where facts have too many values.
    """
    windows = (~rows.late, rows.late) if params.cross_fit else (~rows.late,)
    return tuple(
        cubes.count(
            rows.features_of(inside),
            rows.overridden[inside],
            max_facts=plan.max_facts,
            max_cells=params.max_cells,
        )
        for inside in windows
    )


def merged(parts: Iterable[Counted]) -> Counted:
    """Add what was counted in parts of the rows, of which one at a time is held."""
    return reduce(lambda one, other: tuple(map(_sum, one, other)), parts)


def _sum(one: cubes.Cube, other: cubes.Cube) -> cubes.Cube:
    return cubes.merge([one, other])


def test(counted: Counted, params: found.Params) -> Offered:
    """Test every conjunction that was counted."""
    each = _each(params)
    by_window = (offers.candidates(cube, each) for cube in counted)
    return Offered(tuple((n_tests, tuple(these)) for n_tests, these in by_window))


def conclude(
    plan: planning.Plan,
    counted: Counted,
    offered: Offered,
    crossed: crossing.Crossed,
    params: found.Params,
) -> found.MineResult:
    """Choose what says something new, and confirm it in the window in which it was not searched."""
    each = _each(params)
    patterns: dict[tuple[found.Condition, ...], found.PatternFound] = {}
    for window, (n_tests, these) in enumerate(offered.by_window):
        chosen = choice.select(these, crossed, window=window, n_tests=n_tests, params=each)
        for one in chosen:
            pattern = _pattern(one, plan, counted[window], crossed, window)
            patterns.setdefault(pattern.conditions, pattern)  # found by both halves: as the first saw it
    discovery, confirmation = plan.windows
    if params.cross_fit:
        first, second = counted
        discovery = found.Window(first.n_rows, first.n_overridden, None, None)
        confirmation = found.Window(second.n_rows, second.n_overridden, None, None)
    n_tests = offered.by_window[0][0]
    return found.MineResult(
        patterns=tuple(sorted(patterns.values(), key=lambda one: (-one.excess, repr(one.conditions)))),
        n_rows=discovery.n + (confirmation.n if confirmation else 0),
        n_cells=len(counted[0].cells),
        n_tests=sum(n for n, _ in offered.by_window),
        discovery=discovery,
        confirmation=confirmation if confirmation and confirmation.n else None,
        smallest_effect=smallest_effect(
            n=max(params.min_n, round(discovery.n * TYPICAL_SHARE)),
            n_all=discovery.n,
            k_all=discovery.n_overridden,
            n_tests=n_tests,
            params=each,
        ),
        band_edges=dict(plan.encoding.edges),
        max_facts=plan.max_facts,
        notes=plan.notes,
    )


def rows_of(conditions: Iterable[found.Condition], rows: planning.Rows) -> Flags:
    """Say which rows meet every condition."""
    inside = np.ones(len(rows), dtype=np.bool_)
    for fact, value in conditions:
        place = rows.features.facts.index(fact)
        labels = rows.features.labels[place]
        inside &= rows.features.codes[place] == (labels.index(value) if value in labels else len(labels))
    return inside


def smallest_effect(
    *,
    n: int,
    n_all: int,
    k_all: int,
    n_tests: int,
    params: found.Params,
) -> found.SmallestEffect | None:
    """Return the smallest rate a slice of n rows would have shown with 80 % power; None without tests.

    Normal approximation of two shares (Fleiss, Levin and Paik 2003) at the level of the first
    selection, q_limit / n_tests, and not under the minimum effect.
    """
    if not n_tests or not 0 < k_all < n_all or n >= n_all:
        return None
    rest = k_all / n_all
    at_null = -special.ndtri(params.q_limit / n_tests) * np.sqrt(
        rest * (1 - rest) * (1 / n + 1 / (n_all - n))
    )
    rates = np.linspace(rest, 1, 10_001)
    spread = np.sqrt(rates * (1 - rates) / n + rest * (1 - rest) / (n_all - n))
    enough = rates - rest >= at_null + special.ndtri(POWER) * spread
    rate = float(rates[np.argmax(enough)]) if enough.any() else 1.0
    least = max(rate, rest * params.min_ratio, rest + params.min_points)
    return found.SmallestEffect(n=n, rest_rate=rest, rate=min(least, 1.0), power=POWER)


def _each(params: found.Params) -> found.Params:
    """Both halves together keep the level."""
    return replace(params, q_limit=params.q_limit / 2) if params.cross_fit else params


def _pattern(
    one: offers.Candidate,
    plan: planning.Plan,
    cube: cubes.Cube,
    crossed: crossing.Crossed,
    window: int,
) -> found.PatternFound:
    labels: Mapping[str, tuple[str | None, ...]] = plan.encoding.labels
    rest = (cube.n_overridden - one.k) / (cube.n_rows - one.n)
    inside = crossed.cells_of(one.literals)
    money, changes = crossing.STAKES + 2 * window, crossing.CHANGES + 2 * window
    return found.PatternFound(
        conditions=tuple(found.Condition(cube.facts[f], labels[cube.facts[f]][v]) for f, v in one.literals),
        n=one.n,
        n_overridden=one.k,
        rate=one.k / one.n,
        interval=measures.jeffreys(one.n, one.k),
        rest_rate=rest,
        p=one.p,
        q=one.q,
        excess=one.k - one.n * rest,
        confirmation=_confirm(crossed, inside, 1 - window),
        n_stakes=int(crossed.sums[inside, money].sum()),
        stake_minor=int(crossed.sums[inside, money + 1].sum()),
        n_changed=int(crossed.sums[inside, changes].sum()),
        change_minor=int(crossed.sums[inside, changes + 1].sum()),
        is_second=window == 1,
    )


def _confirm(crossed: crossing.Crossed, inside: RowNumbers, window: int) -> found.Confirmation | None:
    of_all, overridden = crossed.n_of(window), crossed.k_of(window)
    n_all, k_all = int(of_all.sum()), int(overridden.sum())
    if not n_all:
        return None
    n, k = int(of_all[inside].sum()), int(overridden[inside].sum())
    rest = (k_all - k) / (n_all - n) if n_all > n else None
    p = float(tail(np.array([n]), np.array([k]), n_all=n_all, k_all=k_all)[0])
    above = rest is not None and n > 0 and k / n > rest
    return found.Confirmation(
        n=n,
        n_overridden=k,
        rate=k / n if n else None,
        interval=measures.jeffreys(n, k),
        rest_rate=rest,
        p=p,
        held=None if n < CONFIRM_N else above and p < CONFIRM_P,
    )


def _places(
    patterns: Sequence[found.PatternFound], start: int, rows: planning.Rows
) -> list[tuple[RowNumbers, ...]]:
    """Say where each pattern has rows: for and against it, then those of its other window."""
    places = []
    for pattern in patterns:
        inside, searched = rows_of(pattern.conditions, rows), rows.late == pattern.is_second
        kinds = itertools.product((searched, ~searched), (rows.overridden, ~rows.overridden))
        places.append(tuple(start + np.flatnonzero(inside & window & kind) for window, kind in kinds))
    return places


def _with_rows(pattern: found.PatternFound, places: Sequence[tuple[RowNumbers, ...]]) -> found.PatternFound:
    for_it, against, for_it_elsewhere, against_elsewhere = map(np.concatenate, zip(*places, strict=True))
    other = pattern.confirmation and replace(
        pattern.confirmation, evidence=for_it_elsewhere, counter_examples=against_elsewhere
    )
    return replace(pattern, confirmation=other, evidence=for_it, counter_examples=against)
