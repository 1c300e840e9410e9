"""Patterns that mining found, as a list."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.console.edge import Reader
from apps.console.pages import charts, checked, words
from apps.console.pages.lists import Figure, PatternRow, PatternsPage, Trend
from apps.console.pages.shell import Empty, more_url
from apps.learning import selectors as learning

STATES = {
    "NEW": gettext_lazy("New"),
    "ASSIGNED": gettext_lazy("Assigned"),
    "FIX_PROPOSED": gettext_lazy("Fix proposed"),
    "ADOPTED": gettext_lazy("Adopted"),
    "MEASURED": gettext_lazy("Measured"),
    "DISMISSED": gettext_lazy("Dismissed"),
}
SMALLEST_CHANCE = 0.001
CELL_WEEKS = 13


def state_word(state: str) -> str:
    """Say how far a finding has come."""
    return str(STATES.get(state, state))


def interval(low: float, high: float) -> str:
    """Write an interval of shares."""
    return _("%(low)s to %(high)s%%") % {"low": round(low * 100), "high": round(high * 100)}


def times(rate: float, rest: float) -> str:
    """Write how much more often than elsewhere."""
    if rest <= 0:
        return _("never elsewhere")
    return _("%(times)s times the rest") % {"times": f"{rate / rest:.1f}"}


def chance(q: float) -> str:
    """Write a p value, adjusted for every group that was tested."""
    return _("below 0.001") if q < SMALLEST_CHANCE else f"{q:.3f}"


def row(one: learning.FindingRow, weeks: Sequence[learning.Week] = ()) -> PatternRow:
    """Write one finding as a row."""
    word, tone = checked.confirmed(one.confirmation, crossed=one.is_crossed)
    return PatternRow(
        url=reverse("console:pattern", args=[one.id]),
        segment=words.sentence_case(one.words),
        system=one.system_name,
        n_overrides=words.number(one.n_overridden),
        n_cases=words.number(one.n),
        rate=words.percent(one.rate),
        interval=interval(one.low, one.high),
        times=times(one.rate, one.rest_rate),
        confirmed=word,
        confirmed_tone=tone,
        reason=one.main_reason or _("No main reason"),
        state=state_word(one.state),
        cell=_cell(weeks[-CELL_WEEKS:]),
    )


def _cell(weeks: Sequence[learning.Week]) -> charts.Cell | None:
    if not any(week.n for week in weeks):
        return None
    says = _("By week, last %(weeks)s weeks: overruled in %(k)s of %(n)s cases.") % {
        "weeks": len(weeks),
        "k": words.number(sum(week.n_overridden for week in weeks)),
        "n": words.number(sum(week.n for week in weeks)),
    }
    return charts.cell([week.n_overridden / week.n if week.n else None for week in weeks], says=says, top=1.0)


def build(
    page: learning.FindingsPage,
    state: learning.MiningState,
    *,
    weeks: Mapping[UUID, Sequence[learning.Week]],
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
        summary=_("last search %(when)s") % {"when": at} if at else _("no search has finished yet"),
        rows=tuple(row(one, weeks.get(one.id, ())) for one in page.rows),
        figures=_figures(state),
        trends=trends,
        empty=_empty(is_searched=last is not None),
        next_url=more_url(base, page.next),
        first_url=base if after else "",
    )


def _empty(*, is_searched: bool) -> Empty:
    if is_searched:
        return Empty(
            _("No pattern stands out"),
            _(
                "Officers overrule the AI no more often in any group than chance explains. The search "
                "runs again."
            ),
            icon="scan-search",
        )
    return Empty(
        _("Nothing was searched yet"),
        _("The search runs by itself once there are enough decisions. This page then shows what it found."),
        icon="scan-search",
    )


def _figures(state: learning.MiningState) -> tuple[Figure, ...]:
    last = state.last
    if last is None:
        return ()
    running = _("A new search is running.") if state.is_running else ""
    failed = _("The newest search failed; these are the last good figures.") if state.is_failed else ""
    smallest = (
        _("%(n)s points") % {"n": round(last.smallest_effect * 100)}
        if last.smallest_effect
        else _("not known")
    )
    return (
        Figure(_("Decisions looked at"), words.number(last.n_decisions), "", failed or running),
        Figure(
            _("Overrides among them"),
            words.number(last.n_overrides),
            "",
            _("%(share)s of all") % {"share": words.percent(last.n_overrides / last.n_decisions)}
            if last.n_decisions
            else "",
        ),
        Figure(
            _("Groups tested"), words.number(last.n_tests), "", _("judged more strictly, as they are many")
        ),
        Figure(_("Smallest difference it could see"), smallest),
    )
