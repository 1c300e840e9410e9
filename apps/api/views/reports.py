from apps.api.serializers import reports
from apps.api.views.acts import Act, acts
from apps.api.views.base import Endpoint
from apps.core.once import Answer
from apps.flow import services as flow

CREATED, OK = 201, 200


class Receipts(Endpoint):
    scopes = {"POST": "receipts:write"}

    @acts(
        "receipt",
        reports.ReceiptBody,
        {201: reports.ReceiptOut, 200: reports.ReceiptOut},
        example={
            "delivery_id": "01a214a0-681a-70b0-be35-a2cf451ec1fa",
            "receipt_id": "R-88121",
            "status": "APPLIED",
            "at": "2026-11-20T12:00:40Z",
            "reference": "Diary 4711",
        },
        refuses=("never_sent", "same_receipt_other_body"),
    )
    def post(self, act: Act) -> Answer:
        """Say that a delivered decision was applied or refused. 200: this receipt was known."""
        receipt, is_new = flow.receive_receipt(**act.said, by=act.by, now=act.now)
        return Answer(CREATED if is_new else OK, reports.ReceiptOut(receipt).data)


class Outcomes(Endpoint):
    scopes = {"POST": "outcomes:write"}

    @acts(
        "outcome",
        reports.OutcomeBody,
        {201: reports.OutcomeOut, 200: reports.OutcomeOut},
        example={
            "external_id": "OUT-2201",
            "case_ref": "WC-1981-000412",
            "measure": "weeks_paid",
            "number": 9.5,
            "known_at": "2027-02-01T00:00:00Z",
        },
        refuses=("same_outcome_other_body",),
    )
    def post(self, act: Act) -> Answer:
        """Say what became known about a case later. 200: this outcome was known."""
        outcome, is_new = flow.record_outcome(**act.said, by=act.by, now=act.now)
        return Answer(CREATED if is_new else OK, reports.OutcomeOut(outcome).data)
