"""Charts drawn on the server: the same picture on the page and in print, without a script."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil

from apps.console.pages.words import percent

HALF_LABEL = 22  # half the width of a date below the axis
COARSE_ABOVE = 0.5  # ticks every 10% up to here, every 20% above


@dataclass(frozen=True, slots=True)
class Interval:
    """One line of the interval chart, already in the chart's coordinates."""

    label: str
    value: str
    y: int
    label_y: int
    low_x: float
    mid_x: float
    width: float
    end_x: float
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Shares with their intervals on one axis from 0%; `says` is the same as a sentence."""

    css: str
    width: int
    height: int
    ticks: tuple[tuple[float, str], ...]
    lines: tuple[Interval, ...]
    says: str
    limit_x: float | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """A figure over time in the chart's coordinates; `bands` and `paths` are points of polygons and lines.

    An x tick is its place, label and the side it is anchored on; a dot's third part is its class.
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


@dataclass(frozen=True, slots=True)
class Share:
    """A measured share with its interval, all in [0, 1]."""

    label: str
    value: float
    low: float
    high: float
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """The geometry of one drawing: a wide one beside a narrow one, so that letters keep their size."""

    css: str
    width: int
    left: float
    right: float
    line: int
    label_above: bool = False


WIDE = Frame("wide", 640, 190, 580, 22)
NARROW = Frame("narrow", 310, 2, 262, 38, label_above=True)
TOP, FOOT, BAR = 8, 20, 12


def intervals(shares: Sequence[Share], *, says: str, limit: float | None = None) -> tuple[Chart, ...]:
    """Place shares on one axis from 0% to the next tenth above the highest interval; wide and narrow.

    limit: a share in [0, 1] drawn as a line across, where somebody set one.
    """
    return tuple(_intervals(shares, says, limit, frame) for frame in (WIDE, NARROW))


def _intervals(shares: Sequence[Share], says: str, limit: float | None, frame: Frame) -> Chart:
    top = max(0.1, ceil(max((limit or 0.0, *(share.high for share in shares))) * 10) / 10)

    def x(share: float) -> float:
        return round(frame.left + (frame.right - frame.left) * min(share, top) / top, 1)

    step = 0.2 if top > COARSE_ABOVE else 0.1
    marks = (place * step for place in range(round(top / step) + 1))
    return Chart(
        css=frame.css,
        width=frame.width,
        height=TOP + frame.line * len(shares) + FOOT,
        ticks=tuple((x(mark), percent(mark, digits=0)) for mark in marks if mark <= top + 1e-9),
        lines=tuple(
            Interval(
                label=share.label,
                value=percent(share.value),
                y=TOP + frame.line * place + (frame.line - 22 if frame.label_above else 0),
                label_y=TOP + frame.line * place + 10,
                low_x=x(share.low),
                mid_x=x(share.value),
                width=max(1.5, round(x(share.high) - x(share.low), 1)),
                end_x=x(share.high) + 8,
                rest=share.rest,
            )
            for place, share in enumerate(shares)
        ),
        says=says,
        limit_x=None if limit is None else x(limit),
    )


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


@dataclass(frozen=True, slots=True)
class Plot:
    """The geometry of a line chart."""

    css: str
    width: int
    height: int
    n_labels: int
    left: int = 38
    right: int = 10
    top: int = 12
    foot: int = 20


PLOTS = (Plot("wide", 620, 190, 7), Plot("narrow", 310, 170, 3))


def lines(points: Sequence[Point], *, says: str, ticks: Sequence[tuple[float, str]]) -> tuple[Series, ...]:
    """Draw figures over time with their band, from 0 to the highest tick; wide and narrow.

    A period without a figure breaks the line; what lies above the highest tick is cut there.
    """
    return tuple(_series(points, says, ticks, plot) for plot in PLOTS)


def _series(points: Sequence[Point], says: str, ticks: Sequence[tuple[float, str]], plot: Plot) -> Series:
    top = max(mark for mark, _ in ticks)
    floor = plot.height - plot.foot
    step = (plot.width - plot.left - plot.right) / max(1, len(points) - 1)

    def x(place: int) -> float:
        return round(plot.left + step * place, 1)

    def y(value: float) -> float:
        return round(floor - (floor - plot.top) * min(value, top) / top, 1)

    every = max(1, ceil(len(points) / plot.n_labels))
    runs = tuple(_runs(points))
    return Series(
        css=plot.css,
        width=plot.width,
        height=plot.height,
        left=plot.left,
        right=plot.width - plot.right,
        y_ticks=tuple((y(mark), label) for mark, label in ticks),
        x_ticks=tuple(
            (x(place), points[place].label, _anchor(x(place), plot)) for place in range(0, len(points), every)
        ),
        bands=tuple(_band(run, x, y) for run in runs),
        paths=tuple(" ".join(f"{x(place)},{y(one.value or 0)}" for place, one in run) for run in runs),
        dots=tuple(
            (x(place), y(one.value or 0), "dot faint" if one.faint else "dot")
            for run in runs
            for place, one in run
        ),
        says=says,
    )


def _anchor(x: float, plot: Plot) -> str:
    """Which side of a label stands at x, so that neither edge of the picture cuts it."""
    if x < plot.left + HALF_LABEL - plot.right:
        return "start"
    return "end" if x + HALF_LABEL > plot.width else "middle"


def _runs(points: Iterable[Point]) -> Iterable[list[tuple[int, Point]]]:
    for known, run in groupby(enumerate(points), key=lambda pair: pair[1].value is not None):
        if known:
            yield list(run)


def _band(run: Sequence[tuple[int, Point]], x: Callable[[int], float], y: Callable[[float], float]) -> str:
    above = [f"{x(place)},{y(one.high)}" for place, one in run if one.high is not None]
    below = [f"{x(place)},{y(one.low)}" for place, one in reversed(run) if one.low is not None]
    return " ".join((*above, *below))


@dataclass(frozen=True, slots=True)
class Mark:
    """One bin of a reliability diagram: stated against observed share, with the observed one's interval."""

    stated: float
    observed: float
    low: float
    high: float
    faint: bool = False


@dataclass(frozen=True, slots=True)
class Diagram:
    """Stated against observed, in the chart's coordinates; on the diagonal both are the same.

    A mark is x, y, the interval's upper and lower y, and its class.
    """

    css: str
    width: int
    height: int
    left: int
    right: int
    top: int
    floor: int
    x_ticks: tuple[tuple[float, str, str], ...]
    y_ticks: tuple[tuple[float, str], ...]
    marks: tuple[tuple[float, float, float, float, str], ...]
    says: str


DIAGRAMS = (Plot("wide", 460, 300, 5, right=14), Plot("narrow", 310, 250, 5, right=14))
FIFTHS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


def reliability(marks: Sequence[Mark], *, says: str) -> tuple[Diagram, ...]:
    """Draw a reliability diagram from 0 to 100% on both axes; wide and narrow."""
    return tuple(_reliability(marks, says, plot) for plot in DIAGRAMS)


def _reliability(marks: Sequence[Mark], says: str, plot: Plot) -> Diagram:
    floor, right = plot.height - plot.foot, plot.width - plot.right

    def x(share: float) -> float:
        return round(plot.left + (right - plot.left) * share, 1)

    def y(share: float) -> float:
        return round(floor - (floor - plot.top) * share, 1)

    return Diagram(
        css=plot.css,
        width=plot.width,
        height=plot.height,
        left=plot.left,
        right=right,
        top=plot.top,
        floor=floor,
        x_ticks=tuple((x(one), percent(one, digits=0), _anchor(x(one), plot)) for one in FIFTHS),
        y_ticks=tuple((y(one), percent(one, digits=0)) for one in FIFTHS),
        marks=tuple(
            (x(one.stated), y(one.observed), y(one.high), y(one.low), "dot faint" if one.faint else "dot")
            for one in marks
        ),
        says=says,
    )
