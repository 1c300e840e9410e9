"""What an AI states of itself beside what was measured, on one scale from 0 to 100."""

from collections.abc import Sequence
from dataclasses import dataclass

from apps.console.pages.charts.frames import Plot
from apps.console.pages.charts.shares import Share

FRAME = Plot("scale", 310, 60, 5, left=14, right=28, top=26, foot=34)
FIFTHS = 5
EDGE = 56  # nearer to an edge, a name stands on its other side


@dataclass(frozen=True, slots=True)
class Pointer:
    """A place on the scale with its name; `anchor` is the side on which the name stands."""

    x: float
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Scale:
    """The scale in the chart's coordinates: its axis, the interval of what was measured, and two pointers."""

    css: str
    width: int
    height: int
    left: int
    right: int
    y: int
    axis: str
    band_x: float
    band_width: float
    measured: Pointer
    stated: Pointer
    arrow: str
    says: str


def scale(measured: Share, *, stated: float, stated_label: str, says: str) -> Scale:
    """Draw a measured share with its interval, and what was stated as an arrow above; shares in [0, 1]."""
    right = FRAME.width - FRAME.right

    def x(share: float) -> float:
        return round(FRAME.left + (right - FRAME.left) * share, 1)

    def pointer(share: float, label: str) -> Pointer:
        at = x(share)
        side = "start" if at < EDGE else "end" if at > FRAME.width - EDGE else "middle"
        return Pointer(at, label, side)

    return Scale(
        css=FRAME.css,
        width=FRAME.width,
        height=FRAME.height,
        left=FRAME.left,
        right=right,
        y=FRAME.top,
        axis=_axis([x(place / FIFTHS) for place in range(FIFTHS + 1)]),
        band_x=x(measured.low),
        band_width=round(x(measured.high) - x(measured.low), 1),
        measured=pointer(measured.value, measured.label),
        stated=pointer(stated, stated_label),
        arrow=_arrow(x(stated), FRAME.top - 4),
        says=says,
    )


def _arrow(x: float, y: int) -> str:
    return f"{x - 4},{y - 8} {x + 4},{y - 8} {x},{y}"


def _axis(ticks: Sequence[float]) -> str:
    """Draw the axis with its ticks as one path."""
    marks = "".join(f"M{x} {FRAME.top - 3}v6" for x in ticks)
    return f"M{ticks[0]} {FRAME.top}H{ticks[-1]}{marks}"
