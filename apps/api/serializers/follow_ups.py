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


class KeptOfInbox(Out):
    """Promises whose day passed in the last 90 days. Kept on it counts as kept; nobody is named."""

    inbox = serializers.CharField(source="slug")
    n = serializers.IntegerField(source="share.n")
    n_kept = serializers.IntegerField()
    n_late = serializers.IntegerField(help_text="Kept later than on their day.")
    n_not_kept = serializers.IntegerField()
    n_open = serializers.IntegerField()
    share = serializers.FloatField(source="share.value", allow_null=True)
    low = serializers.FloatField(source="share.low", help_text="Of the interval of 95 in 100.")
    high = serializers.FloatField(source="share.high")


class KeptPromises(Out):
    example = {
        "inboxes": [
            {
                "inbox": "triage-officers",
                "n": 40,
                "n_kept": 31,
                "n_late": 4,
                "n_not_kept": 3,
                "n_open": 2,
                "share": 0.775,
                "low": 0.628,
                "high": 0.883,
            }
        ]
    }
    inboxes = KeptOfInbox(many=True)
