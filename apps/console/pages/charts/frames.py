"""The geometry that charts share: a wide drawing and a narrow one, so that letters keep their size."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import ceil

HALF_LABEL = 22  # half the width of a date below the axis
LETTER, GAP = 6.2, 8  # a digit's width, and what lies between a label and its axis
TOP, FOOT, BAR = 8, 20, 12


@dataclass(frozen=True, slots=True)
class Frame:
    """The geometry of one drawing: a wide one beside a narrow one, so that letters keep their size."""

    css: str
    width: int
    left: float
    right: float
    line: int
    label_above: bool = False


WIDE = Frame("wide", 640, 232, 580, 22)
NARROW = Frame("narrow", 310, 2, 262, 38, label_above=True)


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


def with_room(plot: Plot, labels: Iterable[str]) -> Plot:
    """Move the axis to the right where its longest label would be cut."""
    return replace(plot, left=max(plot.left, GAP + ceil(LETTER * max(map(len, labels), default=0))))


def anchor(x: float, plot: Plot) -> str:
    """Which side of a label stands at x, so that neither edge of the picture cuts it."""
    if x < plot.left + HALF_LABEL - plot.right:
        return "start"
    return "end" if x + HALF_LABEL > plot.width else "middle"
