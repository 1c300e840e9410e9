"""Retrying is always safe: the answer of a write is kept with the write itself (promise P2)."""

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Callable

from django.http import HttpResponse
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from apps.api.authentication import Caller
from apps.core import canonical, refusals
from apps.core import once as core_once
from apps.core.once import Answer, Key

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
SHAPE = re.compile(r"[!-~]{1,200}", re.ASCII)
OK, NO_CONTENT = 200, 204


class KeyMissing(refusals.Missing):
    code = "idempotency_key_missing"
    sentence = "Send an Idempotency-Key header: a new one for each act, the same one when you retry it."


class KeyMalformed(refusals.Invalid):
    code = "idempotency_key_malformed"
    sentence = "An Idempotency-Key is 1 to 200 visible ASCII characters."


def key_of(request: Request) -> Key:
    """Read the key of a request; address and body are what it stands for.

    Raises: KeyMissing, KeyMalformed.
    """
    return key_for(request, request.data)


def key_for(request: Request, body: object) -> Key:
    """Read the key of a request whose body is known by something else, such as its digest.

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
    asked = canonical.digest({"path": request.get_full_path(), "body": body})
    return Key(caller.id, match.view_name, text, asked, caller.now)


def once(request: Request, act: Callable[[], Answer]) -> Response:
    """Do a write at most once per key, or give the answer it had.

    Raises: KeyMissing, KeyMalformed, core_once.KeyReused, core_once.RequestRunning, and what the verb raises.
    """
    answer, is_replay = core_once.once(key_of(request), lambda: _plain(act()), waits=False)
    return _response(answer, is_replay=is_replay)


def file_once(request: Request, act: Callable[[], bytes], kind: str) -> HttpResponse:
    """Make a file at most once per key, or give the bytes that it had; kind: its media type.

    Raises: as once.
    """

    def made() -> Answer:
        return Answer(OK, {"base64": b64encode(act()).decode()})

    answer, is_replay = core_once.once(key_of(request), made, waits=False)
    response = HttpResponse(b64decode(str(answer.body["base64"])), content_type=kind)
    if is_replay:
        response[REPLAYED] = "true"
    return response


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
