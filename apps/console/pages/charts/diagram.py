"""Stated confidence against what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from apps.console.pages.charts.frames import Plot, anchor
from apps.console.pages.words import percent


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
        x_ticks=tuple((x(one), percent(one, digits=0), anchor(x(one), plot)) for one in FIFTHS),
        y_ticks=tuple((y(one), percent(one, digits=0)) for one in FIFTHS),
        marks=tuple(
            (x(one.stated), y(one.observed), y(one.high), y(one.low), "dot faint" if one.faint else "dot")
            for one in marks
        ),
        says=says,
    )
