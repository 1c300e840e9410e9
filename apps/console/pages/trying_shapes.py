"""Template data of a policy tried on the past."""

from dataclasses import dataclass

from apps.console.pages.lists import Figure, Option
from apps.console.pages.shell import Empty, Note, Tab


@dataclass(frozen=True, slots=True)
class StepLine:
    """What one change does alone; figures as texts with their sign."""

    title: str
    detail: str
    reviews: str
    bad: str
    money: str
    tag: str = ""
    tone: str = ""
    icon: str = ""
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class LaneCell:
    """One cell of the lane matrix; `moves` where cases change their way."""

    n: str
    moves: bool = False
    is_zero: bool = False


@dataclass(frozen=True, slots=True)
class LaneLine:
    name: str
    cells: tuple[LaneCell, ...]
    total: str


@dataclass(frozen=True, slots=True)
class Lanes:
    """Where cases go: rows as the first version says, columns as the second."""

    about: str
    columns: tuple[str, ...]
    rows: tuple[LaneLine, ...]
    totals: tuple[str, ...]
    total: str


@dataclass(frozen=True, slots=True)
class SegmentLine:
    name: str
    n: str
    machine: str
    bad: str
    wrong: str
    changed: str


@dataclass(frozen=True, slots=True)
class InboxLine:
    """The load of one inbox: looks a day on average, and on its busiest day."""

    name: str
    usual: str
    busiest: str


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """One part of the money: what each costs, how many before and after, what the second version gains."""

    title: str
    each: str
    n: str
    gain: str
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Money:
    """The money part by part; `unknown` says where nothing could be counted."""

    about: str
    lines: tuple[MoneyLine, ...]
    unknown: str


@dataclass(frozen=True, slots=True)
class CaseLine:
    url: str
    ref: str
    detail: str
    before: str
    after: str
    meaning: str
    icon: str
    tone: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Running:
    """How far a replay is; `value` of `most` for the bar."""

    title: str
    detail: str
    value: int
    most: int
    proof: str
    says: str


@dataclass(frozen=True, slots=True)
class TryPage:
    title: str
    system: str
    back_url: str
    state: str
    tone: str
    icon: str
    about: str
    url: str
    poll_url: str
    key: str
    verdict: Note | None
    warnings: tuple[Note, ...]
    running: Running | None
    figures: tuple[Figure, ...]
    steps: tuple[StepLine, ...]
    steps_about: str
    lanes: Lanes | None
    segments: tuple[SegmentLine, ...]
    inboxes: tuple[InboxLine, ...]
    money: Money | None
    cases: tuple[CaseLine, ...]
    cases_about: str
    cases_url: str
    csv_url: str
    limits: str
    may_stop: bool
    may_go_on: bool
    may_try: bool


@dataclass(frozen=True, slots=True)
class CasesPage:
    title: str
    summary: str
    back_url: str
    back: str
    tabs: tuple[Tab, ...]
    rows: tuple[CaseLine, ...]
    csv_url: str
    next_url: str = ""
    first_url: str = ""


@dataclass(frozen=True, slots=True)
class TryLine:
    """One replay in the list."""

    url: str
    title: str
    detail: str
    state: str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class TriesPage:
    title: str
    system_url: str
    rows: tuple[TryLine, ...]
    empty: Empty
    may_try: bool
    url: str
    key: str
    versions: tuple[Option, ...]
    windows: tuple[Option, ...]
    text: str
    error: str
    error_field: str
    live: str
    next_url: str = ""
    first_url: str = ""
