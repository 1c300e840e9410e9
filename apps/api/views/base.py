"""What every address of the API has in common, and how it is described."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, ClassVar, TypeVar

from django.http import HttpRequest, JsonResponse, QueryDict
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.api import idempotency, parsers, preconditions, proof, refused, throttles
from apps.api.authentication import Caller
from apps.api.scopes import HasScope
from apps.api.serializers.fields import In, Out
from apps.api.serializers.problems import Problem
from apps.core import refusals
from apps.flow.selectors.cursors import BadCursor
from apps.flow.services import breaking_glass

View = TypeVar("View", bound=Callable[..., object])

KEY = OpenApiParameter(
    idempotency.HEADER,
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    required=True,
    description="1 to 200 visible ASCII characters, new for each act. A retry with the same key and body is "
    f"answered as before, with `{idempotency.REPLAYED}: true`.",
)
VERSION = OpenApiParameter(
    preconditions.HEADER,
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    required=True,
    description='The ETag of what you looked at: the item\'s version in quotes, such as `"3"`.',
)
PROOFS = (proof.ProofNeeded.code, proof.ProofWrong.code, proof.TooManyProofs.code)
CURSOR = (BadCursor.code,)
REFUSALS = "x-refusals"  # codes of `error` that are an operation's own
ON_READ = (401, 403, 404, 422, 429, 503)
ON_WRITE = (401, 403, 404, 409, 413, 415, 422, 428, 429, 503)
ON_CHANGE = (*ON_WRITE, 412)


class Endpoint(APIView):
    """scopes: what a key needs, by method. max_bytes: the largest body."""

    permission_classes = [HasScope]
    throttle_classes = [throttles.PerPrincipal]
    metadata_class = None
    scopes: ClassVar[Mapping[str, str]] = {}
    max_bytes: ClassVar[int] = parsers.MAX_BYTES

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Keep every answer out of every cache: answers differ by reader and may hold personal facts.

        What an admin reads while an inbox is open to them by break-glass is noted.
        """
        patch_cache_control(response, private=True, no_store=True)
        by = getattr(request, "user", None)
        if isinstance(by, Caller) and request.method == "GET" and response.status_code < ON_READ[0]:
            view = type(self).__name__
            breaking_glass.looked(view=f"api:{view}", named=kwargs, by=by.actor, now=by.now)
        return super().finalize_response(request, response, *args, **kwargs)


def caller(request: Request) -> Caller:
    """Return who asks; HasScope has seen to it that somebody does."""
    assert isinstance(request.user, Caller)
    return request.user


def body(request: Request, shape: type[In]) -> dict[str, Any]:
    """Read the request's body.

    Raises: ValidationError.
    """
    return _valid(shape, request.data)


def query(request: Request, shape: type[In]) -> dict[str, Any]:
    """Read the part of the address after the question mark; what is not known is refused.

    Raises: ValidationError.
    """
    return _valid(shape, request.query_params)


def _valid(shape: type[In], data: object) -> dict[str, Any]:
    reader = shape(data=data.dict() if isinstance(data, QueryDict) else data)
    reader.__dict__["fields"] = _fields(shape)
    reader.is_valid(raise_exception=True)
    found: dict[str, Any] = reader.validated_data
    return found


@cache
def _fields(shape: type[In]) -> Mapping[str, object]:
    """Return the fields of a body, made once: reading leaves nothing in them, and costs less than making."""
    found: Mapping[str, object] = shape().fields
    return found


def problems(statuses: tuple[int, ...]) -> dict[int, OpenApiResponse]:
    return {status: OpenApiResponse(Problem, refused.SAYS[status]) for status in sorted(statuses)}


def reads(
    name: str, answer: type[Out], *, asks: type[In] | None = None, refuses: tuple[str, ...] = ()
) -> Callable[[View], View]:
    """Describe a GET; one that goes page by page may refuse a cursor. refuses: further codes of its own."""
    codes = [*refuses, *(CURSOR if asks and "after" in asks().fields else ())]
    return extend_schema(
        extensions={REFUSALS: codes} if codes else None,
        operation_id=name,
        parameters=[asks] if asks else [],
        responses={200: answer, **problems(ON_READ)},
        examples=_answers({200: answer}) or None,
    )


def _answers(answers: Mapping[int, type[Out] | None]) -> list[OpenApiExample]:
    """Show what is answered, where its shape has an example."""
    return [
        OpenApiExample("Answer", value=told, response_only=True, status_codes=[str(status)])
        for status, shape in answers.items()
        if (told := getattr(shape, "example", None))
    ]


def writes(
    name: str,
    takes: type[In] | Mapping[str, object] | None,
    answers: Mapping[Any, Any],
    *,
    is_change: bool = False,
    is_proven: bool = False,
    example: Mapping[str, object] | None = None,
    refuses: tuple[str, ...] = (),
) -> Callable[[View], View]:
    """Describe a POST; is_change: it changes something that exists, so it takes If-Match.

    is_proven: it binds, so whoever asks proves anew who they are. refuses: codes of its own refusals.
    """
    codes = [*refuses, *(PROOFS if is_proven else ())]
    examples = [OpenApiExample("Example", value=dict(example), request_only=True)] if example else []
    examples += _answers(answers)
    parameters = [KEY, *([VERSION] if is_change else []), *([proof.PARAMETER] if is_proven else [])]
    return extend_schema(
        operation_id=name,
        parameters=parameters,
        request=takes,
        responses={**answers, **problems(ON_CHANGE if is_change else ON_WRITE)},
        examples=examples or None,
        extensions={REFUSALS: codes} if codes else None,
    )


@csrf_exempt
def nowhere(_request: HttpRequest) -> JsonResponse:
    """Answer an address that does not exist in the API's own shape, whatever the method."""
    code, sentence = (
        refusals.NotVisible.code,
        "There is no such address. The API is described at /api/v1/docs/.",
    )
    return JsonResponse({"error": {"code": code, "sentence": sentence}}, status=404)
