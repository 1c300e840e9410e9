from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from apps.api import idempotency, pressure, refused, throttles
from apps.api.serializers import submit
from apps.api.views.base import Endpoint, caller, reads, writes
from apps.core.once import Answer
from apps.flow import selectors
from apps.flow import services as flow
from apps.intake import rules as intake

CREATED, OK = 201, 200
EXAMPLE = {
    "external_id": "REC-88121",
    "ai_system": "injury-triage",
    "case": {"ref": "WC-1981-000412", "kind": "REAL"},
    "subject": {"ref": "P-4711", "name": "Jo Example"},
    "outcome": "fast_track",
    "stake": {"minor": 111_100, "currency": "USD"},
    "confidence": 0.91,
    "model_version": "triage-gb-1",
    "prompt_version": "",
    "made_at": "2026-11-20T11:59:00Z",
    "facts": [
        {
            "fact": "hospital_stay",
            "value": False,
            "source": "hospital",
            "as_of": "2026-11-20T10:00:00Z",
            "origin": "real",
        }
    ],
    "used": ["hospital_stay"],
    "rationale": [
        {"text": "No hospital stay is recorded so far.", "cites": ["hospital_stay"], "direction": "for"}
    ],
}
"""Shortened: a contract asks for more facts (`GET /ai-systems/{slug}/contract/`)."""


class Submit(Endpoint):
    scopes = {"POST": "recommendations:write"}

    @writes(
        "submit",
        submit.RecommendationBody,
        {201: submit.Received, 200: submit.Received},
        example=EXAMPLE,
        refuses=refused.SUBMIT,
    )
    def post(self, request: Request) -> Response:
        """Submit a recommendation; when the answer is 201, the item is in its inbox or decided.

        200: this `external_id` with this body was received before. 409: it was received with another body;
        send a new `external_id` for the same case to supersede it.
        """
        by = caller(request)
        pressure.refuse_when_pressed()
        throttles.take_lines(by.id, 1)
        line = intake.parse_recommendation(request.data, by.now)

        def act() -> Answer:
            received = flow.receive(lines=[line], by=by.actor, now=by.now)[0]
            return Answer(CREATED if received.is_new else OK, submit.told(received))

        return idempotency.once(request, act)


class Status(Endpoint):
    scopes = {"GET": "recommendations:read"}

    @reads("recommendation", submit.Received)
    def get(self, request: Request, recommendation_id: UUID) -> Response:
        """See where a recommendation stands."""
        found = selectors.recommendation_status(recommendation_id=recommendation_id, to=caller(request).actor)
        return Response(submit.told(found))
