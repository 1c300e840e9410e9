"""Every error of the API in one shape: {"error": {"code", "sentence", "field"?, "permission"?}}."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied as DjangoPermissionDenied
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response

from apps.api import parsers
from apps.core import refusals
from apps.intake import rules as intake

STATUSES: Mapping[type[refusals.Refusal], int] = {
    refusals.NotVisible: 404,
    refusals.NotAllowed: 403,
    refusals.IllegalMove: 409,
    refusals.Stale: 412,
    refusals.Expired: 410,
    refusals.HeldByAnother: 423,
    refusals.Invalid: 422,
    parsers.BodyTooLarge: 413,
    refusals.Missing: 428,
    refusals.TooMany: 429,
    refusals.Unavailable: 503,
    refusals.Refusal: 409,
}
FOREIGN: Mapping[type[Exception], type[refusals.Refusal]] = {
    Http404: refusals.NotVisible,
    DjangoPermissionDenied: refusals.NotAllowed,
    RequestDataTooBig: parsers.BodyTooLarge,
    OperationalError: refusals.Unavailable,  # the database went away, or a lock was not to be had
    InterfaceError: refusals.Unavailable,
}
RETRY_AFTER_SECONDS = 5
CSRF_SENTENCE = "A signed-in page must send its CSRF token. Load the page again."
WAITS = frozenset({429, 503})
SENTENCES: Mapping[type[exceptions.APIException], tuple[int, str, str]] = {
    exceptions.NotAuthenticated: (
        401,
        "key_missing",
        "Send a key as `Authorization: Bearer rhk_...`, or sign in.",
    ),
    exceptions.MethodNotAllowed: (
        405,
        "method_not_allowed",
        "This address does not take that method; see Allow.",
    ),
    exceptions.NotAcceptable: (406, "not_acceptable", "Answers are JSON: accept application/json."),
    exceptions.UnsupportedMediaType: (
        415,
        "not_json",
        "Send JSON, with Content-Type: application/json.",
    ),
    exceptions.NotFound: (404, refusals.NotVisible.code, refusals.NotVisible.sentence),
}


def handle(error: Exception, _context: Mapping[str, Any]) -> Response | None:
    """Turn an anticipated error into its answer; anything else is Django's 500."""
    refusal = _as_refusal(error)
    if refusal is not None:
        return _answer(status_of(refusal), refusal.code, refusal.sentence, refusal.details)
    if isinstance(error, exceptions.ValidationError):
        field, code, sentence = _first(error.get_full_details())
        return _answer(422, code, sentence, {"field": field})
    if isinstance(error, exceptions.APIException):
        return _from_framework(error)
    return None


def said_of(refusal: refusals.Refusal) -> dict[str, str]:
    """Say a refusal as one line of a batch tells it."""
    field = refusal.details.get("field")
    return {"code": refusal.code, "sentence": refusal.sentence} | ({"field": str(field)} if field else {})


def as_refusal(error: Exception) -> refusals.Refusal | None:
    """Give the refusal behind an anticipated error; None for a fault of ours."""
    return _as_refusal(error)


def status_of(refusal: refusals.Refusal) -> int:
    """Return the HTTP status of a refusal, by its kind (architecture, section 5)."""
    return status_of_kind(type(refusal))


def status_of_kind(kind: type[refusals.Refusal]) -> int:
    """Return the HTTP status of every refusal of a kind."""
    return next(STATUSES[one] for one in kind.__mro__ if one in STATUSES)


def _as_refusal(error: Exception) -> refusals.Refusal | None:
    if isinstance(error, refusals.Refusal):
        return error
    if isinstance(error, intake.BadField):
        return _named(refusals.Invalid(error.sentence, field=error.field), error.code)
    if isinstance(error, exceptions.Throttled):
        return refusals.TooMany(retry_after=getattr(error, "wait", None))
    return next((means() for kind, means in FOREIGN.items() if isinstance(error, kind)), None)


def _named(refusal: refusals.Refusal, code: str) -> refusals.Refusal:
    refusal.code = code
    return refusal


def _from_framework(error: exceptions.APIException) -> Response:
    status, code, sentence = SENTENCES.get(
        type(error), (error.status_code, str(error.get_codes()), str(error.detail))
    )
    details: dict[str, object] = {}
    if isinstance(error, exceptions.PermissionDenied):
        code, sentence = "csrf_failed", CSRF_SENTENCE
        details["permission"] = "csrf_token"
    answer = _answer(status, code, sentence, details)
    if getattr(error, "auth_header", None):
        answer["WWW-Authenticate"] = error.auth_header  # type: ignore[attr-defined] # set by APIView
    return answer


def _answer(status: int, code: str, sentence: str, details: Mapping[str, object]) -> Response:
    named = {name: str(details[name]) for name in ("field", "permission") if details.get(name)}
    answer = Response({"error": {"code": code, "sentence": sentence, **named}}, status=status)
    if status in WAITS:
        wait = details.get("retry_after")
        seconds = wait if isinstance(wait, int | float) else RETRY_AFTER_SECONDS
        answer["Retry-After"] = str(max(1, math.ceil(seconds)))
    if status == STATUSES[refusals.Stale] and "version" in details:
        answer["ETag"] = f'"{details["version"]}"'
    return answer


def _first(found: object, path: str = "") -> tuple[str, str, str]:
    """Give the first error of a serializer: where, its code, its sentence."""
    if isinstance(found, Mapping) and not {"message", "code"} <= found.keys():
        name, inner = next(iter(found.items()))
        return _first(inner, path if name == "non_field_errors" else _joined(path, str(name)))
    if isinstance(found, Sequence) and not isinstance(found, str):
        place, inner = next((i, one) for i, one in enumerate(found) if one)
        is_list_of_fields = not {"message", "code"} <= set(inner)
        return _first(inner, f"{path}[{place}]" if is_list_of_fields else path)
    assert isinstance(found, Mapping)
    return path, str(found["code"]), str(found["message"])


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
