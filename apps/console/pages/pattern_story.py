"""One pattern as a story: where, how often, over time, cases for and against, why, and what is not yet."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.console.edge import Reader
from apps.console.pages import (
    charts,
    checked,
    finding_life,
    group_weeks,
    pattern_states,
    patterns,
    targets,
    words,
)
from apps.console.pages.charts import Bars, Chart
from apps.console.pages.counted import counted
from apps.console.pages.lists import Trend
from apps.console.pages.patterns import chance, interval, state_word
from apps.console.pages.shell import Note
from apps.console.pages.table_file import neutral
from apps.core import clock, speech
from apps.core.speech import speak, speak_kept
from apps.learning import selectors as learning
from apps.learning.models import Pattern
from apps.learning.states import Target
from apps.measures import rules

AT_FIRST = 6  # examples of each side before "more"


@dataclass(frozen=True, slots=True)
class ReasonLine:
    label: str
    n: int


@dataclass(frozen=True, slots=True)
class ShareLine:
    """One line of the chart of shares as a row of its table."""

    label: str
    n: str
    share: str
    interval: str


@dataclass(frozen=True, slots=True)
class Example:
    url: str
    ref: str
    on: str
    decided: str
    reason: str
    suggested: str


@dataclass(frozen=True, slots=True)
class Headings:
    """What the parts of the story are called: other things than overrides have other names."""

    often: str
    shown: str
    counter: str
    why: str


@dataclass(frozen=True, slots=True)
class PatternPage:
    """`over_time` is None where the weeks cannot be told, `bars` are empty without a reason."""

    title: str
    state: str
    summary: str
    headings: "Headings"
    say: str
    rule: str
    notes: tuple[Note, ...]
    charts: tuple[Chart, ...]
    shares: tuple[ShareLine, ...]
    over_time: Trend | None
    no_weeks: str
    bars: tuple[Bars, ...]
    reasons: tuple[ReasonLine, ...]
    reasons_summary: str
    corrected: tuple[str, ...]
    shown: tuple[Example, ...]
    counter: tuple[Example, ...]
    more_shown: tuple[Example, ...]
    more_counter: tuple[Example, ...]
    in_short: tuple[tuple[str, str], ...]
    method: str
    pdf_url: str
    csv_url: str
    life: finding_life.LifePage


def build(
    found: learning.FindingPage,
    weeks: Sequence[learning.Week],
    life: finding_life.LifePage,
    *,
    as_of: datetime | None,
    reader: Reader,
) -> PatternPage:
    """Turn one finding into its story; as_of: when its weeks were counted."""
    one = found.row
    shown, counter = (
        tuple(_example(each, reader=reader) for each in rows)
        for rows in (found.examples, found.counter_examples)
    )
    opened = words.moment(one.opened_at, now=reader.now, zone=reader.zone)
    reasons = tuple(_reasons(found.reasons))
    return PatternPage(
        title=words.sentence_case(one.words),
        state=state_word(one.state),
        summary=_("first seen %(when)s, %(system)s; figures of the search of %(day)s over %(n)s decisions")
        % {
            "when": opened.relative,
            "system": speak_kept(one.system_name),
            "day": pattern_states.day(one, reader),
            "n": words.number(one.n_searched),
        },
        headings=_headings(one.target),
        notes=tuple(_notes(found, reader)),
        say=_how_much(one),
        rule=found.rule,
        charts=charts.intervals(tuple(share for share, _n in _shares(one)), says=_says(one)),
        shares=tuple(_line(share, n) for share, n in _shares(one)),
        over_time=_over_time(one.target, weeks, life, as_of=as_of, reader=reader),
        no_weeks=_no_weeks(one, as_of),
        bars=_bars(reasons),
        reasons=reasons,
        reasons_summary=_given(one, found.reasons),
        corrected=tuple(map(_corrected, found.corrected)),
        shown=shown[:AT_FIRST],
        counter=counter[:AT_FIRST],
        more_shown=shown[AT_FIRST:],
        more_counter=counter[AT_FIRST:],
        in_short=(*_in_short(one), *_worked_on(life)),
        method=_method(one),
        pdf_url=reverse("console:pattern_pdf", args=[one.id]),
        csv_url=reverse("console:pattern_csv", args=[one.id]),
        life=life,
    )


CSV_HEADS = ("side", "case", "decided_at", "suggested", "decided", "reason")


def as_csv(found: learning.FindingPage) -> str:
    """Write the cases for and against, one a line; no cell is read as a formula by a spreadsheet."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(CSV_HEADS)
    for side, rows in (("for", found.examples), ("against", found.counter_examples)):
        for one in rows:
            cells = (side, one.case_ref, one.recommended, one.decided, one.reason or "")
            side_, ref, suggested, decided, reason = map(neutral, cells)
            at = "" if one.decided_at == clock.NOT_RECORDED else one.decided_at.isoformat()
            writer.writerow([side_, ref, at, suggested, decided, reason])
    return file.getvalue()


def _as_of(trend: Trend | None, moment: datetime | None, reader: Reader) -> Trend | None:
    return trend and replace(trend, about=f"{trend.about}, {counted(moment, reader)}")


def _no_weeks(one: learning.FindingRow, as_of: datetime | None) -> str:
    if one.is_crossed:
        return _("When these cases were decided was not recorded, so nothing can be said by week.")
    if as_of is None:
        return _("Its weeks are not counted yet. They stand here in a minute or two.")
    return _("No case of this group was decided in the last 26 weeks.")


def _over_time(
    target: Target,
    weeks: Sequence[learning.Week],
    life: finding_life.LifePage,
    *,
    as_of: datetime | None,
    reader: Reader,
) -> Trend | None:
    """Draw what is asked by week; of overrides what proved wrong says more. A search says its own time."""
    wrong, asked = _as_of(life.wrong, as_of, reader), group_weeks.over_time(weeks, target)
    return wrong or _as_of(asked, as_of, reader) if target is Target.OVERRIDDEN else asked or wrong


def _notes(found: learning.FindingPage, reader: Reader) -> Iterable[Note]:
    newest = found.newest
    if found.row.is_current or newest is None or newest.ended_at is None:
        return
    yield Note(
        "warn",
        "history",
        _("Not found again"),
        _(
            "The newest search of %(newest)s over %(n)s decisions did not find this group. What stands here "
            "is as the search of %(day)s saw it, over %(then)s decisions."
        )
        % {
            "newest": speech.day(newest.ended_at.astimezone(reader.zone).date()),
            "n": words.number(newest.n_decisions),
            "day": pattern_states.day(found.row, reader),
            "then": words.number(found.row.n_searched),
        },
    )


def _headings(target: Target) -> Headings:
    if target is Target.OVERRIDDEN:
        return Headings(
            often=_("How often officers overruled the AI"),
            shown=_("For: overruled"),
            counter=_("Against: agreed with the AI"),
            why=_("Why officers overruled it"),
        )
    is_about = target in targets.ABOUT_OVERRIDES
    return Headings(
        often=targets.name(target),
        shown=_("For: it happened"),
        counter=_("Against: it did not happen"),
        why=_("Why officers overruled it") if is_about else _("Overrides among them, and why"),
    )


def _given(one: learning.FindingRow, reasons: Mapping[str, int]) -> str:
    n = one.n_overridden if one.target in targets.ABOUT_OVERRIDES else sum(reasons.values())
    return ngettext("%(n)s override", "%(n)s overrides", n) % {"n": words.number(n)}


def _method(one: learning.FindingRow) -> str:
    method = str(checked.METHOD[one.is_crossed])
    if one.target is Target.OVERRIDDEN:
        return method
    counted = {"what": targets.name(one.target), "counts": targets.counts(one.target), "method": method}
    return _("%(what)s: %(counts)s. %(method)s") % counted


def _corrected(one: learning.CorrectedFact) -> str:
    said = ngettext("%(fact)s, in %(n)s override", "%(fact)s, in %(n)s overrides", one.n)
    return said % {"fact": one.label, "n": words.number(one.n)}


def _how_much(one: learning.FindingRow) -> str:
    if one.target is not Target.OVERRIDDEN:
        return _much_else(one)
    if one.rest_rate <= 0:
        return _("Officers overrule the AI here, and never elsewhere.")
    return _("Officers overrule the AI here %(times)s times as often as elsewhere.") % {
        "times": words.ratio(one.rate / one.rest_rate)
    }


def _much_else(one: learning.FindingRow) -> str:
    named = {"what": targets.name(one.target)}
    if one.rest_rate <= 0:
        return _("%(what)s: here, and never elsewhere.") % named
    times = {"times": words.ratio(one.rate / one.rest_rate)}
    return _("%(what)s: here %(times)s times as often as elsewhere.") % (named | times)


def _in_short(one: learning.FindingRow) -> Iterable[tuple[str, str]]:
    part = {"n": words.number(one.n_overridden), "of": words.number(one.n)}
    share = {"share": words.percent(one.rate), "interval": interval(one.low, one.high)}
    more = {"n": f"{one.excess:,.0f}"}
    yield _("State"), state_word(one.state)
    is_override = one.target is Target.OVERRIDDEN
    yield _("Overruled") if is_override else targets.name(one.target), _("%(n)s of %(of)s") % part
    yield _("Share"), _("%(share)s, %(interval)s") % share
    yield _("The rest"), patterns.rest(one.rest) or words.percent(one.rest_rate)
    yield _("More than expected"), (_("%(n)s overrides") if is_override else _("%(n)s cases")) % more
    held, _tone = checked.confirmed(one.confirmation, crossed=one.is_crossed)
    yield str(checked.WHERE[one.is_crossed]), held
    yield _("Adjusted p"), chance(one.q)
    if one.n_stakes:
        yield _("Money in these cases"), _money(one)
    if one.n_changed:
        yield _("Decided otherwise"), changed(one, one.currency)


def _money(one: learning.FindingRow) -> str:
    """Say what it is about, and in how many of the search's cases that is known."""
    said = ngettext("%(amount)s in %(n)s case", "%(amount)s in %(n)s cases", one.n_stakes)
    said %= {"amount": speech.amount(one.stake_minor, one.currency), "n": words.number(one.n_stakes)}
    return said


def changed(one: learning.FindingRow | Pattern, currency: str) -> str:
    """Say in how many cases another amount was decided than suggested, and by how much in all."""
    amount = speech.amount(abs(one.change_minor), currency)
    less = ngettext("%(n)s amount, %(amount)s less", "%(n)s amounts, %(amount)s less in all", one.n_changed)
    more = ngettext("%(n)s amount, %(amount)s more", "%(n)s amounts, %(amount)s more in all", one.n_changed)
    said = less if one.change_minor < 0 else more
    return said % {"n": words.number(one.n_changed), "amount": amount}


def _worked_on(life: finding_life.LifePage) -> Iterable[tuple[str, str]]:
    if life.assigned:
        yield _("Assigned to"), life.assigned
    if life.due:
        yield _("Due"), _("%(day)s, overdue") % {"day": life.due} if life.is_overdue else life.due


def _shares(one: learning.FindingRow) -> Iterable[tuple[charts.Share, int | None]]:
    """Give what is compared, each with of how many it is; None where that is not known."""
    yield charts.Share(_("Found, this group"), one.rate, one.low, one.high), one.n
    yield _rest(_("Found, the rest"), one.rest_rate, one.rest)
    later = one.confirmation
    if later and later.get("n"):
        rate, low, high, rest = (float(later[name]) for name in ("rate", "low", "high", "rest_rate"))
        yield charts.Share(str(checked.HERE[one.is_crossed]), rate, low, high), later["n"]
        yield _rest(str(checked.REST[one.is_crossed]), rest, one.later_rest)


def _rest(label: str, rate: float, known: rules.Share | None) -> tuple[charts.Share, int | None]:
    if known is None:
        return charts.Share(label, rate, rate, rate, rest=True), None
    return charts.Share(label, rate, known.low, known.high, rest=True), known.n


def _line(share: charts.Share, n: int | None) -> ShareLine:
    return ShareLine(
        share.label,
        "" if n is None else words.number(n),
        words.percent(share.value),
        "" if n is None else interval(share.low, share.high),
    )


def _says(one: learning.FindingRow) -> str:
    text = _(
        "Officers overruled the AI in %(n)s of %(of)s of these cases (%(share)s; %(interval)s), against "
        "%(rest)s elsewhere."
    )
    if one.target is not Target.OVERRIDDEN:
        text = _("%(what)s: %(n)s of %(of)s (%(share)s; %(interval)s), against %(rest)s elsewhere.")
    text %= {
        "what": targets.name(one.target),
        "n": words.number(one.n_overridden),
        "of": words.number(one.n),
        "share": words.in_hundred(one.rate),
        "interval": interval(one.low, one.high),
        "rest": words.in_hundred(one.rest_rate),
    }
    return checked.says(text, one)


def _reasons(counts: Mapping[str, int]) -> Iterable[ReasonLine]:
    for label, n in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        yield ReasonLine(speak(label), n)


def _bars(reasons: Sequence[ReasonLine]) -> tuple[charts.Bars, ...]:
    if not reasons:
        return ()
    says = _("The commonest reason is “%(reason)s”, given %(n)s times.") % {
        "reason": reasons[0].label,
        "n": reasons[0].n,
    }
    stacks = [charts.Stack(one.label, (one.n,), words.number(one.n)) for one in reasons]
    return charts.bars(stacks, classes=("mine",), says=says)


def _example(each: learning.ExampleRow, *, reader: Reader) -> Example:
    return Example(
        url=reverse("console:case", args=[each.case_ref]),
        ref=each.case_ref,
        on=words.day(each.decided_at.astimezone(reader.zone), now=reader.now.astimezone(reader.zone)),
        decided=each.decided,
        reason=each.reason or "",
        suggested=each.recommended,
    )
