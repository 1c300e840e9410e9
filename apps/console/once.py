"""A form sent twice is answered once: its key is a hidden field, its answer lies beside the API's."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError
from django.http import HttpRequest

from apps.core import refusals, transactions
from apps.core.models import IdempotentRequest

FOUND = 303
KEY_LENGTH = 200
NOT_PART_OF_THE_ACT = frozenset({"csrfmiddlewaretoken"})


class KeyMissing(refusals.Missing):
    code = "idempotency_key_missing"
    sentence = "This form came without its key. Nothing was recorded; open the page again and decide there."


class KeyReused(refusals.Invalid):
    code = "idempotency_key_reused"
    sentence = (
        "This form was recorded before with other content. Nothing new was recorded; open the page again."
    )


def once(request: HttpRequest, *, route: str, by_id: UUID, now: datetime, act: Callable[[], str]) -> str:
    """Run `act` at most once per form key and return where to go next.

    `act` calls exactly one verb and returns an address. The key, the verb's rows and its record are
    committed together.

    Raises: KeyMissing, KeyReused, and what the verb refuses.
    """
    key = request.POST.get("idempotency_key", "")[:KEY_LENGTH]
    if not key:
        raise KeyMissing
    digest = _digest(request)
    kept = _kept(by_id, route, key, digest)
    if kept is not None:
        return kept
    try:
        with transactions.request():
            to = act()
            IdempotentRequest.objects.create(
                principal_id=by_id,
                route=route,
                key=key,
                body_digest=digest,
                status=FOUND,
                answer={"to": to},
                created_at=now,
            )
    except (IntegrityError, refusals.Refusal):
        kept = _kept(by_id, route, key, digest)  # the same form may have won the race in the meantime
        if kept is None:
            raise
        return kept
    return to


def _kept(by_id: UUID, route: str, key: str, digest: bytes) -> str | None:
    row = IdempotentRequest.objects.filter(principal_id=by_id, route=route, key=key).first()
    if row is None:
        return None
    if bytes(row.body_digest) != digest:
        raise KeyReused
    return str(row.answer["to"])


def _digest(request: HttpRequest) -> bytes:
    fields = sorted(
        (name, value)
        for name, values in request.POST.lists()
        if name not in NOT_PART_OF_THE_ACT
        for value in values
    )
    return hashlib.sha256(repr(fields).encode()).digest()
