"""What people and outcomes say about an AI system: weekly figures, who proved right, a rule to beat."""

from collections.abc import Iterable, Mapping

from apps.console.edge import Reader
from apps.console.pages import charts, trends, truths, words
from apps.console.pages.measured import (
    Ask,
    Confidence,
    InsightsPage,
    Kpi,
    Line,
    address,
    cases_url,
    few,
    said,
)
from apps.console.pages.shell import Empty, Note, Tab
from apps.measures import rules
from apps.measures.models import Calibration
from apps.measures.rules import Group
from apps.measures.services.computing import MEDIAN_SECONDS, OVERRIDE_SHARE
from apps.measures.states import CalibrationState

MOST_CASES = 50
QUARTER = 13  # weeks that the override share of the heading adds up
OVERRIDES, DECISIONS = "overrides", "decisions"
DELIVERIES: Mapping[str, tuple[str, tuple[str, ...], str]] = {
    "applied": ("Applied", ("APPLIED",), "The business system has said that it did what was decided."),
    "refused": (
        "Refused",
        ("REFUSED",),
        "The business system has said that it did not; a person has to look.",
    ),
    "overdue": (
        "Overdue",
        ("OVERDUE",),
        "Sent, and no receipt came in time. Nobody knows whether it was done.",
    ),
    "on-the-way": ("On the way", ("PENDING", "SENT"), "Not sent yet, or sent and the receipt is still due."),
    "not-sent": ("Not to be sent", ("SKIPPED",), "Second looks that changed nothing, or no address."),
}
STATES = {
    CalibrationState.PRIOR: ("Nothing checked yet", ""),
    CalibrationState.PARTLY_MEASURED: ("Partly measured", "warn"),
    CalibrationState.MEASURED: ("Measured", "ok"),
    CalibrationState.UNRELIABLE: ("Not reliable", "bad"),
}
SIMULATED = Note(
    "info",
    "info",
    "Officers in this demonstration are simulated.",
    "Their decisions were made up with the recorded outcome in sight. Who proved right here shows how the "
    "figure works, not how good people are. Outcomes, and what the AI suggested, are real.",
)
NOTHING = Empty(
    "Nothing was decided yet",
    "The figures begin with the first week in which a person decided a case of this AI system.",
    icon="scan-search",
)


def build(ask: Ask, *, reader: Reader) -> InsightsPage:
    """Turn figures into template data."""
    as_of = words.moment(reader.now, now=reader.now, zone=reader.zone).absolute
    return InsightsPage(
        title=ask.system.name,
        summary=f"as of {as_of}",
        tabs=_tabs(ask),
        notes=(SIMULATED,) if reader.actor.organisation.is_demonstration else (),
        figures=tuple(_figures(ask)),
        trends=trends.build(ask.weekly, system=ask.system.name),
        panels=tuple(truths.panels(ask, reader=reader)),
        confidence=_confidence(ask, reader),
        deliveries=tuple(_deliveries(ask)),
        deliveries_about=words.count(sum(ask.deliveries.values()), "decision in force", "decisions in force"),
        csv_url=address("insights_csv", ask.system),
        empty=None if ask.weekly else NOTHING,
    )


def _tabs(ask: Ask) -> tuple[Tab, ...]:
    if len(ask.systems) < 2:  # noqa: PLR2004 - one system needs no choice
        return ()
    return tuple(Tab(one.name, address("insights", one), current=one == ask.system) for one in ask.systems)


def _figures(ask: Ask) -> Iterable[Kpi]:
    yield _override_share(ask)
    if ask.truth:
        yield _kpi(
            "Overrides proved right", ask.truth.overrides, cases_url(ask.system, Group.OVERRIDES_RIGHT)
        )
        yield _kpi(
            "Approvals proved wrong", ask.truth.approvals, cases_url(ask.system, Group.APPROVALS_WRONG)
        )
    yield _median(ask)


def _kpi(label: str, share: rules.Share, url: str, *, of: str = "known", detail: str = "") -> Kpi:
    value, between, faint = said(share)
    if faint:
        return Kpi(label, value, "", "", url, faint=True)
    return Kpi(label, value, f"of {share.n:,} {of}", f"{between}{detail}", url)


def _override_share(ask: Ask) -> Kpi:
    rows = [row for row in ask.weekly if row.measure == OVERRIDE_SHARE][-QUARTER:]
    n = sum(row.n for row in rows)
    k = sum(round(row.n * (row.value or 0.0)) for row in rows)
    return _kpi(
        "Override share",
        rules.share(n, k),
        cases_url(ask.system, OVERRIDES),
        of="decided",
        detail=f", last {words.count(len(rows), 'week', 'weeks')}",
    )


def _median(ask: Ask) -> Kpi:
    label, url = "Median time to decide", cases_url(ask.system, DECISIONS)
    rows = [row for row in ask.weekly if row.measure == MEDIAN_SECONDS and row.value is not None]
    enough = [row for row in rows if row.n >= rules.ENOUGH]
    if not enough:
        return Kpi(label, few(rows[-1].n if rows else 0), "", "", url, faint=True)
    last = enough[-1]
    low, high = last.low, last.high
    between = "" if low is None or high is None else f"{trends.length(low)} to {trends.length(high)}, "
    return Kpi(
        label, trends.length(last.value or 0.0), f"of {last.n:,}", f"{between}week of {trends.day(last)}", url
    )


def _confidence(ask: Ask, reader: Reader) -> Confidence:
    one = ask.calibration
    word, tone = STATES[CalibrationState(one.state) if one else CalibrationState.PRIOR]
    if one is None:
        return Confidence("", word, tone, ("No answer of this AI system has been checked yet.",), (), ())
    points = rules.assess(ask.bins, auroc=one.auroc).reliability
    marks = [
        charts.Mark(
            point.mean_confidence,
            point.correct.value or 0.0,
            point.correct.low,
            point.correct.high,
            faint=point.n < rules.ENOUGH,
        )
        for point in points
    ]
    says = tuple(_confidence_words(one))
    at = words.moment(one.computed_at, now=reader.now, zone=reader.zone).relative
    return Confidence(
        about=f"{one.model_version}, {words.count(one.n, 'checked answer', 'checked answers')}, "
        f"{one.n_audited:,} drawn by chance, computed {at}",
        state=word,
        tone=tone,
        says=says,
        charts=charts.reliability(marks, says=f"Stated confidence against agreement. {' '.join(says)}"),
        lines=tuple(_bin_line(point) for point in points),
    )


def _confidence_words(one: Calibration) -> Iterable[str]:
    yield one.because
    if one.ece is not None and one.n >= rules.ENOUGH:
        yield (
            f"On average the stated confidence lies {round(one.ece * 100)} points away from how often "
            "officers agreed. On the dotted line both would be the same."
        )
    if one.auroc is not None:
        yield (
            "Of an answer that officers agreed with and one that they overruled, the first was stated with "
            f"more confidence in {round(one.auroc * 100)} of 100 pairs; 50 would be chance."
        )
    yield "Agreed with is not the same as right: see how many approvals proved wrong."


def _bin_line(point: rules.Reliability) -> Line:
    value, between, faint = said(point.correct)
    stated = words.percent(point.mean_confidence)
    return Line(f"States {stated}", f"{point.n:,}", value, between, "", faint)


def _deliveries(ask: Ask) -> Iterable[Line]:
    for of, (label, states, means) in DELIVERIES.items():
        n = sum(ask.deliveries.get(state, 0) for state in states)
        yield Line(label, f"{n:,}", "", "", cases_url(ask.system, of) if n else "", not n, means)
