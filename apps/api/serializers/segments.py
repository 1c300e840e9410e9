"""The segments of an AI system, and what is done to the open draft of them."""

from rest_framework import serializers

from apps.api.serializers.fields import In, Instant, Out, Text
from apps.policy.states import PolicyState

STATES = [state.value for state in PolicyState if state is not PolicyState.SHADOW]
LONGEST_WHY = 500
EXAMPLE = {
    "key": "late",
    "label": "Reported late",
    "when": {"fact": "report_lag_days", "op": "gt", "value": 30},
}


class Segment(Out):
    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # DRF's own attribute of that name
    when = serializers.JSONField()
    used_by = serializers.ListField(
        child=serializers.CharField(), help_text="What rests on it; while something does, it cannot go."
    )
    n_arrived = serializers.IntegerField(
        allow_null=True, help_text="Arrived in four weeks; null before the first time they are counted."
    )


class SegmentFit(Out):
    n = serializers.IntegerField(help_text="Cases that were put into them; the newest ones.")
    n_erased = serializers.IntegerField(help_text="Of the newest, not counted: their subject was erased.")
    before = serializers.DictField(
        child=serializers.IntegerField(), help_text="By key, as they count now; the empty key: in none."
    )
    after = serializers.DictField(child=serializers.IntegerField())


class SegmentSet(Out):
    example = {
        "number": 3,
        "state": "DRAFT",
        "version": 1,
        "author": "Ana Ruiz",
        "approved_by": None,
        "segments": [EXAMPLE],
        "fit": {"n": 500, "n_erased": 0, "before": {"": 500}, "after": {"": 480, "late": 20}},
        "returned_why": "",
        "live_at": None,
    }
    number = serializers.IntegerField()
    state = serializers.ChoiceField(STATES)
    version = serializers.IntegerField(help_text="Counts its changes; the ETag that If-Match takes.")
    author = serializers.CharField(source="author.name")
    approved_by = serializers.CharField(source="approved_by.name", allow_null=True, default=None)
    segments = serializers.JSONField(source="body")
    fit = SegmentFit()
    returned_why = serializers.CharField()
    live_at = Instant(allow_null=True)


class Segments(Out):
    segments = Segment(many=True)
    n_in_none = serializers.IntegerField(allow_null=True, help_text="Arrived in four weeks, in none of them.")
    as_of = Instant(allow_null=True, help_text="When what arrived was counted.")
    since = Instant(allow_null=True, help_text="Since when these count; null: since the set-up.")
    open = SegmentSet(allow_null=True, help_text="The draft that is written or waits for the owner.")


class SegmentsSave(In):
    segments = serializers.ListField(
        child=serializers.DictField(),
        max_length=50,
        help_text="All segments that there shall be, each with key, label and when. A key keeps its meaning.",
    )


class SegmentsReturn(In):
    why = Text(max_length=LONGEST_WHY, allow_blank=True, default="")
