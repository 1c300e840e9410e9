"""A write happens at most once per key: its answer is kept in the write's own transaction (ADR 0006)."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg.types.numeric import Int8

from apps.core import bulk, ids, refusals, statements, transactions
from apps.core.models import IdempotentRequest
from apps.core.words import say


class KeyReused(refusals.Invalid):
    code = "idempotency_key_reused"
    sentence = say("This key was used for another request. Nothing was recorded; use a new key.")


class RequestRunning(refusals.IllegalMove):
    code = "request_running"
    sentence = say("The first request with this key is still running. Retry in a moment.")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a write says: status and a body of plain data that holds no personal fact."""

    status: int
    body: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Key:
    """One key of one principal on one route; `asked` is the digest of what was asked."""

    principal_id: UUID
    route: str
    text: str
    asked: bytes
    now: datetime

    @property
    def lock_number(self) -> int:
        """Return the number of this key's advisory lock (64 bits, signed)."""
        whole = f"{self.principal_id}\n{self.route}\n{self.text}".encode()
        return int.from_bytes(hashlib.sha256(whole).digest()[:8], "big", signed=True)


def once(key: Key, act: Callable[[], Answer], *, waits: bool) -> tuple[Answer, bool]:
    """Do a write unless it was done, and return its answer and whether that is a replay.

    `act` calls one verb. Its rows and the kept answer are committed together; a refusal rolls back both.
    waits: wait for a first request that is still running (a page), or refuse (a machine, which retries).
    Raises: KeyReused, RequestRunning, and what the verb raises.
    """
    with transactions.request():
        _lock(key, waits=waits)
        kept = _kept(key)
        if kept is not None:
            return kept, True
        with transactions.gathering() as last:
            answer = act()
            bulk.insert_each([*last, _to_keep(key, answer)])
    return answer, False


def _lock(key: Key, *, waits: bool) -> None:
    call = "pg_advisory_xact_lock(%s) IS NOT NULL" if waits else "pg_try_advisory_xact_lock(%s)"
    if statements.ask(f"SELECT {call}", [Int8(key.lock_number)]) != [(True,)]:
        raise RequestRunning


def _kept(key: Key) -> Answer | None:
    found = statements.read(
        "FROM core_idempotentrequest r WHERE r.principal_id = %s AND r.route = %s AND r.key = %s",
        [key.principal_id, key.route, key.text],
        r=IdempotentRequest,
    )
    if not found:
        return None
    row = found[0][0]
    if bytes(row.body_digest) != key.asked:
        raise KeyReused(field="Idempotency-Key")
    return Answer(row.status, row.answer)


def _to_keep(key: Key, answer: Answer) -> IdempotentRequest:
    columns = {
        "id": ids.new(),
        "principal_id": key.principal_id,
        "route": key.route,
        "key": key.text,
        "body_digest": key.asked,
        "status": answer.status,
        "answer": answer.body,
        "created_at": key.now,
    }
    return bulk.fresh(IdempotentRequest, columns)


def forget(*, before: datetime) -> int:
    """Drop answers that nobody will ask for again; returns how many. Keys are promised for 30 days."""
    return IdempotentRequest.objects.filter(created_at__lt=before).delete()[0]
