from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from apps.api import idempotency, preconditions
from apps.api.serializers import explaining as shapes
from apps.api.views.base import Endpoint, body, caller, query, reads, writes
from apps.core.once import Answer
from apps.flow.selectors import explaining
from apps.flow.services import appealing


class Explanation(Endpoint):
    scopes = {"GET": "items:read or appeals:read", "POST": "items:write"}

    @reads("explanation", shapes.Explanation, asks=shapes.ExplanationQuery, refuses=("first_view_missing",))
    def get(self, request: Request, decision_id: UUID) -> Response:
        """Read a decision in force in plain words for the person it is about, in English or German."""
        by, asked = caller(request), query(request, shapes.ExplanationQuery)
        found = explaining.explanation(decision_id=decision_id, language=asked["language"], to=by.actor)
        etag = preconditions.etag(found.version)
        return Response(shapes.Explanation(found).data, headers={"ETag": etag})

    @writes(
        "write_explanation",
        shapes.ExplanationBody,
        {201: shapes.Kept},
        is_change=True,
        example=shapes.WRITTEN,
        refuses=("cannot_explain", "explanation_empty", "explanation_stale", "first_view_missing"),
    )
    def post(self, request: Request, decision_id: UUID) -> Response:
        """Keep another version of an explanation; `If-Match` is the newest one's number in that language."""
        by, version = caller(request), preconditions.version(request)
        said = body(request, shapes.ExplanationBody)

        def act() -> Answer:
            row = appealing.write_explanation(
                decision_id=decision_id, **said, version=version, by=by.actor, now=by.now
            )
            return Answer(201, shapes.Kept(row).data)

        return idempotency.once(request, act)
