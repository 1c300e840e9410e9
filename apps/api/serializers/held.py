"""Held decisions, and how a second person resolves them."""

from rest_framework import serializers

from apps.api.serializers.fields import In, Instant, Out, Text, Whole
from apps.api.serializers.items import LONGEST_CODE, LONGEST_NOTE, AnswerBody
from apps.api.serializers.principal import PrincipalBody
from apps.reviews import rules
from apps.reviews.states import ApprovalResult, ApprovalWhy

RESULTS = ["", *(one.value for one in ApprovalResult)]
_ROW = {
    "id": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11",
    "decision": "01a214a0-681a-70b0-be35-a2cf451ec1fa",
    "item": "01a2149f-1b1a-7f10-8d0c-3f0a4c2b9e10",
    "case_ref": "WC-2026-004812",
    "outcome": "Nurse case management",
    "recommended": "Fast track",
    "decided_by": "Olga Marsh",
    "decided_at": "2026-11-20T11:20:00Z",
    "why": "over_authority",
    "waits_for": "Injury triage, supervisors",
    "due_at": "2026-11-20T15:20:00Z",
    "is_late": False,
    "stake_minor": 410000,
    "currency": "USD",
    "result": "",
    "words": "",
    "closed_by": "",
    "under": "",
    "closed_at": None,
    "instead": "",
    "instead_minor": None,
    "may_resolve": True,
    "may_not": "",
    "version": 3,
}


class Resolved(Out):
    """`result` is empty while it waits; `instead`: the decision that holds in its place."""

    example = {
        "id": _ROW["id"],
        "decision": _ROW["decision"],
        "result": "UPHELD",
        "instead": None,
        "due_at": _ROW["due_at"],
    }
    id = serializers.UUIDField()
    decision = serializers.UUIDField(source="decision_id")
    result = serializers.ChoiceField(RESULTS)
    instead = serializers.UUIDField(source="instead_id", allow_null=True)
    due_at = Instant(help_text="Until when it waits where it is; then it goes one level up.")


class HeldRow(Out):
    """One held decision. Outcomes are hidden while the case asks you for your own view first."""

    example = _ROW
    id = serializers.UUIDField()
    decision = serializers.UUIDField(source="decision_id")
    item = serializers.UUIDField(source="item_id")
    case_ref = serializers.CharField()
    outcome = serializers.CharField(help_text="What was decided, and is not in force.")
    recommended = serializers.CharField()
    decided_by = serializers.CharField()
    decided_at = Instant()
    why = serializers.ChoiceField([one.value for one in ApprovalWhy])
    waits_for = serializers.CharField(
        source="inbox", help_text="The inbox whose people resolve it, or the owner."
    )
    due_at = Instant()
    is_late = serializers.BooleanField()
    stake_minor = serializers.IntegerField(allow_null=True)
    currency = serializers.CharField()
    result = serializers.ChoiceField(RESULTS)
    words = serializers.CharField(allow_blank=True, help_text="Of whoever resolved it, to whoever decided.")
    closed_by = serializers.CharField(allow_blank=True)
    under = serializers.CharField(
        allow_blank=True, help_text="For whom they resolved it, and under which delegation."
    )
    closed_at = Instant(allow_null=True)
    instead = serializers.CharField(allow_blank=True, help_text="The outcome that holds in its place.")
    instead_minor = serializers.IntegerField(
        allow_null=True, help_text="The amount that holds in its place; null where it stayed."
    )
    may_resolve = serializers.BooleanField()
    may_not = serializers.CharField(allow_blank=True, help_text="Why you do not resolve it.")
    version = serializers.IntegerField(help_text="Of its item; in quotes it is what `If-Match` takes.")


class HeldRows(Out):
    example = {"held": [_ROW], "next": None}
    held = HeldRow(many=True, source="rows")
    next = serializers.CharField(allow_null=True)


class Barred(Out):
    name = serializers.CharField()
    why = serializers.CharField()


class Held(Out):
    """One held decision, and who may never resolve it."""

    example = {
        "held": _ROW,
        "clock": "1 day, as the ladder of its policy says",
        "barred": [{"name": "Olga Marsh", "why": "who made the decision"}],
    }
    held = HeldRow(source="row")
    clock = serializers.CharField(
        allow_blank=True, help_text="How long it waits where it is, and who says so; empty once resolved."
    )
    barred = Barred(many=True, source="excluded")


class ResolveBody(In):
    words = Text(max_length=LONGEST_NOTE, help_text="Why; whoever decided reads it.")


class ReverseHeldBody(ResolveBody):
    principal_reasons = PrincipalBody(
        many=True,
        required=False,
        default=list,
        help_text="What the person is told of why, where the suggested outcome owes them reasons.",
    )


class AmendBody(AnswerBody):
    """As for a decision: the outcome that holds instead, with a reason; `note` is why, and required."""

    note = Text(max_length=LONGEST_NOTE, help_text="Why; whoever decided reads it.")
    amount_minor = Whole(
        required=False,
        allow_null=True,
        default=None,
        min_value=0,
        max_value=rules.LARGEST_AMOUNT,
        help_text="Of which it shall be instead of what was decided, in minor units of the currency of "
        "the AI system. With another amount the outcome may stay. Both have to be within your authority.",
    )


class HeldViewBody(In):
    outcome = Text(max_length=LONGEST_CODE, help_text="An outcome code, or `cannot_say`.")
    sure = Text(required=False, default="", allow_blank=True, max_length=LONGEST_CODE)
    words = Text(required=False, default="", allow_blank=True, max_length=LONGEST_NOTE)
