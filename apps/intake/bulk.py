"""Set-based writes of arrivals: subjects and cases are found or made in one statement each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from apps.core import ids, statements


@dataclass(frozen=True, slots=True)
class KnownBefore:
    """What is known of some lines: (id, body digest) by external id, (subject's ref, kind) by case ref."""

    recommendations: dict[str, tuple[UUID, bytes]]
    cases: dict[str, tuple[str, str]]


def known(source_id: UUID, system_id: UUID, external_ids: list[str], case_refs: list[str]) -> KnownBefore:
    """Look up which recommendations and cases had arrived before; one statement, locks nothing."""
    rows = statements.ask(
        "SELECT external_id, id, body_digest, NULL, NULL FROM intake_recommendation"
        " WHERE system_id = %s AND external_id = ANY(%s::text[])"
        " UNION ALL SELECT c.case_ref, NULL, NULL, s.subject_ref, c.kind FROM intake_case c"
        " JOIN intake_subject s ON s.id = c.subject_id"
        " WHERE c.source_id = %s AND c.case_ref = ANY(%s::text[])",
        [system_id, statements.texts(external_ids), source_id, statements.texts(case_refs)],
    )
    return KnownBefore(
        {row[0]: (row[1], bytes(row[2])) for row in rows if row[1] is not None},
        {row[0]: (row[3], row[4]) for row in rows if row[1] is None},
    )


class NewSubject(NamedTuple):
    """What a subject is made from when its reference is new: an id, a key, and the name sealed under it."""

    id: UUID
    key: bytes
    sealed_name: bytes | None


class FoundSubject(NamedTuple):
    id: UUID
    is_named: bool


def find_or_make_subjects(*, source_id: UUID, new: Mapping[str, NewSubject]) -> dict[str, FoundSubject]:
    """Return the subject of each reference, locked until the transaction ends; one statement.

    The update touches no column of a key: a lock on the key would make everyone wait who points to the row.

    A reference whose subject existed keeps its own id, which tells the caller that nothing was made.
    """
    refs = sorted(new)
    found = statements.ask(
        "INSERT INTO intake_subject (id, source_id, subject_ref, sealed_name)"
        " SELECT id, %s, ref, sealed"
        " FROM unnest(%s::uuid[], %s::text[], %s::bytea[]) AS row (id, ref, sealed)"
        " ON CONFLICT (source_id, subject_ref) DO UPDATE SET sealed_name = intake_subject.sealed_name"
        " RETURNING subject_ref, id, sealed_name IS NOT NULL",
        [
            source_id,
            statements.uuids([new[ref].id for ref in refs]),
            statements.texts(refs),
            [new[ref].sealed_name for ref in refs],
        ],
    )
    return {ref: FoundSubject(*rest) for ref, *rest in found}


def name_subjects(sealed: Mapping[UUID, bytes]) -> None:
    """Write the names of subjects that had none; one statement."""
    if not sealed:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE intake_subject s SET sealed_name = row.sealed"
            " FROM unnest(%s::uuid[], %s::bytea[]) AS row (id, sealed)"
            " WHERE s.id = row.id AND s.sealed_name IS NULL",
            [list(sealed), list(sealed.values())],
        )


def hold_subject(subject_id: UUID) -> None:
    """Keep a subject's documents from being given up until the transaction ends; no arrival waits for it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM intake_subject WHERE id = %s FOR KEY SHARE", [subject_id])


class CaseLine(NamedTuple):
    case_ref: str
    kind: str
    subject_id: UUID


class FoundCase(NamedTuple):
    id: UUID
    subject_id: UUID
    kind: str
    is_new: bool
    documents: list[UUID]


def find_or_make_cases(*, source_id: UUID, lines: Sequence[CaseLine], now: datetime) -> dict[str, FoundCase]:
    """Return the case of each reference, locked until the transaction ends; one statement.

    A new case gets the documents that came before it. Its key stays unlocked, so
    that a decision on the case, which holds its item, never waits for an arrival that supersedes that item.
    """
    rows = sorted({line.case_ref: line for line in lines}.values(), key=lambda line: line.case_ref)
    found = statements.ask(
        "WITH found AS ("
        "INSERT INTO intake_case (id, source_id, case_ref, kind, subject_id, opened_at, last_sequence, terms)"
        " SELECT id, %s, ref, kind, subject_id, %s, 0, lower(ref)"
        " FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::uuid[]) AS row (id, ref, kind, subject_id)"
        " ON CONFLICT (source_id, case_ref) DO UPDATE SET kind = intake_case.kind"
        " RETURNING case_ref, id, subject_id, kind, xmax = 0 AS is_new),"
        " joined AS (UPDATE intake_evidence e SET case_id = found.id, awaits_ref = '', waits_until = NULL"
        " FROM found WHERE found.is_new AND e.case_id IS NULL"
        " AND e.subject_id = found.subject_id AND e.awaits_ref = found.case_ref"
        " RETURNING e.case_id, e.id)"
        " SELECT case_ref, id, subject_id, kind, is_new,"
        " ARRAY(SELECT joined.id FROM joined WHERE joined.case_id = found.id ORDER BY 1) FROM found",
        [
            source_id,
            now,
            statements.uuids([ids.new() for _ in rows]),
            statements.texts([row.case_ref for row in rows]),
            statements.texts([row.kind for row in rows]),
            statements.uuids([row.subject_id for row in rows]),
        ],
    )
    return {row[0]: FoundCase(*row[1:]) for row in found}


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
