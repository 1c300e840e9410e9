"""What people and outcomes say about an AI system: weekly figures, who proved right, a rule to beat."""

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.console.edge import Reader
from apps.console.pages import agreement, limits, patterns, reasons, trends, truths, words, work_signals
from apps.console.pages.confidence import confidence, stated
from apps.console.pages.counted import counted, not_counted
from apps.console.pages.measured import (
    Ask,
    InsightsPage,
    Kpi,
    Line,
    address,
    cases_url,
    is_few,
    said,
)
from apps.console.pages.shell import Action, Empty, Note, Tab
from apps.core.speech import speak_kept
from apps.learning.states import Target
from apps.measures import rules
from apps.measures.rules import Group
from apps.measures.services.computing import MEDIAN_SECONDS, OVERRIDE_SHARE

MOST_CASES = 50
ALL = "all"
RANGES: Mapping[str, int | None] = {"13": 13, "26": 26, ALL: None}
USUAL_RANGE = "26"
OVERRIDES, DECISIONS = "overrides", "decisions"
DELIVERIES = {
    "applied": (
        gettext_lazy("Applied"),
        ("APPLIED",),
        gettext_lazy("The business system has said that it did what was decided."),
    ),
    "refused": (
        gettext_lazy("Refused"),
        ("REFUSED",),
        gettext_lazy("The business system has said that it did not; a person has to look."),
    ),
    "overdue": (
        gettext_lazy("Overdue"),
        ("OVERDUE",),
        gettext_lazy("Sent, and no receipt came in time. Nobody knows whether it was done."),
    ),
    "on-the-way": (
        gettext_lazy("On the way"),
        ("PENDING", "SENT"),
        gettext_lazy("Not sent yet, or sent and the receipt is still due."),
    ),
    "not-sent": (
        gettext_lazy("Not to be sent"),
        ("SKIPPED",),
        gettext_lazy("Second looks that changed nothing, or no address."),
    ),
}


def build(ask: Ask, *, reader: Reader) -> InsightsPage:
    """Turn figures into template data."""
    return InsightsPage(
        title=speak_kept(ask.system.name),
        summary=counted(ask.as_of, reader),
        systems=_systems(ask),
        ranges=tuple(_ranges(ask)),
        notes=tuple(_notes(ask, reader)),
        figures=tuple(_figures(ask)),
        trends=trends.build(
            ask.weekly, system=speak_kept(ask.system.name), bounded=ask.bounded, live=ask.live, weeks=None
        ),
        reasons=reasons.build(ask),
        panels=(*truths.panels(ask, reader=reader), *agreement.panels(ask)),
        confidence=confidence(ask, reader),
        deliveries=tuple(_deliveries(ask)),
        deliveries_about=_in_force(sum(ask.deliveries.values())),
        csv_url=address("insights_csv", ask.system, weeks=range_of(ask)),
        pdf_url=address("insights_pdf", ask.system, weeks=range_of(ask)),
        notes_url=address("insight_notes", ask.system),
        reasons_url=address("reasons", ask.system, weeks=range_of(ask)),
        weeks_url=address("weeks", ask.system),
        empty=_empty(ask),
        signals=work_signals.build(
            ask.signals, n_decided=sum(row.n for row in ask.weekly if row.measure == OVERRIDE_SHARE)
        )
        if ask.signals
        else None,
        patterns=tuple(patterns.row(one) for one in ask.patterns),
        patterns_url=address("patterns", ask.system, target=Target.OVERRIDDEN.value),
    )


def _in_force(n: int) -> str:
    said = ngettext(
        "%(n)s decision in force, over all weeks, the AI's own among them",
        "%(n)s decisions in force, over all weeks, the AI's own among them",
        n,
    )
    return said % {"n": words.number(n)}


def _notes(ask: Ask, reader: Reader) -> Iterable[Note]:
    if ask.bounded and ask.bounded.is_passed:
        answers = _("%(owner)s answers for this AI system and can narrow or pause it.")
        yield Note(
            "warn",
            "triangle-alert",
            _("People overrule the AI more often than its limit allows."),
            f"{limits.in_words(ask.bounded)} {answers % {'owner': ask.system.owner.name}}",
            url=reverse("console:system", args=[ask.system.slug]) + "#limits",
        )
    organisation = reader.actor.organisation
    if organisation.is_demonstration and not organisation.has_recorded_decisions:
        yield _simulated()


def _simulated() -> Note:
    return Note(
        "info",
        "info",
        _("Officers in this demonstration are simulated."),
        _(
            "Their decisions were made up with the recorded outcome in sight. Who proved right here shows "
            "how "
            "the figure works, not how good people are. Outcomes, and what the AI suggested, are real."
        ),
    )


def _empty(ask: Ask) -> Empty | None:
    if ask.as_of is None:
        return not_counted()
    if any(row.n for row in ask.weekly):
        return None
    if ask.has_other_weeks:
        return Empty(
            _("Nobody decided in these weeks"),
            _("Earlier weeks have decisions of this AI system."),
            icon="list-filter",
            actions=(Action(address("insights", ask.system, weeks="all"), _("Show all weeks")),),
        )
    return Empty(
        _("Nothing was decided yet"),
        _("The figures begin with the first week in which a person decided a case of this AI system."),
        icon="scan-search",
    )


def range_of(ask: Ask) -> str:
    """Return the range of weeks as the address says it."""
    return next(name for name, weeks in RANGES.items() if weeks == ask.weeks)


def _systems(ask: Ask) -> tuple[Tab, ...]:
    chosen = range_of(ask)
    return tuple(
        Tab(speak_kept(one.name), address("insights", one, weeks=chosen), current=one == ask.system)
        for one in ask.systems
    )


def _ranges(ask: Ask) -> Iterable[Tab]:
    for name, weeks in RANGES.items():
        label = _("All weeks") if weeks is None else _("Last %(n)s weeks") % {"n": weeks}
        yield Tab(label, address("insights", ask.system, weeks=name), current=weeks == ask.weeks)


def _figures(ask: Ask) -> Iterable[Kpi]:
    yield _override_share(ask)
    if ask.truth:
        yield _known(_("Overrides proved right"), ask, ask.truth.overrides, Group.OVERRIDES_RIGHT)
        yield _known(_("Approvals proved wrong"), ask, ask.truth.approvals, Group.APPROVALS_WRONG)
    yield stated(ask)
    yield _median(ask)
    yield _unsupported(ask)


def _unsupported(ask: Ask) -> Kpi:
    """Say how much of what the AI stated its citations do not support; the page of facts has versions."""
    label, share = _("Unsupported statements"), ask.unsupported
    more = Action(reverse("console:context", args=[ask.system.slug]), _("By model and prompt version"))
    if is_few(share):
        return _too_few(label, share.n, more)
    value, between, _faint = said(share)
    return Kpi(label, value, _("of %(n)s the AI made") % {"n": words.number(share.n)}, between, more)


def _cases(ask: Ask, of: str) -> Action:
    return Action(cases_url(ask.system, of), _("Cases"))


def _too_few(label: str, n: int, more: Action) -> Kpi:
    """Write a figure that too few cases stand behind: how many there are, and how many it takes."""
    of = _("%(n)s of the %(enough)s cases it takes") % {"n": n, "enough": rules.ENOUGH}
    return Kpi(label, _("Too few yet"), of, "", more, faint=True)


def _known(label: str, ask: Ask, share: rules.Share, group: Group) -> Kpi:
    more = _cases(ask, group)
    if is_few(share):
        return _too_few(label, share.n, more)
    value, between, _faint = said(share)
    detail = _("%(interval)s, over all weeks") % {
        "interval": between
    }  # few of the last weeks can be known yet
    return Kpi(label, value, _("of %(n)s known") % {"n": words.number(share.n)}, detail, more)


def _override_share(ask: Ask) -> Kpi:
    label, more = _("Override share"), _cases(ask, OVERRIDES)
    rows = [row for row in ask.weekly if row.measure == OVERRIDE_SHARE and row.n]
    n = sum(row.n for row in rows)
    share = rules.share(n, sum(round(row.n * (row.value or 0.0)) for row in rows))
    if is_few(share):
        return _too_few(label, n, more)
    value, between, _faint = said(share)
    detail = ngettext("%(interval)s, in %(n)s week", "%(interval)s, in %(n)s weeks", len(rows)) % {
        "interval": between,
        "n": len(rows),
    }
    of = _("of %(n)s decided") % {"n": words.number(n)}
    return Kpi(label, value, of, detail, more, against=limits.short(ask.bounded))


def _median(ask: Ask) -> Kpi:
    label, more = _("Median time to decide"), _cases(ask, DECISIONS)
    rows = [row for row in ask.weekly if row.measure == MEDIAN_SECONDS and row.value is not None]
    enough = [row for row in rows if row.n >= rules.ENOUGH]
    if not enough:
        return _too_few(label, rows[-1].n if rows else 0, more)
    last = enough[-1]
    week = {"day": trends.day(last)}
    if last.low is None or last.high is None:
        detail = _("week of %(day)s") % week
    else:
        detail = _("%(low)s to %(high)s, week of %(day)s") % {
            "low": trends.length(last.low),
            "high": trends.length(last.high),
            **week,
        }
    value = trends.length(last.value or 0.0)
    return Kpi(label, value, _("of %(n)s decided") % {"n": words.number(last.n)}, detail, more)


def _deliveries(ask: Ask) -> Iterable[Line]:
    for of, (label, states, means) in DELIVERIES.items():
        n = sum(ask.deliveries.get(state, 0) for state in states)
        url = cases_url(ask.system, of) if n else ""
        yield Line(str(label), words.number(n), "", "", url, not n, str(means))
