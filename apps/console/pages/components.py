"""Every component in every state, made from the real partials and the real dataclasses, with sample data."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.console.edge import Reader
from apps.console.pages import charts, components_cards, components_work, words
from apps.console.pages.components_cards import Cards
from apps.console.pages.components_work import Work
from apps.console.pages.lists import Due, Fate, Figure, Flag, Row, Trend, WeekRow
from apps.console.pages.shell import Action, Empty, Note, Tab

LONG = (
    "Donaudampfschifffahrtsgesellschaftskapitän with a name that goes on, and on, until the line must break, "
    "because people have such names"
)
URL = "#long"
TONES = ("", "acc", "ai", "ok", "warn", "bad")
WEEKS = (0.12, None, 0.31, 0.24)


@dataclass(frozen=True, slots=True)
class FieldState:
    """A form's page as a field sees it: which field is wrong and what is said of it."""

    field: str = ""
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class PagerState:
    next_url: str = ""
    first_url: str = ""


@dataclass(frozen=True, slots=True)
class ComponentsPage:
    """`is_whole`: all of them; else the decision form alone, in one of its states."""

    title: str
    is_whole: bool
    tones: tuple[str, ...]
    tabs: tuple[Tab, ...]
    notes: tuple[Note, ...]
    empties: tuple[Empty, ...]
    figures: tuple[Figure, ...]
    pairs: tuple[tuple[str, str], ...]
    fates: tuple[Fate, ...]
    rows: tuple[Row, ...]
    first: PagerState
    middle: PagerState
    trend: Trend
    intervals: tuple[charts.Chart, ...]
    bars: tuple[charts.Bars, ...]
    legend: tuple[tuple[str, str], ...]
    diagram: tuple[charts.Diagram, ...]
    cells: tuple[charts.Cell, ...]
    good: FieldState
    wrong: FieldState
    cards: Cards
    work: Work


def build(*, form: str, base: str, reader: Reader) -> ComponentsPage:
    """Make the samples. form: the state of the decision form; base: the address of the page."""
    return ComponentsPage(
        title=_("Components"),
        is_whole=not form,
        tones=TONES,
        tabs=(
            Tab("Open", URL, n=12, current=True),
            Tab("Returned", URL, n=0),
            Tab(LONG, URL, n=1024),
        ),
        notes=tuple(_notes()),
        empties=(
            Empty("Nothing is due for you", "4 questions are out. New cases appear here by themselves."),
            Empty(
                "No case fits these filters",
                LONG,
                icon="list-filter",
                actions=(Action(URL, "Clear the filters"),),
            ),
        ),
        figures=tuple(_figures()),
        pairs=(("Share", "51.1%, 44 to 58%"), ("More than expected", LONG)),
        fates=tuple(_fates()),
        rows=tuple(_rows(reader)),
        first=PagerState(next_url=URL),
        middle=PagerState(next_url=URL, first_url=URL),
        trend=_trend(),
        intervals=_intervals(),
        bars=_bars(),
        legend=(("mine", "Officer proved right"), ("ai", "AI proved right"), ("open", "Not known yet")),
        diagram=_diagram(),
        cells=(
            charts.cell(
                _trend_points(), says="Four weeks: the second without a decision, the first with few."
            ),
            charts.cell([charts.Point("", 0.2, faint=True)], says="One week only, with few decisions."),
        ),
        cards=components_cards.build(LONG, reader=reader),
        work=components_work.build(LONG, form=form, base=base, reader=reader),
        good=FieldState(),
        wrong=FieldState(
            field="sample", note=Note("bad", "triangle-alert", "", "Write a name that nobody else has.")
        ),
    )


def _notes() -> Iterable[Note]:
    yield Note("", "info", "Neutral.", "Says something that is good to know.")
    yield Note("ok", "circle-check", "Recorded.", "It goes to the business system in 10 s.")
    yield Note("warn", "clock-alert", "Your hold ends in 2 minutes.", "What you typed is kept.")
    yield Note("bad", "triangle-alert", "This changed after you opened it.", LONG, alert=True)


def _figures() -> Iterable[Figure]:
    yield Figure("Override share", "19.9%", "of 1,746 decided", "18 to 22%, in 26 weeks", icon="timer")
    yield Figure("Long", "12,345,678.90 USD", "of everything", LONG)


def _fates() -> Iterable[Fate]:
    yield Fate("circle-check", "Applied", "14:02, by the business system", "ok")
    yield Fate("ban", "Refused", LONG, "bad")


def _rows(reader: Reader) -> Iterable[Row]:
    at = words.moment(reader.now, now=reader.now, zone=reader.zone)
    yield Row(
        URL,
        "Jo Example",
        "WC-2026-000001",
        "$1,111.00",
        "Fast track",
        flags=(Flag("clock-alert", "Fact is old", "warn"), Flag("circle-x", "Fact missing", "bad")),
        due=Due("2 h late", at, used=1.0, tone="bad"),
    )
    yield Row(
        URL,
        LONG,
        "WC-2026-000002",
        "$98,765,432.10",
        "After your first view",
        due=Due("in 20 min", at, used=0.9, tone="warn"),
        holder="Olga Marsh",
        holder_initials="OM",
        why="Because of the pause",
    )


def _trend_points() -> list[charts.Point]:
    return [
        charts.Point(
            f"{1 + 7 * week} Jun",
            value,
            None if value is None else value - 0.05,
            None if value is None else value + 0.08,
            faint=week == 0,
        )
        for week, value in enumerate(WEEKS)
    ]


def _trend() -> Trend:
    points = _trend_points()
    says = "A figure by week; the second week has none, the first rests on few cases."
    return Trend(
        title="Line with interval",
        about="a gap, a faint point",
        charts=charts.lines(points, says=says, ticks=[(0, "0%"), (0.4, "40%")]),
        says=says,
        rows=(WeekRow("8 Jun", "0", "", "no decision", faint=True),),
    )


def _intervals() -> tuple[charts.Chart, ...]:
    shares = (
        charts.Share("Found, this group", 0.51, 0.44, 0.58),
        charts.Share("Found, the rest", 0.17, 0.16, 0.18, rest=True),
    )
    return charts.intervals(shares, says="51% against 17%; at most 30% is accepted.", limit=0.3)


def _bars() -> tuple[charts.Bars, ...]:
    stacks = (
        charts.Stack("The AI did not know something", (60, 47, 47), "154 · 80%"),
        charts.Stack(LONG, (0, 9, 29), "38 · 20%"),
    )
    return charts.bars(stacks, classes=("mine", "ai", "open"), says="Two reasons, by who proved right.")


def _diagram() -> tuple[charts.Diagram, ...]:
    marks = (charts.Mark(0.55, 0.7, 0.6, 0.8), charts.Mark(0.9, 0.82, 0.7, 0.9, faint=True))
    return charts.reliability(marks, says="States 55 and earns 70; states 90 and earns 82 in few cases.")
