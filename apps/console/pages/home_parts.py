"""Template data of the start page."""

from dataclasses import dataclass

from apps.console.pages.lists import Figure
from apps.console.pages.shell import Action


@dataclass(frozen=True, slots=True)
class Start:
    """The one thing to do first; without a key it is a page to open, not an act."""

    title: str
    text: str
    url: str
    key: str


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in a section; it has at most one verb. also: its cases, when there are several."""

    icon: str
    title: str
    detail: str = ""
    tone: str = ""
    action: Action | None = None
    also: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Load:
    """So many of something with a bar: an inbox, or a band without an address; `tone` repeats the words."""

    url: str
    name: str
    n: str
    detail: str
    share: float
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One panel: figures, lines, loads, pairs and what it says, or `empty` without any.

    `aside` ones stand beside; figures that are `is_even` fill their rows. What it says has an icon each.
    """

    key: str
    title: str
    about: str = ""
    figures: tuple[Figure, ...] = ()
    lines: tuple[Line, ...] = ()
    loads: tuple[Load, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    says: tuple[tuple[str, str], ...] = ()
    is_even: bool = False
    empty: str = ""
    more: Action | None = None
    aside: bool = False


@dataclass(frozen=True, slots=True)
class HomePage:
    title: str
    time: str
    start: Start | None
    main: tuple[Section, ...]
    side: tuple[Section, ...]
