"""Figures of an AI system as template data, and how a share is written or refused."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console.pages import charts, words
from apps.console.pages.lists import PatternRow, Trend
from apps.console.pages.patterns import interval
from apps.console.pages.shell import Action, Empty, Note, Tab
from apps.console.pages.work_signals import Signals
from apps.measures import rules
from apps.measures.selectors import ALL, Part
from apps.registry.models import AISystem


@dataclass(frozen=True, slots=True)
class Kpi:
    """A figure of the heading; `more` leads to the cases behind it, `faint`: too few of them.

    `against`: its limit, in words.
    """

    label: str
    value: str
    of: str
    detail: str
    more: Action | None = None
    faint: bool = False
    against: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a panel's table."""

    label: str
    n: str
    value: str
    interval: str
    url: str = ""
    faint: bool = False
    extra: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """Shares as a picture, in words and as a table whose columns after the first are `heads`.

    `how` says how it is counted, for those who ask.
    """

    title: str
    about: str
    key: str  # what its address ends in
    charts: tuple[charts.Chart, ...]
    says: tuple[str, ...]
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    how: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReasonLine:
    reason: str
    n: str
    officer: str
    ai: str
    unknown: str


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why officers overruled, split by who proved right; a legend's entry is its class and its words."""

    about: str
    charts: tuple[charts.Bars, ...]
    legend: tuple[tuple[str, str], ...]
    says: str
    lines: tuple[ReasonLine, ...]


@dataclass(frozen=True, slots=True)
class Confidence:
    """The AI's stated confidence against what officers said: a state in words, never a bare number."""

    about: str
    state: str
    tone: str
    says: tuple[str, ...]
    charts: tuple[charts.Diagram, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class InsightsPage:
    title: str
    summary: str
    systems: tuple[Tab, ...]
    ranges: tuple[Tab, ...]
    segments: tuple[Tab, ...]
    versions: tuple[Tab, ...]
    notes: tuple[Note, ...]
    figures: tuple[Kpi, ...]
    trends: tuple[Trend, ...]
    reasons: Reasons | None
    panels: tuple[Panel, ...]
    confidence: Confidence
    deliveries: tuple[Line, ...]
    deliveries_about: str
    csv_url: str
    pdf_url: str
    notes_url: str
    reasons_url: str
    weeks_url: str
    empty: Empty | None
    signals: Signals | None = None
    patterns: tuple[PatternRow, ...] = ()
    patterns_url: str = ""
    of_all: str = ""

    @property
    def pairs(self) -> tuple[tuple[Panel, ...], ...]:
        """Return the panels by twos: one that is left over has the whole width."""
        return tuple(self.panels[at : at + 2] for at in range(0, len(self.panels), 2))


def said(share: rules.Share) -> tuple[str, str, bool]:
    """Write a share and its interval; under 30 cases only that they are too few."""
    if is_few(share):
        return few(share.n), "", True
    return words.percent(share.value or 0.0), interval(share.low, share.high), False


def is_few(share: rules.Share) -> bool:
    """Say whether too few cases stand behind a share to say it."""
    return share.value is None or share.n < rules.ENOUGH


def few(n: int) -> str:
    """Say that a share of n cases is not said."""
    return _("too few to say (n=%(n)s)") % {"n": n}


def address(name: str, system: AISystem, *args: str, **also: str) -> str:
    """Return the address of a page about an AI system."""
    return f"{reverse(f'console:{name}', args=args)}?{urlencode({'system': system.slug, **also})}"


def cases_url(system: AISystem, of: str, part: Part = ALL, **when: str) -> str:
    """Return the address of the cases behind a figure; when: of the last `weeks` or of one `week` alone."""
    return address("insight_cases", system, of, **part_asked(part), **when)


def part_asked(part: Part) -> dict[str, str]:
    """Return a part of the decisions as an address asks for it."""
    named = {"segment": part.segment, "model": part.model_version}
    return {name: value for name, value in named.items() if value}
