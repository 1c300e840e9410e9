"""One act of the API: described, read from the request, and done at most once per key."""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.models import Actor
from apps.api import idempotency, preconditions
from apps.api.serializers.fields import In, Out
from apps.api.serializers.items import Nothing
from apps.api.views.base import Endpoint, body, caller, writes
from apps.core.once import Answer

OK = 200
Answers = Mapping[int, type[Out] | None]


@dataclass(frozen=True, slots=True)
class Act:
    """Who asks for what. `said` is the checked body; `version` what they looked at, where that is asked."""

    by: Actor
    now: datetime
    said: Mapping[str, Any]
    version: int = 0

    @property
    def guarded(self) -> dict[str, Any]:
        """Return what every verb on something that exists takes."""
        return {"version": self.version, "by": self.by, "now": self.now}


def acts(
    name: str,
    takes: type[In],
    answers: Answers,
    *,
    is_change: bool = False,
    is_proven: bool = False,
    example: Mapping[str, object] | None = None,
    refuses: tuple[str, ...] = (),
) -> Callable[[Callable[..., object]], Callable[..., Response]]:
    """Make a POST of a method that is given an Act and does one verb; what it returns is the answer.

    The verb's row is written by the first of `answers`; None is 204; an Answer is taken as it is. Proof of
    identity is asked inside the method, so that a retry is answered as before without another code.
    """

    def made(method: Callable[..., object]) -> Callable[..., Response]:
        @functools.wraps(method)
        def post(self: Endpoint, request: Request, **named: object) -> Response:
            by = caller(request)
            version = preconditions.version(request) if is_change else 0
            act = Act(by.actor, by.now, body(request, takes), version)
            return idempotency.once(request, lambda: _answer(method(self, act, **named), answers))

        return writes(
            name,
            takes,
            answers,
            is_change=is_change,
            is_proven=is_proven,
            example=example,
            refuses=refuses,
        )(post)

    return made


def files(
    name: str, kind: str, *, refuses: tuple[str, ...] = ()
) -> Callable[[Callable[..., bytes]], Callable[..., HttpResponse]]:
    """Make a POST of a method that is given an Act and returns a file; kind: its media type."""

    def made(method: Callable[..., bytes]) -> Callable[..., HttpResponse]:
        @functools.wraps(method)
        def post(self: Endpoint, request: Request, **named: object) -> HttpResponse:
            by = caller(request)
            act = Act(by.actor, by.now, body(request, Nothing))
            return idempotency.file_once(request, lambda: method(self, act, **named), kind)

        return writes(name, Nothing, {(OK, kind): OpenApiTypes.BINARY}, refuses=refuses)(post)

    return made


def _answer(made: object, answers: Answers) -> Answer:
    if isinstance(made, Answer):
        return made
    status, shape = next(iter(answers.items()))
    if made is None or shape is None:
        return Answer(idempotency.NO_CONTENT, {})
    return Answer(status, shape(made).data)


__all__ = ["Act", "Nothing", "acts"]
