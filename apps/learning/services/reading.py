"""The one seam between the miner and where decisions lie: their months, and the rows of one as a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db.models import DateField, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import TruncMonth

from apps.accounts.models import ActorKind
from apps.core import clock
from apps.intake import selectors as intake
from apps.learning import rules
from apps.learning.rules.bands import Value
from apps.learning.selectors.wording import RECOMMENDED
from apps.measures import rules as measure_rules
from apps.measures import selectors as measures
from apps.measures.models import DecisionFacts, Outcome
from apps.registry.models import AISystem, ContextContract
from apps.reviews.models import Decision

HOUR = 3600

_NEEDED = (
    "decision_id", "case_id", "decided_at", "reason", "core_category", "recommended", "is_override",
    "stake_minor", "features", "known",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """What a run keeps of one decision beside the facts; `known`: what became true later, if anything."""

    decision_id: UUID
    case_id: UUID
    decided_at: datetime
    reason: str
    core_category: str
    recommended: str
    is_override: bool
    known: bool | None


@dataclass(frozen=True, slots=True)
class Read:
    """The miner's table and, in the same order, the decisions it was made of, oldest first."""

    table: rules.Table
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Source:
    """What a run reads: decisions of an AI system written before `horizon`, outcomes as known `known_at`."""

    system: AISystem
    horizon: UUID
    known_at: datetime

    @property
    def judge(self) -> measure_rules.Definition | None:
        """The later truth that suggestions are held against; None where the pack names none."""
        return measure_rules.definition(self.system.measures[0]) if self.system.measures else None


def decisions(*, system_id: UUID, before: UUID | None = None) -> QuerySet[DecisionFacts]:
    """Return what persons decided of what came to them: in force, not reversed, no audits.

    before: what was written, or reversed, since this id counts as if it had not been.
    """
    if before is None:
        return measures.by_persons(system_id=system_id).filter(is_audit=False)
    reversing = Decision.objects.filter(reverses_id=OuterRef("decision_id"), id__lt=before)
    return measures.counted(system_id=system_id).filter(
        ~Exists(reversing), by_kind=ActorKind.PERSON, is_audit=False, id__lt=before
    )


def months(source: Source) -> list[date]:
    """Return the first days of the months in which something was decided, oldest first."""
    month = TruncMonth("decided_at", output_field=DateField(), tzinfo=UTC)
    rows = decisions(system_id=source.system.id, before=source.horizon)
    return sorted(rows.annotate(month=month).order_by().values_list("month", flat=True).distinct())


def is_dated(months_: Sequence[date]) -> bool:
    """Tell whether every decision has its moment: else no part of them is known to be the later one."""
    return not months_ or months_[0] > clock.NOT_RECORDED.date()


def read(source: Source, month_on: date) -> Read:
    """Read the decisions of a month as columns; a fact that a decision does not have is missing there.

    The miner's moments are hours: what was decided within one stays in one window.
    """
    found = list(_rows(source, month_on))
    columns: dict[str, list[Value]] = {}
    rows: list[Row] = []
    for one in found:
        known = {**one["features"], RECOMMENDED: one["recommended"]}
        for fact in known.keys() - columns.keys():
            columns[fact] = [None] * len(rows)
        for fact, column in columns.items():
            column.append(_value(known.get(fact)))
        rows.append(Row(**{name: one[name] for name in Row.__slots__}))
    return Read(
        rules.Table(
            columns=columns,
            overridden=[one["is_override"] for one in found],
            order=[one["decided_at"].timestamp() // HOUR * HOUR for one in found],
            stakes=[-1 if one["stake_minor"] is None else one["stake_minor"] for one in found],
        ),
        rows,
    )


def protected(source: Source, found: Read) -> rules.Tally:
    """Count decisions by protected facts; what each case had is read here and kept nowhere."""
    facts = _protected_facts(source.system.id)
    if not facts:
        return rules.tally((), ())
    of_case = intake.protected_facts(row.case_id for row in found.rows)
    judge = source.judge
    told = (
        rules.Told(of_case.get(row.case_id, {}), row.is_override, _wrong(judge, row, source.known_at))
        for row in found.rows
    )
    return rules.tally(told, facts)


def _rows(source: Source, month_on: date) -> Iterator[dict[str, Any]]:
    first = datetime(month_on.year, month_on.month, 1, tzinfo=UTC)
    after = datetime(month_on.year + month_on.month // 12, month_on.month % 12 + 1, 1, tzinfo=UTC)
    judge = source.judge
    known = Outcome.objects.filter(
        case_id=OuterRef("case_id"),
        measure=judge.code if judge else "",
        known_at__lte=source.known_at,
        id__lt=source.horizon,
        value__isnull=False,
    ).order_by("-known_at", "-id")
    rows = decisions(system_id=source.system.id, before=source.horizon).annotate(
        known=Subquery(known.values("value")[:1])
    )
    within = rows.filter(decided_at__gte=first, decided_at__lt=after)
    yield from within.order_by("decided_at", "decision_id").values(*_NEEDED).iterator()


def _protected_facts(system_id: UUID) -> tuple[str, ...]:
    row = ContextContract.objects.filter(system=system_id, ended_at=None).first()
    if row is None:
        return ()
    specs = intake.contract(row).specs.values()
    return tuple(sorted(spec.key for spec in specs if spec.sensitivity == "protected"))


def _wrong(judge: measure_rules.Definition | None, row: Row, known_at: datetime) -> bool | None:
    """Say whether the suggestion proved wrong; None while it is too early for either answer."""
    if judge is None or row.decided_at > known_at - judge.wait:
        return None
    right = measure_rules.suggestion_right(judge, recommended=row.recommended, value=row.known)
    return None if right is None else not right


def _value(raw: object) -> Value:
    if raw is None or isinstance(raw, str | int | float | bool):
        return raw
    return ", ".join(map(str, raw)) if isinstance(raw, list) else str(raw)
