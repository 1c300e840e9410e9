from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from apps.api import idempotency
from apps.api.serializers import submit
from apps.api.views.base import Endpoint, body, caller, reads, writes
from apps.core.once import Answer
from apps.flow import selectors
from apps.flow import services as flow
from apps.intake import rules as intake

CREATED, OK = 201, 200
BATCH_BYTES = 12 * 1024 * 1024


class Submit(Endpoint):
    scopes = {"POST": "recommendations:write"}

    @writes("submit", submit.RecommendationBody, {201: submit.Received, 200: submit.Received})
    def post(self, request: Request) -> Response:
        """Submit a recommendation; when the answer is 201, the item is in its inbox or decided.

        200: this `external_id` with this body was received before. 409: it was received with another body;
        send a new `external_id` for the same case to supersede it.
        """
        by = caller(request)
        line = intake.parse_recommendation(request.data, by.now)

        def act() -> Answer:
            received = flow.receive(lines=[line], by=by.actor, now=by.now)[0]
            return Answer(CREATED if received.is_new else OK, submit.Received(received).data)

        return idempotency.once(request, act)


class SubmitMany(Endpoint):
    scopes = {"POST": "recommendations:write"}
    max_bytes = BATCH_BYTES

    @writes("submit_many", submit.BatchSchema, {201: submit.BatchReceived, 200: submit.BatchReceived})
    def post(self, request: Request) -> Response:
        """Submit up to 1,000 recommendations, all or none; the answer's lines are in the order sent."""
        by = caller(request)
        lines = _parse(body(request, submit.BatchBody)["lines"], by.now)

        def act() -> Answer:
            received = flow.receive(lines=lines, by=by.actor, now=by.now)
            status = CREATED if any(one.is_new for one in received) else OK
            return Answer(status, submit.BatchReceived({"lines": received}).data)

        return idempotency.once(request, act)


def _parse(lines: Sequence[object], now: datetime) -> list[intake.RecommendationIn]:
    return [_line(line, place, now) for place, line in enumerate(lines)]


def _line(line: object, place: int, now: datetime) -> intake.RecommendationIn:
    try:
        return intake.parse_recommendation(line, now)
    except intake.BadField as bad:
        raise intake.BadField(f"lines[{place}].{bad.field}", bad.code, bad.sentence) from None


class Status(Endpoint):
    scopes = {"GET": "recommendations:read"}

    @reads("recommendation", submit.Received)
    def get(self, request: Request, recommendation_id: UUID) -> Response:
        """See where a recommendation stands."""
        found = selectors.recommendation_status(recommendation_id=recommendation_id, to=caller(request).actor)
        return Response(submit.Received(found).data)
