"""Patterns that mining found, as a list."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.console.edge import Reader
from apps.console.pages import charts, checked, pattern_states, table_file, targets, words
from apps.console.pages.counted import counted
from apps.console.pages.lists import Figure, PatternRow, PatternsPage, Trend
from apps.console.pages.shell import Empty, more_url
from apps.core import speech
from apps.core.speech import speak_kept
from apps.learning import selectors as learning
from apps.learning.models import MiningRun
from apps.learning.states import Target
from apps.measures import rules

STATES = {
    "NEW": gettext_lazy("New"),
    "ASSIGNED": gettext_lazy("Assigned"),
    "FIX_PROPOSED": gettext_lazy("Fix proposed"),
    "ADOPTED": gettext_lazy("Adopted"),
    "MEASURED": gettext_lazy("Measured"),
    "DISMISSED": gettext_lazy("Dismissed"),
}
SMALLEST_CHANCE = 0.001
HEADS = (
    "ai_system", "target", "pattern", "n", "happened", "share", "low", "high", "rest_share", "rest_n",
    "rest_low", "rest_high", "adjusted_p", "later_n", "later_happened", "later_share", "holds", "main_reason",
    "state", "first_seen_at", "seen_at", "found_again", "decisions_searched", "assigned_to", "due_on",
    "amounts_known", "amount_minor", "currency", "id",
)  # fmt: skip
CELL_WEEKS = 13
HUNDRED = 100


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
    return _("%(times)s times the rest") % {"times": words.ratio(rate / rest)}


def rest(share: rules.Share | None) -> str:
    """Write the share of the rest with its interval; nothing where it is not known of how many it is."""
    if share is None or share.value is None:
        return ""
    said = {"share": words.percent(share.value), "interval": interval(share.low, share.high)}
    return _("%(share)s, %(interval)s") % said


def of_all(n: int, k: int) -> str:
    """Write in which share of all decisions it happened."""
    share = rules.share(n, k)
    if share.value is None:
        return ""
    said = {"share": words.percent(share.value), "interval": interval(share.low, share.high)}
    return _("%(share)s of all, %(interval)s") % said


def chance(q: float) -> str:
    """Write a p value, adjusted for every group that was tested."""
    return _("below 0.001") if q < SMALLEST_CHANCE else f"{q:.3f}"


def row(one: learning.FindingRow, reader: Reader, weeks: Sequence[learning.Week] = ()) -> PatternRow:
    """Write one finding as a row; what the newest search did not find again is marked."""
    word, tone = checked.confirmed(one.confirmation, crossed=one.is_crossed)
    return PatternRow(
        url=reverse("console:pattern", args=[one.id]),
        segment=words.sentence_case(one.words),
        system=f"{targets.MORE[one.target]}, {speak_kept(one.system_name)}",
        n_overrides=words.number(one.n_overridden),
        n_cases=words.number(one.n),
        rate=words.percent(one.rate),
        interval=interval(one.low, one.high),
        times=times(one.rate, one.rest_rate),
        confirmed=word,
        confirmed_tone=tone,
        reason=(one.main_reason or _("No main reason")) if one.target in targets.ABOUT_OVERRIDES else "",
        state=state_word(one.state),
        rest=rest(one.rest) if one.rest_rate else "",
        cell=_cell(weeks[-CELL_WEEKS:], one.target),
        lapsed=pattern_states.lapsed(one, reader),
        given=pattern_states.given(one, reader),
        is_overdue=pattern_states.is_overdue(one, reader),
        money=speech.amount(one.stake_minor, one.currency) if one.n_stakes else "",
    )


def as_csv(rows: Sequence[learning.FindingRow]) -> str:
    """Write patterns, one line each; shares in [0, 1], what was kept apart after what was found."""
    return table_file.as_csv(HEADS, (_cells(one) for one in rows))


def _cells(one: learning.FindingRow) -> Iterator[object]:
    later = one.confirmation or {}
    yield from (one.system_name, one.target.value, one.words, one.n, one.n_overridden, one.rate, one.low)
    yield one.high
    yield from (one.rest_rate, *(getattr(one.rest, name, None) for name in ("n", "low", "high")))
    yield from (one.q, *(later.get(name) for name in ("n", "n_overridden", "rate", "holds")))
    yield from (one.main_reason, one.state, one.opened_at.isoformat(), one.seen_at.isoformat())
    yield from (one.is_current, one.n_searched, one.assigned_to, one.due_on and one.due_on.isoformat())
    yield from (one.n_stakes, one.stake_minor if one.n_stakes else None, one.currency, str(one.id))


def _cell(weeks: Sequence[learning.Week], target: Target) -> charts.Cell | None:
    if not any(week.n for week in weeks):
        return None
    says = _("By week, last %(weeks)s weeks: overruled in %(k)s of %(n)s cases.")
    if target is not Target.OVERRIDDEN:
        says = _("By week, last %(weeks)s weeks: %(k)s of %(n)s cases.")
    says %= {
        "weeks": len(weeks),
        "k": words.number(sum(week.n_overridden for week in weeks)),
        "n": words.number(sum(week.n for week in weeks)),
    }
    points = (
        charts.Point("", week.n_overridden / week.n if week.n else None, faint=week.n < rules.ENOUGH)
        for week in weeks
    )
    return charts.cell(tuple(points), says=says, top=1.0)


def build(
    page: learning.FindingsPage,
    state: learning.MiningState,
    *,
    weeks: Mapping[UUID, Sequence[learning.Week]],
    as_of: datetime | None,
    trends: tuple[Trend, ...],
    after: str,
    target: Target | None,
    part: learning.Shown,
    scope: Mapping[str, str],
    reader: Reader,
) -> PatternsPage:
    """Turn one page of findings into template data; scope: what else of its address narrows it."""
    base = reverse("console:patterns")
    narrowed = dict(scope) | pattern_states.asked(part)
    what = {"target": target.value} if target else {}
    asked = narrowed | what
    last = state.last
    at = (
        words.moment(last.ended_at, now=reader.now, zone=reader.zone).relative
        if last and last.ended_at
        else ""
    )
    return PatternsPage(
        summary=_summary(at, as_of, reader),
        rows=tuple(row(one, reader, weeks.get(one.id, ())) for one in page.rows),
        figures=_figures(state, target or Target.OVERRIDDEN),
        trends=trends if target in {None, Target.OVERRIDDEN} else (),
        empty=(last and pattern_states.empty(part)) or _empty(is_searched=last is not None, target=target),
        next_url=more_url(base, page.next, **asked),
        first_url=f"{base}?{urlencode(asked)}" if after else "",
        targets=targets.tabs(base, page.targets, current=target, of=narrowed),
        states=pattern_states.tabs(base, current=part, scope=dict(scope) | what) if last else (),
    )


def _summary(at: str, as_of: datetime | None, reader: Reader) -> str:
    searched = _("last search %(when)s") % {"when": at} if at else _("no search has finished yet")
    if as_of is None:
        return searched
    return _("%(searched)s; weeks %(as_of)s") % {"searched": searched, "as_of": counted(as_of, reader)}


def _empty(*, is_searched: bool, target: Target | None) -> Empty:
    if is_searched and target not in {None, Target.OVERRIDDEN}:
        return nothing(target)
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


def nothing(target: Target | None) -> Empty:
    """Say that a search found nothing."""
    said, asked = _("%(what)s: in no group more often than chance explains."), target or Target.OVERRIDDEN
    return Empty(_("No pattern stands out"), said % {"what": targets.name(asked)}, icon="scan-search")


def _figures(state: learning.MiningState, target: Target) -> tuple[Figure, ...]:
    last = state.last
    if last is None:
        return ()
    running = _("A new search is running.") if state.is_running else ""
    failed = _("The newest search failed; these are the last good figures.") if state.is_failed else ""
    return (
        Figure(_("Decisions looked at"), words.number(last.n_decisions), "", failed or running),
        Figure(
            _("Overrides among them") if target is Target.OVERRIDDEN else targets.name(target),
            words.number(last.n_overrides),
            "",
            of_all(last.n_decisions, last.n_overrides),
        ),
        Figure(
            _("Groups tested"), words.number(last.n_tests), "", _("judged more strictly, as they are many")
        ),
        smallest(last),
    )


def smallest(run: MiningRun) -> Figure:
    """Write which difference a run sees with 80 % power in a group of typical size."""
    label = _("Difference it sees 4 times in 5")
    if not run.smallest_effect or not run.n_smallest_effect:
        return Figure(label, _("not known"))
    return Figure(
        label,
        _("%(n)s points") % {"n": round(run.smallest_effect * HUNDRED)},
        "",
        _("in a group of %(n)s cases; it may find a smaller one, more surely in a larger group")
        % {"n": words.number(run.n_smallest_effect)},
    )
