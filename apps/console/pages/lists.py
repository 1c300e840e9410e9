"""Template data of the lists: inbox, my decisions, escalations, patterns."""

from dataclasses import dataclass

from apps.console.pages.charts import Cell, Series
from apps.console.pages.shell import Empty, Note, Tab
from apps.console.pages.words import Moment


@dataclass(frozen=True, slots=True)
class Option:
    """One of the choices of a field."""

    value: str
    label: str
    checked: bool = False


@dataclass(frozen=True, slots=True)
class Flag:
    icon: str
    label: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline; `used` is the share of the time since arrival that has gone, `tone` warns in words too."""

    words: str
    at: Moment
    used: float = 0.0
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One case in an inbox or in the escalations; `pick`: what choosing it sends, where one can."""

    url: str
    name: str
    ref: str
    stake: str
    suggests: str
    flags: tuple[Flag, ...] = ()
    due: Due | None = None
    holder: str = ""
    holder_initials: str = ""
    why: str = ""
    urgency: str = ""
    mine: bool = False
    peek_url: str = ""
    here_url: str = ""
    current: bool = False
    given_to: str = ""
    pick: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One matter in a list of what waits for a person's answer; the page of one shows the same."""

    icon: str
    state: str
    title: str
    about: str
    case_url: str
    case_ref: str
    url: str
    tags: tuple[Flag, ...] = ()
    details: tuple[str, ...] = ()
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of something: an icon, words, detail. Never colour alone."""

    icon: str
    title: str
    detail: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Taught:
    """A pattern that a decision is evidence for; without an address for those who may not open it."""

    words: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class DecisionRow:
    url: str
    name: str
    ref: str
    decided: str
    agreement: str
    reason: str
    at: Moment
    fate: Fate
    outcome: Fate
    undo_url: str = ""
    undo_until: str = ""
    undo_left: int = 0
    peek_url: str = ""
    here_url: str = ""
    current: bool = False
    taught: tuple[Taught, ...] = ()
    request_url: str = ""
    requested: Fate | None = None
    seconded: Fate | None = None
    second_url: str = ""


@dataclass(frozen=True, slots=True)
class DecisionsPage:
    summary: str
    tabs: tuple[Tab, ...]
    rows: tuple[DecisionRow, ...]
    empty: Empty
    next_url: str = ""
    first_url: str = ""
    kinds: tuple[Option, ...] = ()
    view: str = "all"
    lesson: str = ""
    taught: str = ""
    clear_url: str = ""
    close_url: str = ""


@dataclass(frozen=True, slots=True)
class PatternRow:
    url: str
    segment: str
    system: str
    n_overrides: str
    n_cases: str
    rate: str
    interval: str
    times: str
    confirmed: str
    confirmed_tone: str
    reason: str
    state: str
    cell: Cell | None = None
    rest: str = ""
    lapsed: str = ""
    given: str = ""
    is_overdue: bool = False
    money: str = ""


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One week of a figure in words."""

    week: str
    n: str
    value: str
    interval: str
    faint: bool = False


@dataclass(frozen=True, slots=True)
class Trend:
    """A figure per week: a picture, what it says, and the same as a table."""

    title: str
    about: str
    charts: tuple[Series, ...]
    says: str
    rows: tuple[WeekRow, ...]
    key: str = ""  # what its address ends in, where it has one
    counted: str = ""  # what `n` counts, where it is not decisions
    bounds: tuple[WeekRow, ...] = ()  # the limit and what it reads now, below the weeks


@dataclass(frozen=True, slots=True)
class RecentRow:
    """One group whose share rose or fell in a week; faint where few decisions stand behind it."""

    segment: str
    system: str
    k: str
    n: str
    rate: str
    interval: str
    rate_before: str
    before: str
    faint: bool = False


@dataclass(frozen=True, slots=True)
class RecentPanel:
    title: str
    about: str
    key: str
    rows: tuple[RecentRow, ...]
    empty: str


@dataclass(frozen=True, slots=True)
class PatternsPage:
    summary: str
    rows: tuple[PatternRow, ...]
    empty: Empty
    figures: tuple["Figure", ...] = ()
    trends: tuple[Trend, ...] = ()
    next_url: str = ""
    first_url: str = ""
    recent: tuple[RecentPanel, ...] = ()
    targets: tuple[Tab, ...] = ()
    states: tuple[Tab, ...] = ()
    protected: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure with its base; `detail` says the interval, the limit or why it is not known."""

    label: str
    value: str
    of: str = ""
    detail: str = ""
    icon: str = ""
    faint: bool = False
