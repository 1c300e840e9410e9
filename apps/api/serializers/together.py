"""One act on several items of an inbox, and what came of each."""

from rest_framework import serializers

from apps.api.serializers.fields import In, Instant, Out, Text, Whole
from apps.api.serializers.items import LARGEST, LATER, LONGEST_NOTE, WHYS
from apps.flow.services import MOST_TOGETHER

ACTS = ["snooze", "escalate", "assign"]


class Chosen(In):
    id = serializers.UUIDField()
    version = Whole(min_value=0, max_value=LARGEST, help_text="The one that the list showed.")


class TogetherBody(In):
    act = serializers.ChoiceField(ACTS)
    items = serializers.ListField(child=Chosen(), min_length=1, max_length=MOST_TOGETHER)
    why = serializers.ChoiceField(
        sorted({*LATER, *WHYS}), required=False, default="", help_text="For `snooze` and `escalate`."
    )
    note = Text(required=False, allow_blank=True, default="", max_length=LONGEST_NOTE)
    until = Instant(required=False, help_text="For `snooze`: when they come back by themselves.")
    to = Text(
        required=False,
        allow_blank=True,
        max_length=254,
        help_text="For `assign`: the e-mail address of somebody who works the inbox; empty: everybody again.",
    )


class Each(Out):
    item = serializers.UUIDField(source="item_id")
    done = serializers.BooleanField(source="is_done")
    code = serializers.CharField(allow_blank=True, help_text="Why not, as the act on one item would say.")
    sentence = serializers.CharField(allow_blank=True)


class Together(Out):
    n_done = serializers.IntegerField()
    results = Each(many=True)
