"""Retrying is always safe: the answer of a write is kept with the write itself (promise P2)."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from apps.api.authentication import Caller
from apps.core import bulk, canonical, ids, refusals, transactions
from apps.core.models import IdempotentRequest

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
SHAPE = re.compile(r"[!-~]{1,200}", re.ASCII)
NO_CONTENT = 204


class KeyMissing(refusals.Missing):
    code = "idempotency_key_missing"
    sentence = "Send an Idempotency-Key header: a new one for each act, the same one when you retry it."


class KeyMalformed(refusals.Invalid):
    code = "idempotency_key_malformed"
    sentence = "An Idempotency-Key is 1 to 200 visible ASCII characters."


class KeyReused(refusals.Invalid):
    code = "idempotency_key_reused"
    sentence = "This Idempotency-Key was used for another request. Nothing was recorded; use a new key."


class RequestRunning(refusals.IllegalMove):
    code = "request_running"
    sentence = "The first request with this Idempotency-Key is still running. Retry in a moment."


@dataclass(frozen=True, slots=True)
class Answer:
    """What a write says: status and a body of plain data that holds no personal fact."""

    status: int
    body: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Key:
    """One key of one principal on one route, with the digest of what was asked."""

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


def key_of(request: Request) -> Key:
    """Read the key of a request; address and body are what it stands for.

    Raises: KeyMissing, KeyMalformed.
    """
    text = request.headers.get(HEADER, "")
    if not text:
        raise KeyMissing
    if not SHAPE.fullmatch(text):
        raise KeyMalformed(field=HEADER)
    caller, match = request.user, request.resolver_match
    assert isinstance(caller, Caller)
    assert match is not None
    asked = canonical.digest({"path": request.path, "body": request.data})
    return Key(caller.id, match.view_name, text, asked, caller.now)


def once(request: Request, act: Callable[[], Answer]) -> Response:
    """Do a write at most once per key, or give the answer it had.

    `act` calls one verb. Its rows and the kept answer are committed together; a refusal rolls back both.
    Raises: KeyMissing, KeyMalformed, KeyReused, RequestRunning, and what the verb raises.
    """
    key = key_of(request)
    with transactions.request():
        _take_lock(key)
        kept = _kept(key)
        if kept is not None:
            return _response(kept, is_replay=True)
        answer = _plain(act())
        _keep(key, answer)
    return _response(answer, is_replay=False)


def _take_lock(key: Key) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [key.lock_number])
        row = cursor.fetchone()
    if row is None or row[0] is not True:
        raise RequestRunning


def _kept(key: Key) -> Answer | None:
    row = IdempotentRequest.objects.filter(
        principal_id=key.principal_id, route=key.route, key=key.text
    ).first()
    if row is None:
        return None
    if bytes(row.body_digest) != key.asked:
        raise KeyReused(field=HEADER)
    return Answer(row.status, row.answer)


def _keep(key: Key, answer: Answer) -> None:
    row = IdempotentRequest(
        id=ids.new(),
        principal_id=key.principal_id,
        route=key.route,
        key=key.text,
        body_digest=key.asked,
        status=answer.status,
        answer=answer.body,
        created_at=key.now,
    )
    bulk.insert([row])


def _plain(answer: Answer) -> Answer:
    """Turn ids, instants and amounts into what JSON knows, as the reader will see them."""
    return Answer(answer.status, json.loads(JSONRenderer().render(answer.body)))


def _response(answer: Answer, *, is_replay: bool) -> Response:
    body = None if answer.status == NO_CONTENT else answer.body
    response = Response(body, status=answer.status)
    if is_replay:
        response[REPLAYED] = "true"
    version = answer.body.get("version")
    if version is not None:
        response["ETag"] = f'"{version}"'
    return response
