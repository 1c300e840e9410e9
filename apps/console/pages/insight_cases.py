"""The cases behind a figure, and the weekly figures as a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.console.edge import Reader
from apps.console.pages import weeks, words
from apps.console.pages.table_file import as_csv
from apps.flow.selectors.insight_cases import DECISIONS, MOST_CASES, OVERRIDES
from apps.measures import rules, selectors
from apps.measures.models import Measurement
from apps.measures.rules import Group

HEADS = (
    "ai_system", "week_on", "measure", "n", "value", "low", "high", "enough", "computed_at", "segment",
    "model_version",
)  # fmt: skip
TITLES = {
    OVERRIDES: gettext_lazy("Overrides"),
    DECISIONS: gettext_lazy("Decisions by persons"),
    Group.OVERRIDES_RIGHT: gettext_lazy("Overrides proved right"),
    Group.OVERRIDES_WRONG: gettext_lazy("Overrides proved wrong"),
    Group.APPROVALS_RIGHT: gettext_lazy("Approvals proved right"),
    Group.APPROVALS_WRONG: gettext_lazy("Approvals proved wrong"),
    Group.AI_LANE: gettext_lazy("Went wrong in the AI's lane"),
    Group.DECIDED_LANE: gettext_lazy("Went wrong in the lane as decided"),
    Group.RULE_LANE: gettext_lazy("Went wrong in the rule's lane"),
    "applied": gettext_lazy("Deliveries: applied"),
    "refused": gettext_lazy("Deliveries: refused"),
    "overdue": gettext_lazy("Deliveries: overdue"),
    "on-the-way": gettext_lazy("Deliveries: on the way"),
    "not-sent": gettext_lazy("Deliveries: not to be sent"),
}


@dataclass(frozen=True, slots=True)
class CaseLine:
    url: str
    ref: str
    on: str
    suggested: str
    decided: str
    outcome: str


@dataclass(frozen=True, slots=True)
class CasesPage:
    title: str
    summary: str
    rows: tuple[CaseLine, ...]


def build(
    rows: Sequence[selectors.CaseBehind],
    *,
    of: str,
    what: rules.Definition | None,
    part: Sequence[str],
    reader: Reader,
) -> CasesPage:
    """Write the newest cases behind a figure; officers are not named. part: of which decisions, in words."""
    as_of = words.stamp(reader.now, zone=reader.zone)
    return CasesPage(
        title=str(TITLES[of]),
        summary=", ".join((*part, _summary(len(rows), as_of))),
        rows=tuple(_line(row, what, reader) for row in rows),
    )


def when(n_weeks: int | None, week_on: date | None) -> list[str]:
    """Say of which weeks the cases are; nothing where they are of all."""
    if week_on is not None:
        return [_("The week of %(week)s") % {"week": weeks.named(week_on)}]
    return [_("Last %(n)s weeks") % {"n": words.number(n_weeks)}] if n_weeks else []


def _summary(n: int, as_of: str) -> str:
    values = {"n": n, "moment": as_of}
    if n >= MOST_CASES:
        return _("the newest %(n)s cases, as of %(moment)s") % values
    return ngettext("%(n)s case, as of %(moment)s", "%(n)s cases, as of %(moment)s", n) % values


def _line(row: selectors.CaseBehind, what: rules.Definition | None, reader: Reader) -> CaseLine:
    return CaseLine(
        url=reverse("console:case", args=[row.case_ref]),
        ref=row.case_ref,
        on=words.day(row.decided_at.astimezone(reader.zone), now=reader.now.astimezone(reader.zone)),
        suggested=row.recommended,
        decided=row.decided,
        outcome=""
        if what is None or row.value is None
        else what.happened
        if row.value
        else what.not_happened,
    )


def weekly_csv(rows: Iterable[Measurement], *, system: str, part: selectors.Part) -> str:
    """Write the weekly figures, one line each; shares in [0, 1], times in seconds, empty where not measured.

    No cell is read as a formula by a spreadsheet.
    """
    return as_csv(HEADS, (_cells(row, system, part) for row in rows))


def _cells(row: Measurement, system: str, part: selectors.Part) -> Iterable[object]:
    yield from (system, row.period_on.isoformat(), row.measure, row.n, row.value, row.low, row.high)
    yield from (row.n >= rules.ENOUGH, row.computed_at.isoformat(), part.segment, part.model_version)
