"""The AI's stated confidence against what officers said."""

import re
from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext

from apps.console.edge import Reader
from apps.console.pages import charts, words
from apps.console.pages.measured import Confidence, Kpi, Line, said
from apps.console.pages.shell import Action
from apps.core import speech
from apps.flow.selectors.insight_figures import Insights
from apps.measures import rules
from apps.measures.models import Calibration
from apps.measures.states import CalibrationState

STATES = {
    CalibrationState.PRIOR: (gettext_lazy("Nothing checked yet"), ""),
    CalibrationState.PARTLY_MEASURED: (gettext_lazy("Partly measured"), "warn"),
    CalibrationState.MEASURED: (gettext_lazy("Measured"), "ok"),
    CalibrationState.UNRELIABLE: (gettext_lazy("Not reliable"), "bad"),
}


BECAUSE = (
    gettext_noop("No answer has been checked yet."),
    gettext_noop("No randomly audited case is among the answers."),
    gettext_noop("%(n)s of the %(most)s bins needed have %(each)s checked answers."),
    gettext_noop("%(n)s bins have %(each)s checked answers, random audit among them."),
    gettext_noop("Stated confidence fills only %(n)s of the %(most)s bins needed."),
    gettext_noop("Confidence does not rank right above wrong answers (AUROC %(n)s)."),
    gettext_noop("Confidence is off by %(n)s on average and by %(most)s where it is highest."),
)


def stated(told: Insights) -> Kpi:
    """Write how far the stated confidence lies from what officers agreed with, as a figure."""
    label, more = _("Gap in stated confidence"), Action("#confidence", _("How it is measured"))
    one, n = told.calibration, sum(each.n for each in told.bins)
    if one is None or one.ece is None or n < rules.ENOUGH:
        of = _("%(n)s of the %(enough)s checked answers it takes") % {"n": n, "enough": rules.ENOUGH}
        return Kpi(label, _("Too few yet"), of, "", more, faint=True)
    points = round(one.ece * 100)
    return Kpi(
        label,
        ngettext("%(n)s point", "%(n)s points", points) % {"n": points},
        _("of %(n)s checked") % {"n": words.number(n)},
        _(
            "on average over ten levels of confidence; in all it stated %(stated)s, "
            "officers agreed in %(agreed)s"
        )
        % {
            "stated": words.percent(sum(each.sum_confidence for each in told.bins) / n, digits=0),
            "agreed": words.percent(sum(each.n_correct for each in told.bins) / n, digits=0),
        },
        more,
    )


def confidence(told: Insights, reader: Reader) -> Confidence:
    """Write the panel: a state in words, a diagram, sentences and a table."""
    one = told.calibration
    word, tone = STATES[CalibrationState(one.state) if one else CalibrationState.PRIOR]
    if one is None:
        nothing = _("No answer of this AI system has been checked yet.")
        if not told.part.is_all:
            nothing = _("None of these answers has been checked yet.")
        return Confidence("", str(word), tone, (nothing,), (), ())
    points = rules.assess(told.bins, auroc=one.auroc).reliability
    says = tuple(_says(one))
    picture = _("Stated confidence against agreement. %(said)s") % {"said": " ".join(says)}
    return Confidence(
        about=_about(one, reader),
        state=str(word),
        tone=tone,
        says=says,
        charts=charts.reliability([_mark(point) for point in points], says=picture),
        lines=tuple(_line(point) for point in points),
    )


def _about(one: Calibration, reader: Reader) -> str:
    return ngettext(
        "%(version)s, %(n)s checked answer, %(audited)s drawn by chance, computed %(at)s",
        "%(version)s, %(n)s checked answers, %(audited)s drawn by chance, computed %(at)s",
        one.n,
    ) % {
        "version": one.model_version,
        "n": words.number(one.n),
        "audited": words.number(one.n_audited),
        "at": words.moment(one.computed_at, now=reader.now, zone=reader.zone).relative,
    }


def _mark(point: rules.Reliability) -> charts.Mark:
    return charts.Mark(
        point.mean_confidence,
        point.correct.value or 0.0,
        point.correct.low,
        point.correct.high,
        faint=point.n < rules.ENOUGH,
    )


def _says(one: Calibration) -> Iterable[str]:
    yield because(one.because)
    if one.ece is not None and one.n >= rules.ENOUGH:
        yield _(
            "On average the stated confidence lies %(n)s points away from how often officers agreed. "
            "On the dotted line both would be the same."
        ) % {"n": round(one.ece * 100)}
    if one.auroc is not None:
        yield _(
            "Of an answer that officers agreed with and one that they overruled, the first was stated with "
            "more confidence in %(n)s of 100 pairs; 50 would be chance."
        ) % {"n": round(one.auroc * 100)}
    yield _("Agreed with is not the same as right: see how many approvals proved wrong.")


def _line(point: rules.Reliability) -> Line:
    value, between, faint = said(point.correct)
    label = _("States %(share)s") % {"share": words.percent(point.mean_confidence)}
    return Line(label, words.number(point.n), value, between, "", faint)


def because(kept: str) -> str:
    """Say in the reader's language why the state is what it is; it was kept in English, with its numbers."""
    for sentence in BECAUSE:
        known = re.sub(r"%\\\((\w+)\\\)s", r"(?P<\1>[\\d.]+)", re.escape(sentence))
        if found := re.fullmatch(known, kept):
            return _(sentence) % {
                name: speech.number(Decimal(told)) for name, told in found.groupdict().items()
            }
    return kept
