"""What the database says of decisions and signs of work, month by month, as rows of the data set."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from apps.core import clock
from apps.intake import selectors as intake
from apps.measures import rules
from apps.measures.rules import dataset
from apps.measures.rules.dataset import Table
from apps.measures.services.parquet import Shape
from apps.policy.models import PolicyVersion
from apps.registry.models import AISystem, ContextContract, Reason

_AT_ONCE = 2_000

# How many rows each month rests on. Rows are only ever added to: a month with the same numbers is the same.
_DECISIONS_SEEN = """
SELECT CASE WHEN f.decided_at = %(never)s THEN %(unrecorded)s
    ELSE to_char(f.decided_at AT TIME ZONE 'UTC', 'YYYY-MM') END AS month,
  count(*) AS decisions, count(r.id) AS reversed,
  count(s.id) + count(s.given_at) + count(s.settled_at) + count(nullif(s.result, '')) AS second_reviews,
  coalesce(sum(o.n), 0)::bigint AS outcomes, coalesce(sum(w.n), 0)::bigint AS signs
FROM measures_decisionfacts f
JOIN intake_case c ON c.id = f.case_id AND c.kind = 'REAL'
LEFT JOIN reviews_release r ON r.reverses_id = f.decision_id
LEFT JOIN reviews_secondreview s ON s.decision_id = f.decision_id
LEFT JOIN (SELECT case_id, count(*) AS n FROM measures_outcome GROUP BY case_id) o ON o.case_id = f.case_id
LEFT JOIN (
  SELECT item_id, count(*) AS n FROM measures_worksignal WHERE system_id = %(system)s GROUP BY item_id
) w ON w.item_id = f.item_id
WHERE f.system_id = %(system)s GROUP BY 1
"""
_SIGNALS_SEEN = """
SELECT to_char(w.at AT TIME ZONE 'UTC', 'YYYY-MM') AS month, count(*) AS signals
FROM measures_worksignal w
JOIN reviews_reviewitem i ON i.id = w.item_id
JOIN intake_case c ON c.id = i.case_id AND c.kind = 'REAL'
WHERE w.system_id = %(system)s GROUP BY 1
"""
_DECISIONS = """
SELECT f.decision_id, f.case_id, f.item_id, f.id AS row_id, f.kind, f.replaces, f.by_kind, f.by_pseudonym,
  f.recommended, f.decided, f.is_override, f.direction, f.reason, f.core_category, f.reasons, f.corrected,
  f.amount_minor, f.stake_minor, f.confidence, f.model_version, f.prompt_version, f.policy_id, f.lane,
  f.segment, f.sample_share, f.is_audit, f.was_escalated, f.view_asked, f.viewed, f.sure, f.n_questions,
  f.n_returns, f.features, f.faults, f.arrived_at, f.claimed_at, f.decided_at, f.released_at,
  f.seconds_to_decide,
  r.decision_id AS reversed_by, r.id AS reversal_row_id, coalesce(s.result, '') AS second_result,
  so.code AS second_outcome, coalesce(s.holds, '') AS second_holds, s.given_at AS second_at, s.settled_at,
  i.due_at, (v.added ->> 'n_statements')::int AS n_statements,
  (v.added ->> 'n_unsupported')::int AS n_unsupported, w.signs,
  (SELECT jsonb_agg(
      jsonb_build_array(t.measure, t.value, t.number::text, t.known_at, t.id) ORDER BY t.known_at, t.id)
    FROM measures_outcome t WHERE t.case_id = f.case_id) AS outcomes
FROM measures_decisionfacts f
JOIN intake_case c ON c.id = f.case_id AND c.kind = 'REAL'
LEFT JOIN reviews_release r ON r.reverses_id = f.decision_id
LEFT JOIN reviews_secondreview s ON s.decision_id = f.decision_id
LEFT JOIN registry_outcomecode so ON so.id = s.outcome_code_id
LEFT JOIN reviews_reviewitem i ON i.id = f.item_id
LEFT JOIN policy_verdict v ON v.recommendation_id = i.recommendation_id AND v.number = 1
LEFT JOIN (
  SELECT item_id, jsonb_agg(jsonb_build_array(kind, id) ORDER BY id) AS signs
  FROM measures_worksignal WHERE system_id = %(system)s GROUP BY item_id
) w ON w.item_id = f.item_id
WHERE f.system_id = %(system)s AND f.decided_at >= %(since)s AND f.decided_at < %(until)s
ORDER BY f.decided_at, f.decision_id
"""
_SIGNALS = """
SELECT w.item_id, w.kind, w.code, w.by_pseudonym, w.at
FROM measures_worksignal w
JOIN reviews_reviewitem i ON i.id = w.item_id
JOIN intake_case c ON c.id = i.case_id AND c.kind = 'REAL'
WHERE w.system_id = %(system)s AND w.at >= %(since)s AND w.at < %(until)s
ORDER BY w.at, w.id
"""

Seen = Mapping[str, int]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """An AI system as its data set is read: which columns there are, and what codes become on the way.

    pseudonym: what is written for whoever decided. restricted: reasons that leave as their category alone.
    """

    system: AISystem
    facts: dataset.Facts
    measures: tuple[str, ...]
    policies: Mapping[UUID, int]
    restricted: frozenset[str]
    pseudonym: Callable[[str], str]

    def shape(self, table: Table) -> Shape:
        """Return the columns of one of its tables."""
        return Shape(table, self.facts.kept, self.measures) if table is Table.DECISIONS else Shape(table)


def facts_of(system: AISystem, *, leaving: bool) -> dataset.Facts:
    """Choose the facts of an AI system's data set by every version of its contract."""
    contracts = ContextContract.objects.filter(system=system).order_by("number")
    return dataset.facts_of([intake.contract(one) for one in contracts], leaving=leaving)


def source_of(system: AISystem, *, leaving: bool, pseudonym: Callable[[str], str]) -> Source:
    """Read what the data set of an AI system depends on beside its rows."""
    codes = Reason.objects.filter(reason_set__system=system, is_restricted=True).values_list(
        "code", flat=True
    )
    versions = PolicyVersion.objects.filter(system=system).values_list("id", "number")
    return Source(
        system=system,
        facts=facts_of(system, leaving=leaving),
        measures=tuple(sorted(rules.definition(one).code for one in system.measures)),
        policies=dict(versions),
        restricted=frozenset(codes),
        pseudonym=pseudonym,
    )


def seen(source: Source, table: Table) -> dict[str, Seen]:
    """Count, month by month, what a table rests on."""
    values: dict[str, UUID | datetime | str] = {
        "system": source.system.id,
        "never": clock.NOT_RECORDED,
        "unrecorded": dataset.NOT_RECORDED,
    }
    with connection.cursor() as cursor:
        cursor.execute(_DECISIONS_SEEN if table is Table.DECISIONS else _SIGNALS_SEEN, values)
        _, *names = [one.name for one in cursor.description or ()]
        told = cursor.fetchall()
    beside = {"schema": dataset.VERSION}
    if table is Table.DECISIONS:
        beside["restricted"] = len(source.restricted)
    return {row[0]: dict(zip(names, row[1:], strict=True)) | beside for row in told}


def rows(source: Source, table: Table, month: str) -> Iterator[Row]:
    """Read the rows of a month, the oldest first, some at a time."""
    is_decisions = table is Table.DECISIONS
    since, until = _span(month)
    with connection.chunked_cursor() as cursor:
        values: dict[str, UUID | datetime] = {"system": source.system.id, "since": since, "until": until}
        cursor.execute(_DECISIONS if is_decisions else _SIGNALS, values)
        names = [one.name for one in cursor.description or ()]
        while some := cursor.fetchmany(_AT_ONCE):
            told = (dict(zip(names, one, strict=True)) for one in some)
            yield from ((_decision if is_decisions else _signal)(one, source) for one in told)


def _span(month: str) -> tuple[datetime, datetime]:
    if month == dataset.NOT_RECORDED:
        return clock.NOT_RECORDED, datetime(clock.NOT_RECORDED.year + 1, 1, 1, tzinfo=UTC)
    return dataset.span_of(month)


def _signal(row: Row, source: Source) -> Row:
    return row | {"by_pseudonym": source.pseudonym(row["by_pseudonym"])}


def _decision(row: Row, source: Source) -> Row:
    features, faults = json.loads(row.pop("features")), json.loads(row.pop("faults"))
    kept = source.facts.kept
    reasons = json.loads(row["reasons"]) or [[row["reason"], row["core_category"]]][: bool(row["reason"])]
    told = _told(_loaded(row["outcomes"]) or [])
    outcomes = _latest(told)
    known = {one["measure"]: one["value"] for one in outcomes}
    signs = _loaded(row["signs"]) or []
    return row | {
        "by_pseudonym": source.pseudonym(row["by_pseudonym"]),
        "confidence": float(row["confidence"]),
        "sample_share": None if row["sample_share"] is None else float(row["sample_share"]),
        "policy_version": source.policies.get(row.pop("policy_id")),
        "reason": _reason(row["reason"], row["core_category"], source),
        "reasons": [_reason(code, core, source) for code, core in reasons],
        "corrected": json.loads(row["corrected"]),
        "context": features.get("context", ""),
        "faults": [{"fact": fact, "kind": kind} for fact, kind in sorted(faults.items())],
        "decided_at": None if row["decided_at"] == clock.NOT_RECORDED else row["decided_at"],
        "outcomes": outcomes,
        "told": told,
        "signs": [{"kind": kind, "row_id": UUID(row_id).bytes} for kind, row_id in signs],
        **{dataset.FACT + key: features.get(key) for key in kept},
        **{dataset.OUTCOME + one: known.get(one) for one in source.measures},
    }


def _reason(code: str, core: str, source: Source) -> str:
    return core if code in source.restricted else code


def _loaded(raw: Any) -> Any:
    return json.loads(raw) if isinstance(raw, str) else raw


def _told(outcomes: Sequence[Sequence[Any]]) -> list[Row]:
    return [
        {
            "measure": measure,
            "value": value,
            "number": None if number is None else Decimal(number),
            "known_at": datetime.fromisoformat(known_at).astimezone(UTC),
            "row_id": UUID(row_id).bytes,
        }
        for measure, value, number, known_at, row_id in outcomes
    ]


def _latest(told: Sequence[Row]) -> list[Row]:
    latest = {one["measure"]: one for one in told}
    return [
        {name: value for name, value in latest[measure].items() if name != "row_id"}
        for measure in sorted(latest)
    ]
