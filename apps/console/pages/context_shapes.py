"""Template data of the page on the quality of an AI system's facts."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy

from apps.console.pages import charts
from apps.console.pages.lists import Trend
from apps.console.pages.measured import Kpi
from apps.console.pages.shell import Empty, Tab
from apps.console.pages.words import Moment

KINDS = {
    "missing": gettext_lazy("missing"),
    "stale": gettext_lazy("too old"),
    "conflict": gettext_lazy("in conflict"),
    "impossible": gettext_lazy("impossible or a code for missing"),
    "coded": gettext_lazy("a code for missing"),
    "undated": gettext_lazy("without a date"),
    "silent": gettext_lazy("silent"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One kind of fault: a share in words, and where its cases are."""

    head: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """One fact, source, or fact of a source; `more` leads to its weeks."""

    label: str
    sub: str
    n: str
    value: str
    interval: str
    cells: tuple[Cell, ...]
    repair: str
    more: str = ""
    faint: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    about: str
    head: str
    charts: tuple[charts.Chart, ...]
    says: str
    rows: tuple[Row, ...]
    rest: str = ""
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class Alarm:
    title: str
    text: str
    since: str
    ended: str
    url: str


@dataclass(frozen=True, slots=True)
class Question:
    id: UUID
    fact: str
    text: str
    who: str
    at: Moment
    state: str
    tone: str
    answer: str
    answered: str
    may_answer: bool
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class VersionRow:
    model: str
    prompt: str
    n: str
    value: str
    interval: str
    faint: bool


@dataclass(frozen=True, slots=True)
class Asking:
    """The form of a new question; what was typed stays after a refusal."""

    url: str
    facts: tuple[tuple[str, str], ...]
    recipients: tuple[tuple[str, str], ...]
    fact: str = ""
    text: str = ""
    to: str = ""
    error: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class ContextPage:
    title: str
    slug: str
    summary: str
    ranges: tuple[Tab, ...]
    figures: tuple[Kpi, ...]
    alarms: tuple[Alarm, ...]
    trends: tuple[Trend, ...]
    facts: Table
    sources: Table
    pairs: Table
    versions: tuple[VersionRow, ...]
    questions: tuple[Question, ...]
    asking: Asking | None
    key: str
    csv_url: str
    pdf_url: str
    system_url: str
    whole_url: str
    fact: str
    empty: Empty | None


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed into the form of a question, and why it was refused."""

    fact: str = ""
    text: str = ""
    to: str = ""
    error: str = ""
    field: str = ""
