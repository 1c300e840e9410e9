"""What asks to be looked at day by day: strongly negative notes, and suggestions that were called broken."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, QuerySet

from apps.accounts.models import Actor
from apps.core import refusals
from apps.flow.selectors import broken, notes
from apps.flow.selectors.broken import BrokenRow
from apps.flow.selectors.notes import NoteRow
from apps.learning.models import NoteDay, NoteLook
from apps.learning.rules.tone import tone
from apps.learning.states import LookKind
from apps.measures import selectors as measures
from apps.measures.models import BrokenSuggestion
from apps.registry.models import AISystem

SHOWN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Look:
    """Who looked, and when."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SharpRow:
    """A strongly negative note. `because`: its words that say so; none where it was erased."""

    decision_id: UUID
    note: NoteRow
    because: tuple[str, ...]
    look: Look | None


@dataclass(frozen=True, slots=True)
class ReportRow:
    report_id: UUID
    report: BrokenRow
    look: Look | None


@dataclass(frozen=True, slots=True)
class DayCount:
    """A local day: how much there is, and how much of it nobody has looked at."""

    on: date
    n: int
    n_waiting: int


@dataclass(frozen=True, slots=True)
class DailyNotes:
    """One local day of an AI system, and the days of the last month on which there was something.

    n_notes: notes of the day that were read by the rule, until `read_at`; None before the first time.
    """

    on: date
    today: date
    notes: list[SharpRow]
    reports: list[ReportRow]
    days: list[DayCount]
    n_notes: int
    read_at: datetime | None

    @property
    def n_waiting(self) -> int:
        """How much of the last month waits to be looked at."""
        return sum(one.n_waiting for one in self.days)


@dataclass(frozen=True, slots=True)
class Waits:
    """How many notes and reports of the last month wait to be looked at."""

    n_notes: int
    n_reports: int

    @property
    def n(self) -> int:
        """Both together."""
        return self.n_notes + self.n_reports


def daily_notes(*, system: AISystem, to: Actor, now: datetime, on: date | None) -> DailyNotes:
    """Return one day's strongly negative notes and reports, the newest first; none named: today.

    Raises: refusals.NotVisible.
    """
    if not measures.may_analyse(system=system, to=to):
        raise refusals.NotVisible
    zone = ZoneInfo(system.organisation.time_zone)
    today = now.astimezone(zone).date()
    on = on or today
    begin = datetime.combine(on, time.min, zone)
    since = min(begin, now - SHOWN)
    sharp = notes.sharp_notes(since=since, to=to).filter(outcome_code__system=system)
    reports = broken.reported(since=since, to=to).filter(system=system)
    found = [(LookKind.NOTE, key, at) for key, at in sharp.values_list("id", "decided_at")]
    found += [(LookKind.BROKEN, key, at) for key, at in reports.values_list("id", "at")]
    looks = _looks([key for _kind, key, _at in found])
    days: dict[date, list[int]] = {}
    mine: dict[LookKind, list[UUID]] = {LookKind.NOTE: [], LookKind.BROKEN: []}
    for kind, key, at in found:
        day = at.astimezone(zone).date()
        counts = days.setdefault(day, [0, 0])
        counts[0] += 1
        counts[1] += key not in looks
        if day == on:
            mine[kind].append(key)
    read = NoteDay.objects.filter(system=system, on=on).first()
    return DailyNotes(
        on=on,
        today=today,
        notes=_sharp(mine[LookKind.NOTE], looks, to, since),
        reports=_told(mine[LookKind.BROKEN], looks),
        days=[DayCount(day, *counts) for day, counts in sorted(days.items(), reverse=True)],
        n_notes=read.n_notes if read else 0,
        read_at=read.read_at if read else None,
    )


def waiting_notes(*, systems: Sequence[AISystem], to: Actor, now: datetime) -> dict[UUID, Waits]:
    """Count, by AI system of those that the reader analyses, what waits to be looked at; two statements."""
    if not systems:
        return {}
    ids = [one.id for one in systems]
    sharp = notes.sharp_notes(since=now - SHOWN, to=to).filter(
        ~_is_looked_at(LookKind.NOTE), outcome_code__system__in=ids
    )
    reports = broken.reported(since=now - SHOWN, to=to).filter(
        ~_is_looked_at(LookKind.BROKEN), system__in=ids
    )
    by_note = _counts(sharp, "outcome_code__system")
    by_report = _counts(reports, "system")
    return {one: Waits(by_note.get(one, 0), by_report.get(one, 0)) for one in ids}


def _counts(rows: QuerySet[Any], by: str) -> dict[UUID, int]:
    return dict(rows.order_by().values_list(by).annotate(n_of=Count("id")))


def _is_looked_at(kind: LookKind) -> Exists:
    return Exists(NoteLook.objects.filter(kind=kind, about_id=OuterRef("pk")))


def _looks(about: Sequence[UUID]) -> dict[UUID, Look]:
    rows = NoteLook.objects.filter(about_id__in=about).select_related("by") if about else ()
    return {one.about_id: Look(one.by.name, one.at) for one in rows}


def _sharp(ids: Sequence[UUID], looks: dict[UUID, Look], to: Actor, since: datetime) -> list[SharpRow]:
    if not ids:
        return []
    rows = notes.sharp_notes(since=since, to=to).filter(id__in=ids).order_by("-decided_at", "-id")
    return [SharpRow(key, note, tone(note.text).because, looks.get(key)) for key, note in notes.opened(rows)]


def _told(ids: Sequence[UUID], looks: dict[UUID, Look]) -> list[ReportRow]:
    if not ids:
        return []
    rows = broken.opened(BrokenSuggestion.objects.filter(id__in=ids), limit=len(ids))
    return [ReportRow(key, report, looks.get(key)) for key, report in rows]
