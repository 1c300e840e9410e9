"""What people and outcomes say about an AI system: weekly figures, who proved right, a rule to beat."""

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.console.edge import Reader
from apps.console.pages import (
    agreement,
    limits,
    patterns,
    protected,
    reasons,
    trends,
    truths,
    words,
    work_signals,
)
from apps.console.pages.confidence import confidence, stated
from apps.console.pages.counted import counted, not_counted
from apps.console.pages.measured import (
    InsightsPage,
    Kpi,
    Line,
    address,
    cases_url,
    is_few,
    part_asked,
    said,
)
from apps.console.pages.shell import Action, Empty, Note
from apps.console.pages.slices import ALL, RANGES, Chips, Scope
from apps.core.speech import joined, speak_kept
from apps.flow.selectors import insight_cases
from apps.flow.selectors.insight_cases import DECISIONS, OVERRIDES
from apps.flow.selectors.insight_figures import Insights
from apps.learning.states import Target
from apps.measures import rules
from apps.measures.rules import MEDIAN_SECONDS, OVERRIDE_SHARE, Group
from apps.registry.models import AISystem

LEFT_OUT = {
    "median_time": gettext_lazy("the time to decide"),
    "deliveries": gettext_lazy("deliveries"),
    "signals": gettext_lazy("signs of work"),
    "limit": gettext_lazy("the limit on overrides"),
    "patterns": gettext_lazy("patterns"),
    "unsupported": gettext_lazy("unsupported statements, by kind of case"),
}
DELIVERIES = {
    "applied": (
        gettext_lazy("Applied"),
        gettext_lazy("The business system has said that it did what was decided."),
    ),
    "refused": (
        gettext_lazy("Refused"),
        gettext_lazy("The business system has said that it did not; a person has to look."),
    ),
    "overdue": (
        gettext_lazy("Overdue"),
        gettext_lazy("Sent, and no receipt came in time. Nobody knows whether it was done."),
    ),
    "on-the-way": (
        gettext_lazy("On the way"),
        gettext_lazy("Not sent yet, or sent and the receipt is still due."),
    ),
    "not-sent": (
        gettext_lazy("Not to be sent"),
        gettext_lazy("Second looks that changed nothing, or no address."),
    ),
}


def build(told: Insights, *, scope: Scope, systems: Iterable[AISystem], reader: Reader) -> InsightsPage:
    """Turn figures into template data."""
    chips, part = Chips("insights", told.system, scope), part_asked(told.part)
    asked = {"weeks": scope.weeks, **part}
    return InsightsPage(
        title=speak_kept(told.system.name),
        summary=", ".join((*scope.named(_segments(told)), counted(told.as_of, reader))),
        systems=chips.systems(systems),
        ranges=chips.ranges(dict(_ranges())),
        segments=chips.segments(_segments(told)),
        versions=chips.versions(told.versions),
        notes=tuple(_notes(told, reader)),
        figures=tuple(_figures(told)),
        of_all=_of_all_weeks(told),
        trends=trends.build(
            told.weekly,
            system=speak_kept(told.system.name),
            bounded=told.bounded,
            live=told.live,
            weeks=None,
            of_all=told.part.is_all,
        ),
        reasons=reasons.build(told),
        panels=(*truths.panels(told, reader=reader), *agreement.panels(told)),
        confidence=confidence(told, reader),
        deliveries=tuple(_deliveries(told)) if told.part.is_all else (),
        deliveries_about=_in_force(sum(told.deliveries.values())),
        csv_url=address("insights_csv", told.system, **asked),
        pdf_url=address("insights_pdf", told.system, **asked),
        notes_url=address("insight_notes", told.system, **part),
        reasons_url=address("reasons", told.system, **asked),
        weeks_url=address("weeks", told.system),
        empty=_empty(told, part),
        signals=work_signals.build(
            told.signals, n_decided=sum(row.n for row in told.weekly if row.measure == OVERRIDE_SHARE)
        )
        if told.signals
        else None,
        patterns=tuple(patterns.row(one, reader) for one in told.patterns),
        patterns_url=address("patterns", told.system, target=Target.OVERRIDDEN.value),
    )


def _of_all_weeks(told: Insights) -> str:
    """Say which figures the chosen weeks do not narrow; few of the last weeks can be known yet."""
    if told.weeks is None:
        return ""
    return _(
        "Who proved right, the comparison with a rule and the stated confidence are of all weeks, "
        "whichever are chosen: what became of a case is known only later."
    )


def _in_force(n: int) -> str:
    said = ngettext(
        "%(n)s decision in force, over all weeks, the AI's own among them",
        "%(n)s decisions in force, over all weeks, the AI's own among them",
        n,
    )
    return said % {"n": words.number(n)}


def _notes(told: Insights, reader: Reader) -> Iterable[Note]:
    yield from protected.notes(told.protected, reader)
    if told.bounded and told.bounded.is_passed:
        answers = _("%(owner)s answers for this AI system and can narrow or pause it.")
        yield Note(
            "warn",
            "triangle-alert",
            _("People overrule the AI more often than its limit allows."),
            f"{limits.in_words(told.bounded)} {answers % {'owner': told.system.owner.name}}",
            url=reverse("console:system", args=[told.system.slug]) + "#limits",
        )
    if told.left_out:
        yield Note(
            "info",
            "list-filter",
            _("These figures are of a part of the decisions."),
            _("Counted for all of them together only, and so left out here: %(what)s.")
            % {"what": joined([str(LEFT_OUT[one]) for one in told.left_out])},
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


def _empty(told: Insights, part: Mapping[str, str]) -> Empty | None:
    if told.as_of is None:
        return not_counted()
    if any(row.n for row in told.weekly):
        return None
    if told.has_other_weeks:
        return Empty(
            _("Nobody decided in these weeks"),
            _("Earlier weeks have decisions of this AI system."),
            icon="list-filter",
            actions=(Action(address("insights", told.system, weeks=ALL, **part), _("Show all weeks")),),
        )
    if told.without_time is not None:
        return _without_time(told, told.without_time)
    if part:
        return Empty(
            _("Nobody decided such a case yet"),
            _("Of this kind of case and on this model version's suggestions there is no decision."),
            icon="list-filter",
            actions=(Action(address("insights", told.system), _("Show all decisions")),),
        )
    return Empty(
        _("Nothing was decided yet"),
        _("The figures begin with the first week in which a person decided a case of this AI system."),
        icon="scan-search",
    )


def _without_time(told: Insights, share: rules.Share) -> Empty:
    """Say what is known of a history without times: how much was decided, and how much otherwise."""
    value, between, is_faint = said(share)
    text = ngettext(
        "%(n)s decision was brought in without its time, so no figure here can be given by week.",
        "%(n)s decisions were brought in without their times, so no figure here can be given by week.",
        share.n,
    ) % {"n": words.number(share.n)}
    if not is_faint:
        overruled = _("People decided otherwise than the AI in %(value)s of them (%(interval)s).")
        text += " " + overruled % {"value": value, "interval": between}
    text += " " + _("Patterns are searched in them as in all others.")
    return Empty(
        _("When these cases were decided was not recorded"),
        text,
        icon="calendar-clock",
        actions=(
            Action(address("patterns", told.system), _("Patterns")),
            Action(cases_url(told.system, DECISIONS, told.part), _("Cases")),
        ),
    )


def _segments(told: Insights) -> dict[str, str]:
    return {key: speak_kept(label) for key, label in told.system.segment_labels.items()}


def _ranges() -> Iterable[tuple[str, str]]:
    for name, weeks in RANGES.items():
        yield name, _("All weeks") if weeks is None else _("Last %(n)s weeks") % {"n": weeks}


def _figures(told: Insights) -> Iterable[Kpi]:
    yield _override_share(told)
    if told.truth:
        yield _known(_("Overrides proved right"), told, told.truth.overrides, Group.OVERRIDES_RIGHT)
        yield _known(_("Approvals proved wrong"), told, told.truth.approvals, Group.APPROVALS_WRONG)
    yield stated(told)
    if told.part.is_all:
        yield _median(told)
    if told.unsupported is not None:
        yield _unsupported(told, told.unsupported)


def _unsupported(told: Insights, share: rules.Share) -> Kpi:
    """Say how much of what the AI stated its citations do not support; the page of facts has versions."""
    label = _("Unsupported statements")
    more = Action(reverse("console:context", args=[told.system.slug]), _("By model and prompt version"))
    if is_few(share):
        return _too_few(label, share.n, more)
    value, between, _faint = said(share)
    return Kpi(label, value, _("of %(n)s the AI made") % {"n": words.number(share.n)}, between, more)


def _cases(told: Insights, of: str, **when: str) -> Action:
    return Action(cases_url(told.system, of, told.part, **when), _("Cases"))


def _in_weeks(told: Insights) -> dict[str, str]:
    return {"weeks": str(told.weeks)} if told.weeks else {}


def _too_few(label: str, n: int, more: Action) -> Kpi:
    """Write a figure that too few cases stand behind: how many there are, and how many it takes."""
    of = _("%(n)s of the %(enough)s cases it takes") % {"n": n, "enough": rules.ENOUGH}
    return Kpi(label, _("Too few yet"), of, "", more, faint=True)


def _known(label: str, told: Insights, share: rules.Share, group: Group) -> Kpi:
    more = _cases(told, group)
    if is_few(share):
        return _too_few(label, share.n, more)
    value, between, _faint = said(share)
    return Kpi(label, value, _("of %(n)s known") % {"n": words.number(share.n)}, between, more)


def _override_share(told: Insights) -> Kpi:
    label, more = _("Override share"), _cases(told, OVERRIDES, **_in_weeks(told))
    rows, share = told.weeks_of(OVERRIDE_SHARE), told.override_share
    if is_few(share):
        return _too_few(label, share.n, more)
    value, between, _faint = said(share)
    detail = ngettext("%(interval)s, in %(n)s week", "%(interval)s, in %(n)s weeks", len(rows)) % {
        "interval": between,
        "n": len(rows),
    }
    of = _("of %(n)s decided") % {"n": words.number(share.n)}
    return Kpi(label, value, of, detail, more, against=limits.short(told.bounded) if told.part.is_all else "")


def _median(told: Insights) -> Kpi:
    label, more = _("Median time to decide"), _cases(told, DECISIONS, **_in_weeks(told))
    rows = [row for row in told.weekly if row.measure == MEDIAN_SECONDS and row.value is not None]
    enough = [row for row in rows if row.n >= rules.ENOUGH]
    if not enough:
        return _too_few(label, rows[-1].n if rows else 0, more)
    last = enough[-1]
    more = _cases(told, DECISIONS, week=last.period_on.isoformat())
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


def _deliveries(told: Insights) -> Iterable[Line]:
    for of, (label, means) in DELIVERIES.items():
        n = sum(told.deliveries.get(state, 0) for state in insight_cases.DELIVERIES[of])
        url = cases_url(told.system, of, told.part) if n else ""
        yield Line(str(label), words.number(n), "", "", url, not n, str(means))
