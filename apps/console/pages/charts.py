"""Charts drawn on the server: the same picture on the page and in print, without a script."""

from dataclasses import dataclass
from math import ceil

from apps.console.pages.cases import Chart, Interval
from apps.console.pages.words import percent

LEFT, RIGHT, LINE, TOP = 190.0, 590.0, 22, 8
COARSE_ABOVE = 0.5  # ticks every 10% up to here, every 20% above


@dataclass(frozen=True, slots=True)
class Share:
    """A measured share with its interval, all in [0, 1]."""

    label: str
    value: float
    low: float
    high: float
    rest: bool = False


def intervals(shares: tuple[Share, ...], *, says: str) -> Chart:
    """Place shares on one axis from 0% to the next tenth above the highest interval."""
    top = max(0.1, ceil(max((share.high for share in shares), default=0.1) * 10) / 10)

    def x(share: float) -> float:
        return round(LEFT + (RIGHT - LEFT) * min(share, top) / top, 1)

    lines = tuple(
        Interval(
            label=share.label,
            value=percent(share.value),
            y=TOP + LINE * place,
            low_x=x(share.low),
            mid_x=x(share.value),
            width=max(1.5, round(x(share.high) - x(share.low), 1)),
            end_x=x(share.high) + 8,
            rest=share.rest,
        )
        for place, share in enumerate(shares)
    )
    step = 0.2 if top > COARSE_ABOVE else 0.1
    marks = (place * step for place in range(round(top / step) + 1))
    ticks = tuple((x(mark), percent(mark, digits=0)) for mark in marks if mark <= top + 1e-9)
    return Chart(height=TOP + LINE * len(shares) + 20, ticks=ticks, lines=lines, says=says)
