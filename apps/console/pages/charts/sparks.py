"""A figure over time, small enough for one cell of a table."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, EDGE = 96, 22, 3


@dataclass(frozen=True, slots=True)
class Cell:
    """Lines and the last dot of a small chart; `says` is the same as a sentence."""

    width: int
    height: int
    paths: tuple[str, ...]
    dot: tuple[float, float] | None
    says: str


def cell(values: Sequence[float | None], *, says: str, top: float = 0.0) -> Cell:
    """Draw values from 0 to `top` or the highest; a period without one breaks the line."""
    known = [value for value in values if value is not None]
    most = max((top, *known)) or 1.0
    step = (WIDTH - 2 * EDGE) / max(1, len(values) - 1)
    runs: list[list[tuple[float, float]]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            y = HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * value / most
            runs[-1].append((round(EDGE + step * place, 1), round(y, 1)))
    drawn = [run for run in runs if run]
    return Cell(
        width=WIDTH,
        height=HEIGHT,
        paths=tuple(" ".join(f"{x},{y}" for x, y in run) for run in drawn if len(run) > 1),
        dot=drawn[-1][-1] if drawn else None,
        says=says,
    )
