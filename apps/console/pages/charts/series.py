"""A figure over time with its interval."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from math import ceil

from apps.console.pages.charts.frames import Plot, anchor, with_room


@dataclass(frozen=True, slots=True)
class Series:
    """A figure over time in the chart's coordinates; `bands` and `paths` are points of polygons and lines.

    `faint`: lines from or to a point with too few cases.

    An x tick is its place, label and the side it is anchored on; a dot's third part is its class. A
    level is a line across with its name, where somebody set a bound; a turn is a line upright, with its
    name and the side it is anchored on, where something changed.
    """

    css: str
    width: int
    height: int
    left: int
    right: int
    y_ticks: tuple[tuple[float, str], ...]
    x_ticks: tuple[tuple[float, str, str], ...]
    bands: tuple[str, ...]
    paths: tuple[str, ...]
    dots: tuple[tuple[float, float, str], ...]
    says: str
    levels: tuple[tuple[float, str], ...] = ()
    turns: tuple[tuple[float, str, str], ...] = ()
    faint: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """One figure of one period; `value` is None when nothing was measured, bounds None without interval.

    `faint`: too few cases stand behind it.
    """

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    faint: bool = False


DOT = 2.5  # the radius of a dot
PLOTS = (Plot("wide", 620, 190, 7), Plot("narrow", 310, 170, 3))


@dataclass(frozen=True, slots=True)
class Level:
    """A bound that is drawn across, with the name that stands at it."""

    value: float
    label: str


@dataclass(frozen=True, slots=True)
class Turn:
    """Something that changed at a point, with its name."""

    place: int
    label: str


def lines(
    points: Sequence[Point],
    *,
    says: str,
    ticks: Sequence[tuple[float, str]],
    level: Level | None = None,
    turns: Sequence[Turn] = (),
) -> tuple[Series, ...]:
    """Draw figures over time with their band, from 0 to the highest tick; wide and narrow.

    A period without a figure breaks the line; one that stands alone is a dot without a line. What lies
    above the highest tick is cut there.
    """
    return tuple(
        replace(_series(points, says, ticks, level, plot), turns=_turns(turns, len(points), plot))
        for plot in (with_room(one, (label for _, label in ticks)) for one in PLOTS)
    )


def _turns(turns: Sequence[Turn], n: int, plot: Plot) -> tuple[tuple[float, str, str], ...]:
    """Place what changed; a name stands on the side where there is more room."""
    step = (plot.width - plot.left - plot.right) / max(1, n - 1)
    return tuple(
        (round(plot.left + step * one.place, 1), one.label, "start" if one.place < n / 2 else "end")
        for one in turns
    )


def _series(
    points: Sequence[Point],
    says: str,
    ticks: Sequence[tuple[float, str]],
    level: Level | None,
    plot: Plot,
) -> Series:
    top = max(mark for mark, _ in ticks)
    floor = plot.height - plot.foot
    step = (plot.width - plot.left - plot.right) / max(1, len(points) - 1)

    def x(place: int) -> float:
        return round(plot.left + step * place, 1)

    def y(value: float) -> float:
        return round(floor - (floor - plot.top) * min(value, top) / top, 1)

    every = max(1, ceil(len(points) / plot.n_labels))
    known = tuple(runs(points))
    return Series(
        css=plot.css,
        width=plot.width,
        height=plot.height,
        left=plot.left,
        right=plot.width - plot.right,
        y_ticks=tuple((y(mark), label) for mark, label in ticks),
        x_ticks=tuple(
            (x(place), points[place].label, anchor(x(place), plot)) for place in range(0, len(points), every)
        ),
        bands=tuple(band for run in known if (band := _band(run, x, y))),
        paths=tuple(_path(part, x, y) for run in known for part in parts(run, faint=False)),
        faint=tuple(_path(part, x, y) for run in known for part in parts(run, faint=True)),
        dots=tuple(
            (x(place), y(one.value or 0), "dot faint" if one.faint else "dot")
            for run in known
            for place, one in run
        ),
        says=says,
        levels=((y(level.value), level.label),) if level else (),
    )


def runs(points: Iterable[Point]) -> Iterable[list[tuple[int, Point]]]:
    """Give the points that follow each other and have a value, each with its place."""
    for known, run in groupby(enumerate(points), key=lambda pair: pair[1].value is not None):
        if known:
            yield list(run)


def parts(run: Sequence[tuple[int, Point]], *, faint: bool) -> Iterable[list[tuple[int, Point]]]:
    """Give the pieces of a run whose every step is faint, or whose none is: a step is as its fainter end."""
    steps = pairwise(run)
    for is_faint, piece in groupby(steps, key=lambda step: step[0][1].faint or step[1][1].faint):
        if is_faint is faint:
            pairs = list(piece)
            yield [pairs[0][0], *(end for _, end in pairs)]


def _path(piece: Iterable[tuple[int, Point]], x: Callable[[int], float], y: Callable[[float], float]) -> str:
    return " ".join(f"{x(place)},{y(one.value or 0)}" for place, one in piece)


def _band(run: Sequence[tuple[int, Point]], x: Callable[[int], float], y: Callable[[float], float]) -> str:
    """Give the points of a run's interval; that of a point that stands alone is as wide as its dot."""
    known = [(x(place), one.low, one.high) for place, one in run]
    if len(run) == 1:
        known = [(known[0][0] + side, *known[0][1:]) for side in (-DOT, DOT)]
    above = [f"{place},{y(high)}" for place, _, high in known if high is not None]
    below = [f"{place},{y(low)}" for place, low, _ in reversed(known) if low is not None]
    return " ".join((*above, *below))
