from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.api.views.base import ON_READ, Endpoint, caller, problems
from apps.flow import selectors

NOT_MODIFIED = 304


class Contract(Endpoint):
    scopes = {"GET": "recommendations:write or recommendations:read"}

    @extend_schema(
        operation_id="contract",
        parameters=[
            OpenApiParameter(
                "If-None-Match",
                OpenApiTypes.STR,
                OpenApiParameter.HEADER,
                description="The ETag that you have; 304 when the contract is still the same.",
            )
        ],
        responses={
            200: OpenApiResponse(
                OpenApiTypes.OBJECT, "A JSON Schema; its `x-version` is the contract's number."
            ),
            NOT_MODIFIED: OpenApiResponse(None, "The contract is still the same."),
            **problems(ON_READ),
        },
    )
    def get(self, request: Request, slug: str) -> HttpResponse | Response:
        """See which facts an AI system's contract takes, as JSON Schema (draft 2020-12).

        It describes `facts`, `protected` and `used` of a recommendation. What the check only notes (required,
        age, limits, order of sources) refuses nothing and stands in names that begin with `x-`.
        """
        by = caller(request)
        found = selectors.contract_schema(slug=slug, to=by.actor)
        etag = f'"{found.etag}"'
        if request.headers.get("If-None-Match") == etag:
            return HttpResponse(status=NOT_MODIFIED, headers={"ETag": etag})
        return Response(found.schema, headers={"ETag": etag})
