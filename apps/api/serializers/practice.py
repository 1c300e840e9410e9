"""Known-answer cases, what was right on one, and how somebody answered."""

from rest_framework import serializers

from apps.api.serializers.fields import In, Instant, Out, Text, Whole
from apps.api.serializers.items import LARGEST, LONGEST_CODE


class KnownBody(In):
    about = Text(max_length=120, help_text="For those who write them.")
    facts = serializers.ListField(
        child=serializers.DictField(),
        help_text="{fact, value, source, hours_ago, origin} each; a date as days before the case comes.",
    )
    suggested = Text(max_length=LONGEST_CODE, help_text="What the AI seems to suggest.")
    confidence = serializers.DecimalField(max_digits=7, decimal_places=6, min_value=0, max_value=1)
    right = Text(max_length=LONGEST_CODE, help_text="The outcome code that is right.")
    why = Text(max_length=1000, help_text="Whoever answers reads it at once.")
    statements = serializers.ListField(
        child=serializers.DictField(), required=False, default=list, help_text="As in a rationale."
    )
    stake_minor = Whole(required=False, allow_null=True, default=None, min_value=0, max_value=LARGEST)


class KnownRow(Out):
    example = {
        "id": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11",
        "ai_system": "Injury triage model",
        "about": "A hospital stay that is easily overlooked",
        "suggested": "Fast track",
        "right": "Standard",
        "why": "The hospital stay counts.",
        "written_at": "2026-11-18T09:30:00Z",
        "is_retired": False,
        "n_used": 3,
    }
    id = serializers.UUIDField()
    ai_system = serializers.CharField(source="system")
    about = serializers.CharField()
    suggested = serializers.CharField()
    right = serializers.CharField()
    why = serializers.CharField()
    written_at = Instant()
    is_retired = serializers.BooleanField()
    n_used = serializers.IntegerField()


class Knowns(Out):
    example = {"known_answers": [KnownRow.example], "next": None}
    known_answers = KnownRow(many=True, source="rows")
    next = serializers.CharField(allow_null=True)


class Known(Out):
    example = {"id": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11", "about": "A hospital stay", "retired_at": None}
    id = serializers.UUIDField()
    about = serializers.CharField()
    retired_at = Instant(allow_null=True)


class Feedback(Out):
    """What was right, for whoever answered and who supervises them."""

    example = {
        "said": "Fast track",
        "right": "Standard",
        "why": "The hospital stay counts.",
        "is_right": False,
        "answered_at": "2026-11-18T09:30:00Z",
    }
    said = serializers.CharField(allow_blank=True)
    right = serializers.CharField()
    why = serializers.CharField()
    is_right = serializers.BooleanField(allow_null=True, help_text="Null where it was sent up.")
    answered_at = Instant(allow_null=True)


class Result(Out):
    """Under 30 answers there is no share."""

    name = serializers.CharField()
    n = serializers.IntegerField(source="share.n")
    share = serializers.FloatField(source="value", allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    n_sent_up = serializers.IntegerField()


class Results(Out):
    example = {
        "own": {"name": "Olga Marsh", "n": 4, "share": None, "low": None, "high": None, "n_sent_up": 1},
        "team": [],
    }
    own = Result()
    team = Result(many=True, help_text="Of inboxes you supervise, by name.")
