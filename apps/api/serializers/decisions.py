from rest_framework import serializers

from apps.api.serializers.fields import DecidedAt, In, Instant, Out, Text
from apps.api.serializers.items import STATES
from apps.api.serializers.review import Corrected
from apps.reviews.states import DecisionKind

FATES = [
    "undo_open",
    "held",
    "amended",
    "turned_down",
    "returned",
    "replaced",
    "pending",
    "sent",
    "applied",
    "refused",
    "overdue",
    "skipped",
    "brought_in",
    "withdrawn",
    "reversed",
]
MOST = 200


class PageQuery(In):
    after = Text(required=False, max_length=300, help_text="`next` of the page before.")
    limit = serializers.IntegerField(required=False, default=50, min_value=1, max_value=MOST)


class Decided(Out):
    """A decision that was just recorded. It comes into force when the undo window ends, unless it is held."""

    example = {
        "id": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11",
        "item": "01a214a0-681a-70b0-be35-a2cf451ec1fa",
        "kind": "OVERRIDDEN",
        "outcome": "standard",
        "direction": "more_cautious",
        "decided_at": "2026-11-20T12:02:00Z",
        "undo_until": "2026-11-20T12:02:10Z",
        "held": None,
    }
    id = serializers.UUIDField()
    item = serializers.UUIDField(source="item_id")
    kind = serializers.ChoiceField([kind.value for kind in DecisionKind])
    outcome = serializers.CharField(source="outcome_code.code")
    direction = serializers.CharField()
    decided_at = DecidedAt()
    undo_until = Instant()
    held = serializers.UUIDField(
        source="held_as",
        allow_null=True,
        help_text="Under which it waits for a second person: above your authority, or policy asks for one. "
        "Nothing of it is in force or sent before; you can undo it until then.",
    )


class Escalated(Out):
    example = {
        "id": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11",
        "item": "01a214a0-681a-70b0-be35-a2cf451ec1fa",
        "why": "second_opinion",
        "raised_at": "2026-11-20T12:02:00Z",
        "level": 1,
        "to_owner": False,
        "climbs_at": "2026-11-20T16:02:00Z",
    }
    id = serializers.UUIDField()
    item = serializers.UUIDField(source="item_id")
    why = serializers.CharField()
    raised_at = Instant()
    level = serializers.IntegerField(help_text="Of the ladder, 1 is the lowest.")
    to_owner = serializers.BooleanField(help_text="The last level: only the accountable owner decides.")
    climbs_at = Instant(allow_null=True, help_text="When it climbs on by itself.")


class Returned(Out):
    example = {"id": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11", "item": "01a214a0-681a-70b0-be35-a2cf451ec1fa"}
    id = serializers.UUIDField(help_text="The escalation that ended.")
    item = serializers.UUIDField(source="item_id")


class Undone(Out):
    """The item of an undone decision: the caller's again, unless they may no longer work in its inbox."""

    example = {
        "item": "01a214a0-681a-70b0-be35-a2cf451ec1fa",
        "state": "CLAIMED",
        "version": 5,
        "token": 4,
        "held_until": "2026-11-20T12:17:00Z",
    }
    item = serializers.UUIDField(source="id")
    state = serializers.ChoiceField(STATES)
    version = serializers.IntegerField()
    token = serializers.IntegerField(help_text="Fences what is decided next; the old one writes nothing.")
    held_until = Instant(allow_null=True)


class DecisionRow(Out):
    id = serializers.UUIDField()
    case_id = serializers.UUIDField()
    case_ref = serializers.CharField()
    outcome = serializers.CharField(source="outcome_label")
    recommended = serializers.CharField(
        source="recommended_label", help_text="Empty while the case asks you for your own view first."
    )
    kind = serializers.ChoiceField([kind.value for kind in DecisionKind], allow_blank=True)
    direction = serializers.CharField(allow_blank=True)
    reason = serializers.CharField(source="reason_text", allow_null=True)
    more_reasons = serializers.ListField(child=serializers.CharField())
    principal_reasons = serializers.ListField(
        child=serializers.CharField(),
        help_text="What the affected person is told of why; empty where none are owed.",
    )
    corrections = Corrected(many=True)
    decided_at = DecidedAt()
    fate = serializers.ChoiceField(FATES)
    fate_at = Instant(allow_null=True)
    fate_words = serializers.CharField()
    undo_until = Instant(allow_null=True)
    known_outcome = serializers.CharField(source="outcome_words", allow_null=True)


class Decisions(Out):
    decisions = DecisionRow(many=True, source="rows")
    next = serializers.CharField(allow_null=True)
    counts = serializers.DictField(child=serializers.IntegerField())
