"""A figure over time, small enough for one cell of a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from apps.console.pages.charts.series import Point, parts, runs

WIDTH, HEIGHT, EDGE = 96, 22, 3


@dataclass(frozen=True, slots=True)
class Cell:
    """Lines and the last dot of a small chart; `says` is the same as a sentence.

    `faint`: lines from or to a point with too few cases; `dot`: its place and class.
    """

    width: int
    height: int
    paths: tuple[str, ...]
    faint: tuple[str, ...]
    dot: tuple[float, float, str] | None
    says: str


def cell(points: Sequence[Point], *, says: str, top: float = 0.0) -> Cell:
    """Draw values from 0 to `top` or the highest; a period without one breaks the line."""
    most = max((top, *(one.value for one in points if one.value is not None))) or 1.0
    step = (WIDTH - 2 * EDGE) / max(1, len(points) - 1)

    def at(place: int, one: Point) -> tuple[float, float]:
        y = HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * (one.value or 0) / most
        return round(EDGE + step * place, 1), round(y, 1)

    def drawn(*, faint: bool) -> tuple[str, ...]:
        pieces = [part for run in known for part in parts(run, faint=faint)]
        return tuple(" ".join("{},{}".format(*at(*each)) for each in piece) for piece in pieces)

    known = list(runs(points))
    last = known[-1][-1] if known else None
    return Cell(
        width=WIDTH,
        height=HEIGHT,
        paths=drawn(faint=False),
        faint=drawn(faint=True),
        dot=(*at(*last), "dot faint" if last[1].faint else "dot") if last else None,
        says=says,
    )
