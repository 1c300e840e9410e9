"""Shares with their intervals, one line each."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from apps.console.pages.charts.frames import FOOT, NARROW, TOP, WIDE, Frame
from apps.console.pages.words import percent

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
class Share:
    """A measured share with its interval, all in [0, 1]."""

    label: str
    value: float
    low: float
    high: float
    rest: bool = False


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
