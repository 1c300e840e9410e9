"""Requests to reverse a decision, and their answers."""

from rest_framework import serializers

from apps.api.serializers.fields import DecidedAt, In, Instant, Out, Text
from apps.api.serializers.items import LONGEST_CODE, LONGEST_NOTE
from apps.api.serializers.principal import WithPrincipal
from apps.reviews.states import RequestResult

RESULTS = ["", *(one.value for one in RequestResult)]


class RequestBody(In):
    why = Text(max_length=LONGEST_NOTE)


class Request(Out):
    """`version` in quotes is what `If-Match` takes; `result` is empty while it waits for a supervisor."""

    example = {
        "id": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11",
        "decision": "01a214a0-681a-70b0-be35-a2cf451ec1fa",
        "result": "",
        "reversal": None,
        "version": 1,
    }

    id = serializers.UUIDField()
    decision = serializers.UUIDField(source="decision_id")
    result = serializers.ChoiceField(RESULTS)
    reversal = serializers.UUIDField(source="reversal_id", allow_null=True, help_text="What holds instead.")
    version = serializers.IntegerField()


class RequestRow(Out):
    example = {
        "id": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11",
        "decision": "01a214a0-681a-70b0-be35-a2cf451ec1fa",
        "case_ref": "WC-2026-004812",
        "outcome": "Fast track",
        "decided_by": "Olga Marsh",
        "decided_at": "2026-11-18T09:30:00Z",
        "asked_at": "2026-11-20T12:00:00Z",
        "why": "The wage was that of another worker.",
        "result": "",
        "answer": "",
        "closed_by": "",
        "closed_at": None,
        "instead": "",
        "may_answer": True,
        "version": 1,
    }
    id = serializers.UUIDField()
    decision = serializers.UUIDField(source="decision_id")
    case_ref = serializers.CharField()
    outcome = serializers.CharField(help_text="What was decided.")
    decided_by = serializers.CharField()
    decided_at = DecidedAt()
    asked_at = Instant()
    why = serializers.CharField()
    result = serializers.ChoiceField(RESULTS)
    answer = serializers.CharField(allow_blank=True)
    closed_by = serializers.CharField(allow_blank=True)
    closed_at = Instant(allow_null=True)
    instead = serializers.CharField(allow_blank=True)
    may_answer = serializers.BooleanField()
    version = serializers.IntegerField()


class Requests(Out):
    example = {"requests": [RequestRow.example], "next": None}
    requests = RequestRow(many=True, source="rows")
    next = serializers.CharField(allow_null=True)


class ReverseBody(WithPrincipal):
    outcome = Text(max_length=LONGEST_CODE, help_text="The outcome code that holds instead.")
    words = Text(max_length=LONGEST_NOTE, help_text="For who asked.")


class DeclineReversal(In):
    words = Text(max_length=LONGEST_NOTE, help_text="For who asked: why the decision stands.")
