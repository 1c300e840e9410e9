from rest_framework.request import Request
from rest_framework.response import Response

from apps.api import idempotency
from apps.api.serializers import reports
from apps.api.views.base import Endpoint, body, caller, writes
from apps.core.once import Answer
from apps.flow import services as flow

CREATED, OK = 201, 200


class Receipts(Endpoint):
    scopes = {"POST": "receipts:write"}

    @writes("receipt", reports.ReceiptBody, {201: reports.ReceiptOut, 200: reports.ReceiptOut})
    def post(self, request: Request) -> Response:
        """Say that a delivered decision was applied or refused. 200: this receipt was known."""
        by, said = caller(request), body(request, reports.ReceiptBody)

        def act() -> Answer:
            receipt, is_new = flow.receive_receipt(**said, by=by.actor, now=by.now)
            return Answer(CREATED if is_new else OK, reports.ReceiptOut(receipt).data)

        return idempotency.once(request, act)


class Outcomes(Endpoint):
    scopes = {"POST": "outcomes:write"}

    @writes("outcome", reports.OutcomeBody, {201: reports.OutcomeOut, 200: reports.OutcomeOut})
    def post(self, request: Request) -> Response:
        """Say what became known about a case later. 200: this outcome was known."""
        by, said = caller(request), body(request, reports.OutcomeBody)

        def act() -> Answer:
            outcome, is_new = flow.record_outcome(**said, by=by.actor, now=by.now)
            return Answer(CREATED if is_new else OK, reports.OutcomeOut(outcome).data)

        return idempotency.once(request, act)
