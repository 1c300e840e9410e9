"""The reports of an AI system's weeks, for those who read its figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from apps.accounts.models import Actor
from apps.core import refusals
from apps.core.speech import speak, speak_kept
from apps.intake import selectors as intake
from apps.learning.models import WeekReport
from apps.learning.rules import week as rules
from apps.measures import selectors as measures
from apps.registry.models import AISystem, ContextContract

MOST = 106  # weeks of a list: two years
WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Report:
    """One week as it was known when it was written."""

    id: UUID
    week_on: date
    written_at: datetime
    week: rules.Week

    @property
    def last_on(self) -> date:
        """The Sunday it ended with."""
        return self.week_on + timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Reports:
    """The weeks of an AI system, the newest first; None is a week between two that was not written."""

    rows: list[tuple[date, Report | None]]


@dataclass(frozen=True, slots=True)
class Named:
    """What the codes of a report say: reasons, what can be decided, facts."""

    reasons: Mapping[str, str]
    outcomes: Mapping[str, str]
    facts: Mapping[str, str]

    def reason(self, code: str) -> str:
        """Say a reason."""
        return speak(measures.reason_text(code, self.reasons))


def week_reports(*, system: AISystem, to: Actor) -> Reports:
    """Return the reports of two years.

    Raises: refusals.NotVisible.
    """
    _require(system, to)
    kept = WeekReport.objects.filter(system=system).order_by("-week_on")[:MOST]
    found = {one.week_on: _report(one) for one in kept}
    rows: list[tuple[date, Report | None]] = []
    on = max(found, default=None)
    while on is not None and on >= min(found):
        rows.append((on, found.get(on)))
        on -= WEEK
    return Reports(rows)


def week_report(*, system: AISystem, week_on: date, to: Actor) -> Report:
    """Return the report of the week of a Monday.

    Raises: refusals.NotVisible.
    """
    _require(system, to)
    found = WeekReport.objects.filter(system=system, week_on=week_on).first()
    if found is None:
        raise refusals.NotVisible
    return _report(found)


def newest_reports(*, systems: Sequence[AISystem], week_on: date) -> list[tuple[AISystem, Report]]:
    """Return the reports of one week of these AI systems, in their order. For a mail to their owner."""
    kept = {one.system_id: one for one in WeekReport.objects.filter(system__in=systems, week_on=week_on)}
    return [(one, _report(kept[one.id])) for one in systems if one.id in kept]


def named(system: AISystem) -> Named:
    """Return what the codes of an AI system's reports say in the language that is active."""
    contract = ContextContract.objects.select_related("system").filter(system=system, ended_at=None).first()
    return Named(
        reasons=measures.reason_texts([system.id]).get(system.id, {}),
        outcomes={one.code: speak_kept(one.label) for one in measures.outcome_codes(system_id=system.id)},
        facts=dict(intake.spoken_contract(contract).labels()) if contract else {},
    )


def _require(system: AISystem, to: Actor) -> None:
    if not measures.may_analyse(system=system, to=to):
        raise refusals.NotVisible


def _report(one: WeekReport) -> Report:
    return Report(one.id, one.week_on, one.written_at, rules.from_kept(one.body))
