"""The decisions of an AI system as the miner's table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from apps.core import clock
from apps.learning import rules
from apps.learning.rules.bands import Value
from apps.learning.selectors.wording import RECOMMENDED
from apps.measures import selectors as measures
from apps.measures.models import DecisionFacts

_NEEDED = ("decision_id", "decided_at", "reason", "core_category", "recommended", "is_override", "features")


@dataclass(frozen=True, slots=True)
class Row:
    """What a pattern keeps of one decision beside the facts."""

    decision_id: UUID
    decided_at: datetime
    reason: str
    core_category: str


@dataclass(frozen=True, slots=True)
class Read:
    """The miner's table and, in the same order, the decisions it was made of, oldest first."""

    table: rules.Table
    rows: list[Row]


def decisions(*, system_id: UUID) -> QuerySet[DecisionFacts]:
    """Return what persons decided of what came to them: in force, not reversed, no audits."""
    return measures.by_persons(system_id=system_id).filter(is_audit=False)


def read(*, system_id: UUID) -> Read:
    """Read the decisions as columns; a fact that a decision does not have is missing there."""
    columns: dict[str, list[Value]] = {}
    rows: list[Row] = []
    overridden: list[bool] = []
    facts = decisions(system_id=system_id).only(*_NEEDED).order_by("decided_at", "decision_id")
    for one in facts.iterator():
        known = {**one.features, RECOMMENDED: one.recommended}
        for fact in known.keys() - columns.keys():
            columns[fact] = [None] * len(rows)
        for fact, column in columns.items():
            column.append(_value(known.get(fact)))
        rows.append(Row(one.decision_id, one.decided_at, one.reason, one.core_category))
        overridden.append(one.is_override)
    order = [row.decided_at.timestamp() for row in rows] if _are_dated(rows) else None
    return Read(rules.Table(columns=columns, overridden=overridden, order=order), rows)


def _are_dated(rows: Sequence[Row]) -> bool:
    """Tell whether every decision has its moment: else no part of them is known to be the later one."""
    return not rows or rows[0].decided_at > clock.NOT_RECORDED  # the oldest first


def _value(raw: object) -> Value:
    if raw is None or isinstance(raw, str | int | float | bool):
        return raw
    return ", ".join(map(str, raw)) if isinstance(raw, list) else str(raw)
