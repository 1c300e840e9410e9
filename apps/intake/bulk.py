"""Set-based writes of arrivals: subjects and cases are found or made in one statement each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from apps.core import ids


@dataclass(frozen=True, slots=True)
class Found:
    """A row found or made under a natural key."""

    id: UUID
    is_new: bool


def find_or_make_subjects(*, source_id: UUID, refs: Sequence[str]) -> dict[str, Found]:
    """Return the subject of each reference, locked until the transaction ends; one statement."""
    wanted = sorted(set(refs))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO intake_subject (id, source_id, subject_ref)"
            " SELECT id, %s, ref FROM unnest(%s::uuid[], %s::text[]) AS row (id, ref)"
            " ON CONFLICT (source_id, subject_ref) DO UPDATE SET subject_ref = EXCLUDED.subject_ref"
            " RETURNING subject_ref, id, xmax = 0",
            [source_id, [ids.new() for _ in wanted], wanted],
        )
        return {ref: Found(id=found, is_new=is_new) for ref, found, is_new in cursor.fetchall()}


def keep_names(sealed: Mapping[UUID, bytes]) -> None:
    """Write the sealed names of subjects; one statement."""
    if not sealed:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE intake_subject SET sealed_name = row.sealed"
            " FROM unnest(%s::uuid[], %s::bytea[]) AS row (id, sealed) WHERE intake_subject.id = row.id",
            [list(sealed), list(sealed.values())],
        )


@dataclass(frozen=True, slots=True)
class CaseLine:
    case_ref: str
    kind: str
    subject_id: UUID


@dataclass(frozen=True, slots=True)
class FoundCase:
    id: UUID
    subject_id: UUID
    kind: str
    is_new: bool


def find_or_make_cases(*, source_id: UUID, lines: Sequence[CaseLine], now: datetime) -> dict[str, FoundCase]:
    """Return the case of each reference, locked until the transaction ends; one statement.

    A new case gets its search row with it.
    """
    rows = sorted({line.case_ref: line for line in lines}.values(), key=lambda line: line.case_ref)
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH found AS ("
            "INSERT INTO intake_case (id, source_id, case_ref, kind, subject_id, opened_at, last_sequence)"
            " SELECT id, %s, ref, kind, subject_id, %s, 0"
            " FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::uuid[]) AS row (id, ref, kind, subject_id)"
            " ON CONFLICT (source_id, case_ref) DO UPDATE SET case_ref = EXCLUDED.case_ref"
            " RETURNING case_ref, id, subject_id, kind, xmax = 0 AS is_new),"
            " searchable AS (INSERT INTO intake_casesearch (case_id, terms)"
            " SELECT id, lower(case_ref) FROM found WHERE is_new)"
            " SELECT case_ref, id, subject_id, kind, is_new FROM found",
            [
                source_id,
                now,
                [ids.new() for _ in rows],
                [row.case_ref for row in rows],
                [row.kind for row in rows],
                [row.subject_id for row in rows],
            ],
        )
        return {row[0]: FoundCase(*row[1:]) for row in cursor.fetchall()}


def supersede_older(*, newer: Sequence[tuple[UUID, UUID, int]], waiting: Sequence[str]) -> set[UUID]:
    """Mark what is older than (case, AI system, number) and in a state of `waiting`; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE intake_recommendation r SET state = 'SUPERSEDED'"
            " FROM unnest(%s::uuid[], %s::uuid[], %s::int[]) AS newer (case_id, system_id, number)"
            " WHERE r.case_id = newer.case_id AND r.system_id = newer.system_id AND r.number < newer.number"
            " AND r.state = ANY(%s) RETURNING r.id",
            [
                [case_id for case_id, _, _ in newer],
                [system_id for _, system_id, _ in newer],
                [number for _, _, number in newer],
                list(waiting),
            ],
        )
        return {row[0] for row in cursor.fetchall()}
