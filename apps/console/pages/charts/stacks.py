"""Horizontal bars of counts, in parts that add up: who proved right, by reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.text import Truncator

from apps.console.pages.charts.frames import BAR, TOP, Frame

GAP = 1.5  # between two parts of a bar
FITS = {"wide": 58, "narrow": 51}  # letters of a label; the table beside the chart has it whole
WIDE = Frame("wide", 640, 346, 560, 24)
NARROW = Frame("narrow", 310, 2, 228, 40, label_above=True)


@dataclass(frozen=True, slots=True)
class Stack:
    """One bar: how many of each part, in the order of the legend."""

    label: str
    parts: tuple[int, ...]
    value: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar in the chart's coordinates; a part is its class, place and width."""

    label: str
    value: str
    y: float
    label_y: float
    parts: tuple[tuple[str, float, float], ...]
    end_x: float


@dataclass(frozen=True, slots=True)
class Bars:
    css: str
    width: int
    height: int
    bars: tuple[Bar, ...]
    says: str


def bars(stacks: Sequence[Stack], *, classes: Sequence[str], says: str) -> tuple[Bars, ...]:
    """Draw one bar per stack on one axis from 0 to the longest; wide and narrow, a class for each part."""
    return tuple(_bars(stacks, classes, says, frame) for frame in (WIDE, NARROW))


def _bars(stacks: Sequence[Stack], classes: Sequence[str], says: str, frame: Frame) -> Bars:
    most = max((sum(one.parts) for one in stacks), default=0) or 1
    scale = (frame.right - frame.left) / most
    return Bars(
        css=frame.css,
        width=frame.width,
        height=TOP + frame.line * len(stacks),
        bars=tuple(_bar(one, classes, scale, place, frame) for place, one in enumerate(stacks)),
        says=says,
    )


def _bar(one: Stack, classes: Sequence[str], scale: float, place: int, frame: Frame) -> Bar:
    y = TOP + frame.line * place
    return Bar(
        label=Truncator(one.label).chars(FITS[frame.css]),
        value=one.value,
        y=y + (frame.line - 22 if frame.label_above else 0),
        label_y=y + BAR - 2,
        parts=tuple(_parts(one.parts, classes, scale, frame.left)),
        end_x=round(frame.left + sum(one.parts) * scale + 8, 1),
    )


def _parts(
    counts: Sequence[int], classes: Sequence[str], scale: float, left: float
) -> Iterable[tuple[str, float, float]]:
    x = left
    for css, n in zip(classes, counts, strict=True):
        if n:
            yield css, round(x, 1), round(max(1.0, n * scale - GAP), 1)
        x += n * scale
