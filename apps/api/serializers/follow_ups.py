"""Follow-ups: what a decision promised, and what is looked at again."""

from rest_framework import serializers

from apps.api.serializers.decisions import PageQuery
from apps.api.serializers.fields import In, Instant, Out, Text
from apps.api.serializers.items import LONGEST_NOTE
from apps.reviews.states import FollowUpKind, FollowUpState, NotKeptWhy

VIEWS = ["due", "coming", "team", "done"]


class FollowUpsQuery(PageQuery):
    view = serializers.ChoiceField(VIEWS, default="due")
    inbox = Text(
        required=False,
        default="",
        max_length=50,
        help_text="The short name of an inbox: all that are due there and that you may see, not a view.",
    )


class FollowUp(Out):
    id = serializers.UUIDField()
    case_ref = serializers.CharField()
    kind = serializers.ChoiceField([kind.value for kind in FollowUpKind])
    action = serializers.CharField(allow_blank=True, help_text="What was promised; empty for a second look.")
    outcome = serializers.CharField()
    owner = serializers.CharField(allow_blank=True)
    due_at = Instant()
    state = serializers.ChoiceField([state.value for state in FollowUpState])
    why = serializers.CharField(allow_blank=True, help_text="Why it was not kept.")
    version = serializers.IntegerField(help_text="In quotes, this is what `If-Match` takes.")
    closed_at = Instant(allow_null=True)


class FollowUps(Out):
    follow_ups = FollowUp(many=True, source="rows")
    next = serializers.CharField(allow_null=True)
    counts = serializers.DictField(child=serializers.IntegerField())
    n_kept = serializers.IntegerField(help_text="Your own, of the last 90 days.")
    n_closed = serializers.IntegerField()


class CloseFollowUp(In):
    kept = serializers.BooleanField()
    why = serializers.ChoiceField(
        [why.value for why in NotKeptWhy], required=False, default="", help_text="When it was not kept."
    )
    note = Text(required=False, allow_blank=True, default="", max_length=LONGEST_NOTE)


class Closed(Out):
    example = {"id": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11", "state": "NOT_KEPT", "version": 2}
    id = serializers.UUIDField()
    state = serializers.ChoiceField([state.value for state in FollowUpState])
    version = serializers.IntegerField()
