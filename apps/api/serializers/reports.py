"""What business systems report: receipts and outcomes."""

from django.core.validators import validate_slug
from rest_framework import serializers

from apps.api.serializers.fields import Exact, Id, In, Instant, Out, Text, Truth


class ReceiptBody(In):
    delivery_id = Id(help_text="`webhook-id` of the delivery.")
    receipt_id = Text(max_length=120, help_text="Yours; the same id again is answered 200.")
    status = serializers.ChoiceField(["APPLIED", "REFUSED"])
    at = Instant()
    reference = Text(required=False, allow_blank=True, default="", max_length=80)
    code = Text(required=False, allow_blank=True, default="", max_length=60)
    detail = Text(required=False, allow_blank=True, default="", max_length=300)


class ReceiptOut(Out):
    example = {
        "id": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11",
        "delivery": "01a214a0-681a-70b0-be35-a2cf451ec1fa",
        "receipt_id": "R-88121",
        "status": "APPLIED",
        "received_at": "2026-11-20T12:00:41Z",
    }
    id = serializers.UUIDField()
    delivery = serializers.UUIDField(source="delivery_id")
    receipt_id = serializers.CharField()
    status = serializers.ChoiceField(["APPLIED", "REFUSED"])
    received_at = Instant()


class OutcomeBody(In):
    external_id = Text(max_length=120, help_text="Yours; the same id with the same body is answered 200.")
    case_ref = Text(max_length=80)
    measure = Text(max_length=40, validators=[validate_slug])
    value = Truth(required=False, allow_null=True, default=None)
    number = Exact(required=False, allow_null=True, default=None)
    known_at = Instant()


class OutcomeOut(Out):
    example = {
        "id": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11",
        "external_id": "OUT-2201",
        "case": "01a214a0-681a-70b0-be35-a2cf451ec1fa",
        "measure": "weeks_paid",
        "value": None,
        "number": 9.5,
        "known_at": "2027-02-01T00:00:00Z",
        "received_at": "2027-02-01T06:00:00Z",
    }
    id = serializers.UUIDField()
    external_id = serializers.CharField()
    case = serializers.UUIDField(source="case_id")
    measure = serializers.CharField()
    value = serializers.BooleanField(allow_null=True)
    number = serializers.FloatField(allow_null=True)
    known_at = Instant()
    received_at = Instant()
