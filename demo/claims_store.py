"""What the demonstration's claims system remembers, in one SQLite file of its own."""

import json
import sqlite3
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REFUSED_OF_100 = 1
FIRST_WAIT_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 300.0
TABLE = """
create table if not exists decision (
  delivery_id text primary key,
  case_ref text not null,
  sequence integer not null,
  body text not null,
  received_at real not null,
  status text not null default 'RECEIVED',
  reference text not null default '',
  code text not null default '',
  detail text not null default '',
  applied_at real,
  receipt_accepted integer not null default 0,
  n_tries integer not null default 0,
  next_try_at real not null default 0
);
create table if not exists answer (
  delivery_id text primary key,
  case_ref text not null,
  result text not null,
  received_at real not null
);
create index if not exists decision_case on decision (case_ref, sequence);
create index if not exists decision_receipt on decision (receipt_accepted, status, next_try_at);
"""


class SameIdOtherBodyError(Exception):
    """A delivery id came again with another body."""


@dataclass(frozen=True)
class Decision:
    """One received decision as the table holds it. Times are seconds since 1970."""

    delivery_id: str
    case_ref: str
    sequence: int
    data: dict[str, Any]
    received_at: float
    status: str
    reference: str
    code: str
    detail: str
    applied_at: float | None
    receipt_accepted: bool
    n_tries: int


def _decision(row: sqlite3.Row) -> Decision:
    return Decision(
        delivery_id=row["delivery_id"],
        case_ref=row["case_ref"],
        sequence=row["sequence"],
        data=json.loads(row["body"])["data"],
        received_at=row["received_at"],
        status=row["status"],
        reference=row["reference"],
        code=row["code"],
        detail=row["detail"],
        applied_at=row["applied_at"],
        receipt_accepted=bool(row["receipt_accepted"]),
        n_tries=row["n_tries"],
    )


def refuses(case_ref: str, sequence: int) -> bool:
    """Tell whether this decision is one of the 1 in 100 that the system refuses, always the same ones."""
    return zlib.crc32(f"{case_ref}:{sequence}".encode()) % 100 < REFUSED_OF_100


class Store:
    """The decisions of the claims system; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(path, check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("pragma journal_mode = wal")
        self._connection.executescript(TABLE)

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        with self._lock, self._connection:
            yield self._connection

    def _read(self, sql: str, *values: object) -> list[Decision]:
        with self._lock:
            return [_decision(row) for row in self._connection.execute(sql, values)]

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def receive(self, delivery_id: str, body: dict[str, Any], raw: str, *, now: float) -> bool:
        """Remember a decision. Returns False when the same delivery came before.

        Raises:
            SameIdOtherBodyError: the delivery id is known with other data.
            KeyError, TypeError, ValueError: the body is not a decision.
        """
        data = body["data"]
        case_ref, sequence = str(data["case_ref"]), int(data["sequence"])
        with self._write() as connection:
            sql = "select body from decision where delivery_id = ?"
            before = connection.execute(sql, (delivery_id,)).fetchone()
            if before is None:
                connection.execute(
                    "insert into decision (delivery_id, case_ref, sequence, body, received_at)"
                    " values (?, ?, ?, ?, ?)",
                    (delivery_id, case_ref, sequence, raw, now),
                )
                return True
            if json.loads(before["body"])["data"] != data:
                raise SameIdOtherBodyError(delivery_id)
            return False

    def receive_answer(self, delivery_id: str, body: dict[str, Any], *, now: float) -> bool:
        """Remember how an appeal was answered. Returns False when the same delivery came before.

        Raises:
            KeyError, TypeError, ValueError: the body is not an answer.
        """
        row = (delivery_id, str(body["data"]["case_ref"]), str(body["data"]["result"]), now)
        with self._write() as connection:
            sql = "insert or ignore into answer values (?, ?, ?, ?)"
            return connection.execute(sql, row).rowcount == 1

    def apply_ready(self, *, now: float, delay: float) -> int:
        """Apply what came at least `delay` seconds ago, per case in order of sequence. Returns how many."""
        waiting = self._read(
            "select * from decision where status = 'RECEIVED' and received_at <= ?"
            " order by case_ref, sequence limit 200",
            now - delay,
        )
        for decision in waiting:
            self._apply(decision, now)
        return len(waiting)

    def _apply(self, decision: Decision, now: float) -> None:
        with self._write() as connection:
            sql = "select max(sequence) from decision where case_ref = ? and status = 'APPLIED'"
            newest = connection.execute(sql, (decision.case_ref,)).fetchone()[0]
            status, code, detail = "APPLIED", "", ""
            if newest is not None and newest > decision.sequence:
                status, code, detail = (
                    "REFUSED",
                    "newer_applied",
                    "A later decision on this claim is applied.",
                )
            elif refuses(decision.case_ref, decision.sequence):
                status, code, detail = "REFUSED", "claim_closed", "The claim was closed meanwhile."
            number = connection.execute("select count(*) from decision where reference <> ''").fetchone()[0]
            reference = f"WC-{88000 + number}" if status == "APPLIED" else ""
            connection.execute(
                "update decision set status = ?, code = ?, detail = ?, reference = ?, applied_at = ?"
                " where delivery_id = ? and status = 'RECEIVED'",
                (status, code, detail, reference, now, decision.delivery_id),
            )

    def receipts_due(self, *, now: float) -> list[Decision]:
        """List decisions applied or refused whose receipt was not accepted yet and may be tried now."""
        return self._read(
            "select * from decision where receipt_accepted = 0 and status <> 'RECEIVED' and next_try_at <= ?"
            " order by applied_at limit 50",
            now,
        )

    def receipt_sent(self, delivery_id: str, *, accepted: bool, n_tries: int, now: float) -> None:
        """Note a try; a failed one is repeated after 1, 2, 4 ... at most 300 seconds."""
        wait = min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** min(n_tries - 1, 10))
        with self._write() as connection:
            connection.execute(
                "update decision set receipt_accepted = ?, n_tries = ?, next_try_at = ?"
                " where delivery_id = ?",
                (int(accepted), n_tries, now + wait, delivery_id),
            )

    def latest(self, limit: int) -> list[Decision]:
        """List the decisions applied or refused last, newest first."""
        sql = "select * from decision where status <> 'RECEIVED' order by applied_at desc, rowid desc limit ?"
        return self._read(sql, limit)

    def counts(self) -> dict[str, int]:
        """Count decisions per status, and receipts not accepted yet."""
        with self._lock:
            rows = self._connection.execute(
                "select status, count(*) from decision group by status"
            ).fetchall()
            open_sql = "select count(*) from decision where receipt_accepted = 0 and status <> 'RECEIVED'"
            n_open = self._connection.execute(open_sql).fetchone()[0]
        return {str(row[0]): int(row[1]) for row in rows} | {"receipts_open": int(n_open)}

    def n_answers(self) -> int:
        """Count the appeals of which it was told how they were answered."""
        with self._lock:
            return int(self._connection.execute("select count(*) from answer").fetchone()[0])
