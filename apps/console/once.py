"""A form sent twice is answered once: its key is a hidden field, its answer lies beside the API's."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from apps.core import once as core_once
from apps.core import refusals
from apps.core.words import say

FOUND = 303
KEY_LENGTH = 200
NOT_PART_OF_THE_ACT = frozenset({"csrfmiddlewaretoken"})


class KeyMissing(refusals.Missing):
    code = "idempotency_key_missing"
    sentence = say(
        "This form came without its key. Nothing was recorded; open the page again and decide there."
    )


class KeyReused(refusals.Invalid):
    code = "idempotency_key_reused"
    sentence = say(
        "This form was recorded before with other content. Nothing new was recorded; open the page again."
    )


def once(request: HttpRequest, *, route: str, by_id: UUID, now: datetime, act: Callable[[], str]) -> str:
    """Run `act` at most once per form key and return where to go next; a double click waits for the first.

    `act` calls exactly one verb and returns an address.
    Raises: KeyMissing, KeyReused, and what the verb refuses.
    """
    answer = answered(request, route=route, by_id=by_id, now=now, act=lambda: {"to": act()})
    return str(answer["to"])


def answered(
    request: HttpRequest,
    *,
    route: str,
    by_id: UUID,
    now: datetime,
    act: Callable[[], Mapping[str, object]],
) -> Mapping[str, Any]:
    """Run `act` at most once per form key and return its answer: plain data, no personal fact.

    Raises: as `once`.
    """
    text = request.POST.get("idempotency_key", "")[:KEY_LENGTH]
    if not text:
        raise KeyMissing
    key = core_once.Key(by_id, route, text, _digest(request), now)
    try:
        answer, _ = core_once.once(key, lambda: core_once.Answer(FOUND, act()), waits=True)
    except core_once.KeyReused:
        raise KeyReused from None
    return answer.body


def _digest(request: HttpRequest) -> bytes:
    fields = sorted(
        (name, value)
        for name, values in request.POST.lists()
        if name not in NOT_PART_OF_THE_ACT
        for value in values
    )
    return hashlib.sha256(repr(fields).encode()).digest()
