"""One mining run over rows in memory: window, count, test, select, confirm."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import special

from apps.learning.rules import bands, found
from apps.learning.rules import candidates as offers
from apps.learning.rules import cube as cubes
from apps.learning.rules import select as choice
from apps.measures import rules as measures
from apps.measures.rules import tail

CONFIRM_P = 0.05
CONFIRM_N = 30
POWER = 0.8
TYPICAL_SHARE = 0.05  # the slice size, as a share of the rows, for which the smallest effect is stated

Flags = npt.NDArray[np.bool_]
RowNumbers = npt.NDArray[np.int64]


def mine(table: bands.Table, params: found.Params) -> found.MineResult:
    """Find where people overrule the AI more than elsewhere; deterministic for the same rows and parameters.

    With `cross_fit` each half of the rows is searched at half the level, so that both together keep it.

    Raises:
        TooManyCells: where facts have too many values.
        ValueError: where columns, flags and order differ in length, or order holds NaN.
    """
    features = bands.encode(table.columns, band_edges=params.band_edges, n_bands=params.n_bands)
    overridden = np.asarray(table.overridden, dtype=np.bool_)
    order = None if table.order is None else np.asarray(table.order, dtype=np.float64)
    return mine_features(features, overridden, order, params)


def mine_features(
    features: bands.Features,
    overridden: Flags,
    order: npt.NDArray[np.float64] | None,
    params: found.Params,
) -> found.MineResult:
    """Do as `mine` does with facts that are encoded already; shapes: every array has one entry per row.

    Raises:
        TooManyCells: where facts have too many values.
        ValueError: where lengths differ, or order holds NaN.
    """
    if {len(codes) for codes in features.codes} - {len(overridden)}:
        raise ValueError("every column needs one value per flag")
    early, late = (
        halves(len(overridden))
        if params.cross_fit
        else _windows(len(overridden), order, params.confirmation_share)
    )
    each = replace(params, q_limit=params.q_limit / 2) if params.cross_fit else params
    searched = [_search(features, overridden, each, here=early, there=late)]
    if params.cross_fit:
        searched.append(_search(features, overridden, each, here=late, there=early))
    return found.MineResult(
        patterns=tuple(sorted(_each_once(searched), key=lambda pattern: -pattern.excess)),
        n_rows=len(overridden),
        n_cells=searched[0].n_cells,
        n_tests=sum(one.n_tests for one in searched),
        discovery=_window(overridden, order, early),
        confirmation=_window(overridden, order, late) if len(late) else None,
        smallest_effect=smallest_effect(
            n=max(params.min_n, round(len(early) * TYPICAL_SHARE)),
            n_all=len(early),
            k_all=int(overridden[early].sum()),
            n_tests=searched[0].n_tests,
            params=each,
        ),
        band_edges=dict(features.edges),
    )


@dataclass(frozen=True)
class _Searched:
    """What the search in some of the rows found, each find checked in the others."""

    patterns: Sequence[found.PatternFound]
    n_tests: int
    n_cells: int


def _search(
    features: bands.Features, overridden: Flags, params: found.Params, *, here: RowNumbers, there: RowNumbers
) -> _Searched:
    part, flags = _take(features, here), overridden[here]
    cube = cubes.count(part, flags, max_facts=params.max_facts, max_cells=params.max_cells)
    n_tests, offered = offers.candidates(cube, params)
    chosen = choice.select(offered, part, flags, n_tests=n_tests, params=params) if offered else []
    held_out = _take(features, there)
    patterns = [
        _pattern(one, features=part, overridden=flags, numbers=here, confirmation=confirmation)
        for one in chosen
        for confirmation in [_confirm(one, held_out, overridden[there], there) if len(there) else None]
    ]
    return _Searched(patterns, n_tests, len(cube.cells))


def _each_once(searched: Sequence[_Searched]) -> Iterable[found.PatternFound]:
    """Return every find once; one that both halves found as the first half saw it."""
    once: dict[tuple[found.Condition, ...], found.PatternFound] = {}
    for half in searched:
        for pattern in half.patterns:
            once.setdefault(pattern.conditions, pattern)
    return once.values()


def halves(n_rows: int) -> tuple[RowNumbers, RowNumbers]:
    """Return two halves of the rows, by a hash of each row's place (splitmix64; Steele, Lea and Flood 2014).

    A row stays in its half whatever is added behind it, and no order of the rows shows in the halves.
    """
    mixed = (np.arange(n_rows, dtype=np.uint64) + np.uint64(1)) * np.uint64(0x9E37_79B9_7F4A_7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58_476D_1CE4_E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D0_49BB_1331_11EB)
    is_first = (mixed ^ (mixed >> np.uint64(31))) & np.uint64(1) == 0
    return np.flatnonzero(is_first), np.flatnonzero(~is_first)


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


def _windows(
    n_rows: int,
    order: npt.NDArray[np.float64] | None,
    confirmation_share: float,
) -> tuple[RowNumbers, RowNumbers]:
    """Row numbers of the earlier and the later rows; rows of one instant stay together."""
    everything, nothing = np.arange(n_rows), np.arange(0)
    if order is None or not n_rows or not confirmation_share:
        return everything, nothing
    if len(order) != n_rows or np.isnan(order).any():
        raise ValueError("order needs one instant per row")
    cut = np.sort(order)[min(int(n_rows * (1 - confirmation_share)), n_rows - 1)]
    early = order < cut
    if not early.any():
        return everything, nothing
    return np.flatnonzero(early), np.flatnonzero(~early)


def _take(features: bands.Features, rows: RowNumbers) -> bands.Features:
    codes = tuple(column[rows] for column in features.codes)
    return bands.Features(facts=features.facts, labels=features.labels, codes=codes, edges=features.edges)


def _window(overridden: Flags, order: npt.NDArray[np.float64] | None, rows: RowNumbers) -> found.Window:
    when = None if order is None or not len(rows) else order[rows]
    return found.Window(
        n=len(rows),
        n_overridden=int(overridden[rows].sum()),
        first=None if when is None else float(when.min()),
        last=None if when is None else float(when.max()),
    )


def _pattern(
    one: offers.Candidate,
    *,
    features: bands.Features,
    overridden: Flags,
    numbers: RowNumbers,
    confirmation: found.Confirmation | None,
) -> found.PatternFound:
    inside = choice.Rows(features).of(one.literals)
    n_all, k_all = len(overridden), int(overridden.sum())
    rest = (k_all - one.k) / (n_all - one.n)
    return found.PatternFound(
        conditions=tuple(found.Condition(features.facts[f], features.labels[f][v]) for f, v in one.literals),
        n=one.n,
        n_overridden=one.k,
        rate=one.k / one.n,
        interval=measures.jeffreys(one.n, one.k),
        rest_rate=rest,
        p=one.p,
        q=one.q,
        excess=one.k - one.n * rest,
        confirmation=confirmation,
        evidence=numbers[inside[overridden[inside]]],
        counter_examples=numbers[inside[~overridden[inside]]],
    )


def _confirm(
    one: offers.Candidate,
    features: bands.Features,
    overridden: Flags,
    numbers: RowNumbers,
) -> found.Confirmation:
    inside = choice.Rows(features).of(one.literals)
    n_all, k_all = len(overridden), int(overridden.sum())
    n, k = len(inside), int(overridden[inside].sum())
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
        evidence=numbers[inside[overridden[inside]]],
        counter_examples=numbers[inside[~overridden[inside]]],
    )
