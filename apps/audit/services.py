"""Writing the record and ordering it. There is no switch: a verb that cannot record does not happen."""

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db import connection

from apps.audit.models import Entry
from apps.core import bulk, canonical, ids, transactions

_LEAF = b"\x00"
_SEQUENCER_LOCK = 0x5245_5648
_SALT_BYTES = 16


class Who(Protocol):
    """An actor, as the record sees one: opaque ids.

    Its `marks`, where it has some, go into every entry: under what exception it acts at the moment.
    """

    id: UUID
    kind: str
    organisation_id: UUID


@dataclass(frozen=True, slots=True)
class Line:
    """One entry to write: `on` is (object type, object id); `data` holds ids, codes and digests only.

    `rows` are business rows as JSON-able values; the entry keeps a salted digest of each: a row can be
    shown to belong to the entry without the entry saying what is in it.
    """

    verb: str
    on: tuple[str, UUID]
    by: Who
    at: datetime
    case_id: UUID | None = None
    data: Mapping[str, object] = field(default_factory=dict)
    rows: Sequence[Mapping[str, object]] = ()


def record(
    verb: str,
    *,
    on: tuple[str, UUID],
    by: Who,
    at: datetime,
    case_id: UUID | None = None,
    data: Mapping[str, object] | None = None,
    rows: Sequence[Mapping[str, object]] = (),
) -> UUID:
    """Append one entry inside the verb's transaction and return its id."""
    return record_many([Line(verb, on, by, at, case_id, data or {}, rows)])[0]


def record_many(lines: Sequence[Line]) -> list[UUID]:
    """Append entries inside the verb's transaction, with the last that it writes."""
    transactions.require()
    said_at = {at: canonical.instant(at) for at in {line.at for line in lines}}  # a batch has one moment
    entries = [_entry(line, said_at[line.at]) for line in lines]
    bulk.insert_last(entries)
    return [entry.id for entry in entries]


def _entry(line: Line, said_at: str) -> Entry:
    entry_id = ids.new()
    object_type, object_id = line.on
    body = canonical.encode(
        {
            "id": entry_id,
            "verb": line.verb,
            "actor": {"kind": line.by.kind, "id": line.by.id},
            "organisation": line.by.organisation_id,
            "object": {"type": object_type, "id": object_id},
            "case": line.case_id,
            "said_at": said_at,
            "data": {**line.data, **getattr(line.by, "marks", {})},
            "rows": [_row_digest(row) for row in line.rows],
        }
    )
    columns = {
        "id": entry_id,
        "organisation_id": line.by.organisation_id,
        "verb": line.verb,
        "actor_kind": line.by.kind,
        "actor_id": line.by.id,
        "object_type": object_type,
        "object_id": object_id,
        "case_id": line.case_id,
        "said_at": line.at,
        "body": body,
        "leaf": hashlib.sha256(_LEAF + body).digest(),
    }
    return bulk.fresh(Entry, columns)


def _row_digest(row: Mapping[str, object]) -> dict[str, str]:
    salt = os.urandom(_SALT_BYTES)
    return {"salt": salt.hex(), "sha256": canonical.salted(salt, canonical.encode(row)).hex()}


def order_record(*, limit: int = 5000) -> int:
    """Give the next entries their place in the one order; returns how many were placed.

    Reads (xid, id) below the snapshot's xmin, so no entry of a transaction still running can be overtaken.
    Only one sequencer works at a time; another one returns 0 at once.
    """
    with transactions.verb(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_SEQUENCER_LOCK])
        if cursor.fetchone() != (True,):
            return 0
        cursor.execute(
            """
            WITH last AS (
              SELECT p.number, e.xid, e.id FROM audit_position p JOIN audit_entry e ON e.id = p.entry_id
              ORDER BY p.number DESC LIMIT 1
            ), next AS (
              SELECT e.id, e.xid FROM audit_entry e
              WHERE e.xid < pg_snapshot_xmin(pg_current_snapshot())
                AND (e.xid, e.id) > (coalesce((SELECT xid FROM last), '0'::xid8),
                                     coalesce((SELECT id FROM last), '00000000-0000-0000-0000-000000000000'))
              ORDER BY e.xid, e.id LIMIT %s
            )
            INSERT INTO audit_position (number, entry_id, placed_at)
            SELECT coalesce((SELECT number FROM last), 0) + row_number() OVER (ORDER BY xid, id), id,
              clock_timestamp()
            FROM next
            """,
            [limit],
        )
        return int(cursor.rowcount)
