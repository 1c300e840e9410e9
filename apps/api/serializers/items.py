"""Inboxes, items and what is done to them."""

from rest_framework import serializers

from apps.api.serializers.fields import In, Instant, Out, Text, Whole
from apps.measures.states import BrokenKind
from apps.reviews.services import CANNOT_SAY
from apps.reviews.states import EscalationWhy, ItemState, LaterWhy, Sureness, TakeOverWhy

STATES = [state.value for state in ItemState]
VIEWS = ["open", "mine", "held", "waiting", "paused", "returned", "escalated", "done"]
WHYS = [why.value for why in EscalationWhy if why is not EscalationWhy.DEADLINE]
LATER = [why.value for why in LaterWhy]
LARGEST = 2**31 - 1
LONGEST_NOTE = 4000
LONGEST_CODE = 60


class Nothing(In):
    """A body without fields."""


class InboxRow(Out):
    slug = serializers.CharField()
    name = serializers.CharField()
    level = serializers.IntegerField()
    n_open = serializers.IntegerField()
    oldest_at = Instant(allow_null=True)
    may_work = serializers.BooleanField()
    may_supervise = serializers.BooleanField()


class Inboxes(Out):
    inboxes = InboxRow(many=True)


class Flag(Out):
    kind = serializers.CharField()
    words = serializers.CharField()


class ItemRow(Out):
    id = serializers.UUIDField()
    case_id = serializers.UUIDField()
    case_ref = serializers.CharField()
    title = serializers.CharField()
    state = serializers.ChoiceField(STATES)
    version = serializers.IntegerField()
    stake_minor = serializers.IntegerField(allow_null=True)
    currency = serializers.CharField()
    suggestion = serializers.CharField(
        source="suggestion_label", allow_null=True, help_text="Null before the first view that it asks for."
    )
    confidence = serializers.FloatField(allow_null=True)
    asks_first_view = serializers.BooleanField(source="is_walled")
    flags = Flag(many=True)
    due_at = Instant()
    urgency = serializers.IntegerField()
    holder = serializers.CharField(source="holder_name", allow_null=True)
    is_mine = serializers.BooleanField()
    opened_at = Instant()
    waits_for = serializers.ChoiceField(
        ["answer", "pause"], allow_null=True, help_text="Of a WAITING item: an answer, or the end of a pause."
    )
    why_here = serializers.ListField(child=serializers.CharField(), source="reasons")


class ItemsQuery(In):
    view = serializers.ChoiceField(VIEWS, default="open")
    after = Text(required=False, max_length=300, help_text="`next` of the page before.")


class Items(Out):
    items = ItemRow(many=True, source="rows")
    next = serializers.CharField(allow_null=True, help_text="Send as `after` for the page that follows.")
    counts = serializers.DictField(child=serializers.IntegerField())


class Claimed(Out):
    """An item that the caller holds. Send `token` with what is decided: it fences off an old claim."""

    item = serializers.UUIDField(source="id")
    state = serializers.ChoiceField(STATES)
    version = serializers.IntegerField()
    token = serializers.IntegerField()
    held_until = Instant(allow_null=True)


class CauseBody(In):
    reason = Text(max_length=LONGEST_CODE)
    input = serializers.DictField(
        child=Text(allow_blank=True), required=False, default=dict, help_text="What the reason asks for."
    )


class FirstViewBody(In):
    outcome = Text(
        max_length=LONGEST_CODE,
        help_text=f"What you would do from the facts alone: an outcome code, or `{CANNOT_SAY}`.",
    )
    sure = serializers.ChoiceField([sure.value for sure in Sureness], required=False, default="")
    words = Text(required=False, allow_blank=True, default="", max_length=LONGEST_NOTE)
    token = Whole(min_value=0, max_value=LARGEST, help_text="From the claim.")


class FirstView(Out):
    """A view that is kept. The item has a new version; its suggestion is shown from now on."""

    id = serializers.UUIDField()
    item = serializers.UUIDField(source="item_id")
    outcome = serializers.CharField(source="outcome_code.code", default=None, allow_null=True)
    given_at = Instant()
    version = serializers.IntegerField(source="item.version")


class DecideBody(In):
    outcome = Text(max_length=LONGEST_CODE, help_text="An outcome code; the recommended one approves.")
    reason = Text(
        max_length=LONGEST_CODE,
        required=False,
        allow_null=True,
        default=None,
        help_text="For an override; `none_fits` with `input.text` when none of the list fits.",
    )
    input = serializers.DictField(
        child=Text(allow_blank=True), required=False, default=dict, help_text="What the reason asks for."
    )
    more_reasons = CauseBody(
        many=True, required=False, default=list, help_text="At most two further reasons, each with its input."
    )
    note = Text(required=False, allow_blank=True, default="", max_length=LONGEST_NOTE)
    sure = serializers.ChoiceField([sure.value for sure in Sureness], required=False, default="")
    token = Whole(min_value=0, max_value=LARGEST, help_text="From the claim.")


class EscalateBody(In):
    why = serializers.ChoiceField(WHYS)
    note = Text(allow_blank=True, default="", max_length=LONGEST_NOTE)
    token = Whole(min_value=0, max_value=LARGEST, help_text="From the claim.")


class ReturnBody(In):
    note = Text(max_length=LONGEST_NOTE, help_text="What the officer should know.")
    token = Whole(min_value=0, max_value=LARGEST, help_text="From the claim.")


class SnoozeBody(In):
    until = Instant(help_text="When it comes back by itself, at most 60 days from now.")
    why = serializers.ChoiceField(LATER)
    note = Text(
        required=False,
        allow_blank=True,
        default="",
        max_length=LONGEST_NOTE,
        help_text="Needed with `other`, and when `until` is past the time by which the item is due.",
    )
    token = Whole(min_value=0, max_value=LARGEST, help_text="From the claim.")


class GiveBackBody(In):
    why = serializers.ChoiceField(LATER)
    note = Text(required=False, allow_blank=True, default="", max_length=LONGEST_NOTE)
    token = Whole(min_value=0, max_value=LARGEST, help_text="From the claim.")


class Later(Out):
    """An item that is laid aside, or back in its inbox."""

    item = serializers.UUIDField(source="id")
    state = serializers.ChoiceField(STATES)
    version = serializers.IntegerField()
    snoozed_until = Instant(allow_null=True)


class TakeOverBody(In):
    why = serializers.ChoiceField([why.value for why in TakeOverWhy])
    note = Text(required=False, allow_blank=True, default="", max_length=LONGEST_NOTE)


class BrokenBody(In):
    kind = serializers.ChoiceField([kind.value for kind in BrokenKind], required=False, default="unsaid")
    text = Text(required=False, allow_blank=True, default="", max_length=1000)


class Broken(Out):
    id = serializers.UUIDField()
    kind = serializers.CharField()
    model_version = serializers.CharField()
    prompt_version = serializers.CharField(allow_blank=True)
