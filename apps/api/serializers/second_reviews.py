"""Second reviews, settling them, and how far two people agree."""

from rest_framework import serializers

from apps.api.serializers.decisions import PageQuery
from apps.api.serializers.fields import Instant, Out, Text
from apps.api.serializers.items import LONGEST_CODE, LONGEST_NOTE
from apps.api.serializers.principal import WithPrincipal
from apps.flow.selectors.second_reviews import VIEWS
from apps.reviews.states import DifferWhy, Holds, SecondResult

RESULTS = ["", *(one.value for one in SecondResult)]
HOLDS = ["", *(one.value for one in Holds)]


class SecondsQuery(PageQuery):
    view = serializers.ChoiceField(
        VIEWS, default="settle", help_text="settle: the two differ. waiting: no second opinion yet."
    )


class SecondRow(Out):
    """Nobody is named. Outcomes are empty until the second opinion is given."""

    example = {
        "id": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11",
        "decision": "01a214a0-681a-70b0-be35-a2cf451ec1fa",
        "item": "01a214a0-9c1a-70b0-be35-a2cf451ec1fb",
        "case_ref": "WC-2026-004812",
        "why": "random",
        "drawn_at": "2026-11-18T09:30:00Z",
        "result": "DIFFERS",
        "given_at": "2026-11-19T09:30:00Z",
        "first": "Fast track",
        "second": "Standard",
        "holds": "",
        "right": "",
        "differ_why": "",
        "settled_at": None,
        "is_reversed": False,
        "version": 2,
    }
    id = serializers.UUIDField()
    decision = serializers.UUIDField(source="decision_id")
    item = serializers.UUIDField(source="item_id", help_text="What the second person takes.")
    case_ref = serializers.CharField()
    why = serializers.CharField(allow_blank=True, help_text="What drew it; only for who supervises.")
    drawn_at = Instant()
    result = serializers.ChoiceField(RESULTS)
    given_at = Instant(allow_null=True)
    first = serializers.CharField(allow_blank=True, help_text="What was decided.")
    second = serializers.CharField(allow_blank=True, help_text="The second opinion.")
    holds = serializers.ChoiceField(HOLDS, help_text="Which was right, as a third person settled it.")
    right = serializers.CharField(allow_blank=True)
    differ_why = serializers.CharField(allow_blank=True)
    settled_at = Instant(allow_null=True)
    is_reversed = serializers.BooleanField()
    version = serializers.IntegerField()


class Seconds(Out):
    example = {
        "second_reviews": [SecondRow.example],
        "next": None,
        "counts": {"settle": 1, "waiting": 0, "settled": 0, "agreed": 0},
    }
    second_reviews = SecondRow(many=True, source="rows")
    next = serializers.CharField(allow_null=True)
    counts = serializers.DictField(child=serializers.IntegerField(), help_text="By view, exact up to 1,000.")


class SettleBody(WithPrincipal):
    outcome = Text(max_length=LONGEST_CODE, help_text="The outcome code that is right.")
    why = serializers.ChoiceField([one.value for one in DifferWhy], help_text="Why the two differ.")
    words = Text(max_length=LONGEST_NOTE, help_text="Both people read it.")
    reverse = serializers.BooleanField(
        default=False, help_text="Whether the decision in force is reversed to that outcome now."
    )


class Settled(Out):
    example = {
        "id": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11",
        "holds": "SECOND",
        "reversal": "01a214a0-681a-70b0-be35-a2cf451ec1fa",
        "version": 3,
    }
    id = serializers.UUIDField()
    holds = serializers.ChoiceField([one.value for one in Holds])
    reversal = serializers.UUIDField(source="reversal_id", allow_null=True, help_text="What holds instead.")
    version = serializers.IntegerField()


class DifferReason(Out):
    why = serializers.CharField()
    n = serializers.IntegerField()


class Agreement(Out):
    """Of decisions drawn by chance. Under 30 pairs there is no share, and no kappa."""

    ai_system = serializers.CharField(source="slug")
    n = serializers.IntegerField(source="share.n")
    share = serializers.FloatField(source="value", allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    kappa = serializers.FloatField(allow_null=True, help_text="Agreement beyond chance (Cohen).")
    n_unsaid = serializers.IntegerField(help_text="Second people who could not say from the facts.")
    reasons = DifferReason(many=True, help_text="Why the two differed, as settled.")
    n_first = serializers.IntegerField(help_text="Settled: the decision was right.")
    n_second = serializers.IntegerField(help_text="Settled: the second opinion was right.")
    n_neither = serializers.IntegerField()


class Agreements(Out):
    example = {
        "agreements": [
            {
                "ai_system": "injury-triage",
                "n": 60,
                "share": 0.85,
                "low": 0.74,
                "high": 0.92,
                "kappa": 0.71,
                "n_unsaid": 2,
                "reasons": [{"why": "overlooked", "n": 4}],
                "n_first": 3,
                "n_second": 5,
                "n_neither": 1,
            }
        ]
    }
    agreements = Agreement(many=True)
