"""What every address of the API has in common, and how it is described."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, TypeVar

from django.http import HttpRequest, JsonResponse, QueryDict
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.api import idempotency, parsers, preconditions, proof, throttles
from apps.api.authentication import Caller
from apps.api.scopes import HasScope
from apps.api.serializers.fields import In, Out
from apps.api.serializers.problems import Problem
from apps.core import refusals

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
SAYS: Mapping[int, str] = {
    401: "No key, or a key that does not count.",
    403: "Visible, but not allowed; names what is missing.",
    404: "Not there, or not visible to you.",
    409: "Not possible in the present state, or the first request with this key is still running.",
    410: "Your own claim ran out.",
    412: "Changed since you looked.",
    413: "Too large.",
    415: "Not JSON.",
    422: "Something in the request is not right; names the field.",
    423: "Held by someone else.",
    428: "Idempotency-Key or If-Match is missing.",
    429: "Too many requests; see Retry-After.",
    503: "Not possible at present; see Retry-After.",
}
PROOFS = (proof.ProofNeeded.code, proof.ProofWrong.code, proof.TooManyProofs.code)
REFUSALS = "x-refusals"  # codes of `error` that are an operation's own
ON_READ = (401, 403, 404, 422, 429, 503)
ON_WRITE = (401, 403, 404, 409, 413, 415, 422, 428, 429, 503)
ON_CHANGE = (*ON_WRITE, 410, 412, 423)


class Endpoint(APIView):
    """scopes: what a key needs, by method. max_bytes: the largest body."""

    permission_classes = [HasScope]
    throttle_classes = [throttles.PerPrincipal]
    metadata_class = None
    scopes: ClassVar[Mapping[str, str]] = {}
    max_bytes: ClassVar[int] = parsers.MAX_BYTES

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Keep every answer out of every cache: answers differ by reader and may hold personal facts."""
        patch_cache_control(response, private=True, no_store=True)
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
    reader.is_valid(raise_exception=True)
    found: dict[str, Any] = reader.validated_data
    return found


def problems(statuses: tuple[int, ...]) -> dict[int, OpenApiResponse]:
    return {status: OpenApiResponse(Problem, SAYS[status]) for status in sorted(statuses)}


def reads(name: str, answer: type[Out], *, asks: type[In] | None = None) -> Callable[[View], View]:
    """Describe a GET."""
    return extend_schema(
        operation_id=name,
        parameters=[asks] if asks else [],
        responses={200: answer, **problems(ON_READ)},
    )


def writes(
    name: str,
    takes: type[In] | Mapping[str, object] | None,
    answers: Mapping[int, type[Out] | None],
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
    parameters = [KEY, *([VERSION] if is_change else []), *([proof.PARAMETER] if is_proven else [])]
    return extend_schema(
        operation_id=name,
        parameters=parameters,
        request=takes,
        responses={**answers, **problems(ON_CHANGE if is_change else ON_WRITE)},
        examples=[OpenApiExample("Example", value=dict(example), request_only=True)] if example else None,
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
