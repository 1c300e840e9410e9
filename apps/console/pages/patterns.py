"""Patterns that mining found, and one of them as a story."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse

from apps.console.edge import Reader
from apps.console.pages import charts, words
from apps.console.pages.cases import Example, PatternPage, ReasonShare
from apps.console.pages.lists import Figure, PatternRow, PatternsPage, Trend
from apps.console.pages.shell import Empty, more_url
from apps.learning import selectors as learning

STATES = {
    "NEW": "New",
    "ASSIGNED": "Assigned",
    "FIX_PROPOSED": "Fix proposed",
    "ADOPTED": "Adopted",
    "MEASURED": "Measured",
    "DISMISSED": "Dismissed",
}
HELD, NOT_HELD, TOO_FEW = ("Held", "ok"), ("Did not hold", "warn"), ("Too few later cases", "")
NOTHING_FOUND = Empty(
    "No pattern stands out",
    "Officers overrule the AI no more often in any group than chance explains. The search runs again.",
    icon="scan-search",
)
NOT_SEARCHED = Empty(
    "Nothing was searched yet",
    "The search runs by itself once there are enough decisions. This page then shows what it found.",
    icon="scan-search",
)
SMALLEST_CHANCE = 0.001
AT_FIRST = 6  # examples of each side before "more"
METHOD = (
    "Groups are searched in earlier decisions and checked in later ones. "
    "The chance of a false find is kept below 1 in 20 over all groups tested. Officers are not named here."
)


def interval(low: float, high: float) -> str:
    """Write an interval of shares."""
    return f"{round(low * 100)} to {round(high * 100)}%"


def times(rate: float, rest: float) -> str:
    """Write how much more often than elsewhere."""
    return f"{rate / rest:.1f} times the rest" if rest > 0 else "never elsewhere"


def confirmed(confirmation: Mapping[str, Any] | None) -> tuple[str, str]:
    """Say whether a pattern held in later data, with its tone."""
    if not confirmation or confirmation.get("n") in {None, 0}:
        return TOO_FEW
    held = confirmation.get("holds")
    if held is None:
        return TOO_FEW
    return HELD if held else NOT_HELD


def row(one: learning.FindingRow) -> PatternRow:
    """Write one finding as a row."""
    word, tone = confirmed(one.confirmation)
    return PatternRow(
        url=reverse("console:pattern", args=[one.id]),
        segment=words.sentence_case(one.words),
        system=one.system_name,
        n_overrides=f"{one.n_overridden:,}",
        n_cases=f"{one.n:,}",
        rate=words.percent(one.rate),
        interval=interval(one.low, one.high),
        times=times(one.rate, one.rest_rate),
        confirmed=word,
        confirmed_tone=tone,
        reason=one.main_reason or "No main reason",
        state=STATES.get(one.state, one.state),
    )


def build(
    page: learning.FindingsPage,
    state: learning.MiningState,
    *,
    trends: tuple[Trend, ...],
    after: str,
    reader: Reader,
) -> PatternsPage:
    """Turn one page of findings into template data."""
    base = reverse("console:patterns")
    last = state.last
    at = (
        words.moment(last.ended_at, now=reader.now, zone=reader.zone).relative
        if last and last.ended_at
        else ""
    )
    return PatternsPage(
        summary=f"last search {at}" if at else "no search has finished yet",
        rows=tuple(row(one) for one in page.rows),
        figures=_figures(state),
        trends=trends,
        empty=NOTHING_FOUND if last else NOT_SEARCHED,
        next_url=more_url(base, page.next),
        first_url=base if after else "",
    )


def _figures(state: learning.MiningState) -> tuple[Figure, ...]:
    last = state.last
    if last is None:
        return ()
    running = "A new search is running." if state.is_running else ""
    failed = "The newest search failed; these are the last good figures." if state.is_failed else ""
    smallest = f"{round(last.smallest_effect * 100)} points" if last.smallest_effect else "not known"
    return (
        Figure("Decisions looked at", f"{last.n_decisions:,}", "", failed or running),
        Figure(
            "Overrides among them", f"{last.n_overrides:,}", "", _share(last.n_overrides, last.n_decisions)
        ),
        Figure("Groups tested", f"{last.n_tests:,}", "", "corrected for all of them"),
        Figure("Smallest difference it could see", smallest),
    )


def _share(part: int, whole: int) -> str:
    return f"{words.percent(part / whole)} of all" if whole else ""


def detail(found: learning.FindingPage, *, reader: Reader) -> PatternPage:
    """Turn one finding into its story."""
    one = found.row
    shown, counter = (
        tuple(_example(each, reader=reader) for each in rows)
        for rows in (found.examples, found.counter_examples)
    )
    word, _ = confirmed(one.confirmation)
    opened = words.moment(one.opened_at, now=reader.now, zone=reader.zone)
    return PatternPage(
        title="Pattern",
        state=STATES.get(one.state, one.state),
        summary=f"first seen {opened.relative}, {one.system_name}",
        segment=words.sentence_case(one.words),
        rule=found.rule,
        charts=charts.intervals(tuple(_shares(one)), says=_says(one)),
        reasons=_reasons(found.reasons),
        reasons_summary=words.count(one.n_overridden, "override", "overrides"),
        shown=shown[:AT_FIRST],
        counter=counter[:AT_FIRST],
        more_shown=shown[AT_FIRST:],
        more_counter=counter[AT_FIRST:],
        figures=(),
        in_short=(
            ("State", STATES.get(one.state, one.state)),
            ("Overruled", f"{one.n_overridden:,} of {one.n:,}"),
            ("Share", f"{words.percent(one.rate)}, {interval(one.low, one.high)}"),
            ("The rest", words.percent(one.rest_rate)),
            ("More than expected", f"{one.excess:,.0f} overrides"),
            ("In later data", word),
            ("Adjusted p", chance(one.q)),
        ),
        method=METHOD,
    )


def chance(q: float) -> str:
    """Write a p value, adjusted for every group that was tested."""
    return "below 0.001" if q < SMALLEST_CHANCE else f"{q:.3f}"


def _shares(one: learning.FindingRow) -> Iterable[charts.Share]:
    yield charts.Share("Found, this group", one.rate, one.low, one.high)
    yield charts.Share("Found, the rest", one.rest_rate, one.rest_rate, one.rest_rate, rest=True)
    later = one.confirmation
    if later and later.get("n"):
        rate, low, high, rest = (float(later[name]) for name in ("rate", "low", "high", "rest_rate"))
        yield charts.Share("Later, this group", rate, low, high)
        yield charts.Share("Later, the rest", rest, rest, rest, rest=True)


def _says(one: learning.FindingRow) -> str:
    text = (
        f"Officers overruled the AI in {one.n_overridden:,} of {one.n:,} of these cases "
        f"({words.in_hundred(one.rate)}; {interval(one.low, one.high)}), "
        f"against {words.in_hundred(one.rest_rate)} elsewhere."
    )
    word, _ = confirmed(one.confirmation)
    return f"{text} In later data: {word.lower()}."


def _reasons(counts: Mapping[str, int]) -> tuple[ReasonShare, ...]:
    most = max(counts.values(), default=0)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(ReasonShare(label, n, n / most) for label, n in ordered)


def _example(each: learning.ExampleRow, *, reader: Reader) -> Example:
    return Example(
        url=reverse("console:case", args=[each.case_ref]),
        ref=each.case_ref,
        on=words.day(each.decided_at.astimezone(reader.zone), now=reader.now.astimezone(reader.zone)),
        decided=each.decided,
        reason=each.reason or "",
        suggested=each.recommended,
    )
