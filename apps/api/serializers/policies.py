"""Versions of a policy, and what is done to the open one."""

from rest_framework import serializers

from apps.api.serializers.fields import In, Instant, Out, Text
from apps.policy.rules import Fault, Where
from apps.policy.states import Lane, PolicyState

STATES = [state.value for state in PolicyState]
LANES = [lane.value for lane in Lane]
LONGEST_WHY = 500


class PolicyRow(Out):
    example = {
        "number": 7,
        "state": "DRAFT",
        "version": 2,
        "author": "Ana Ruiz",
        "approved_by": None,
        "drafted_at": "2026-11-20T12:00:00Z",
        "live_at": None,
        "retired_at": None,
        "shadow_until": None,
        "returned_why": "",
    }
    number = serializers.IntegerField()
    state = serializers.ChoiceField(STATES)
    version = serializers.IntegerField(help_text="Counts its changes; the ETag that If-Match takes.")
    author = serializers.CharField(source="author.name")
    approved_by = serializers.CharField(source="approved_by.name", allow_null=True, default=None)
    drafted_at = Instant()
    live_at = Instant(allow_null=True)
    retired_at = Instant(allow_null=True)
    shadow_until = Instant(source="shadow.until", allow_null=True, default=None)
    returned_why = serializers.CharField()


class PolicyRows(Out):
    versions = PolicyRow(many=True)


class PolicyWarning(Out):
    rule = serializers.CharField()
    fault = serializers.ChoiceField([one.value for one in Fault])
    earlier = serializers.CharField(
        help_text="The rule that decides instead; empty when it can never be true."
    )


class PolicyExample(Out):
    rule = serializers.CharField()
    fact = serializers.CharField()
    where = serializers.ChoiceField([one.value for one in Where])
    value = serializers.CharField()
    before_lane = serializers.ChoiceField(LANES)
    before_inbox = serializers.CharField()
    lane = serializers.ChoiceField(LANES)
    inbox = serializers.CharField()
    differs = serializers.BooleanField()


class PolicyDetail(Out):
    number = serializers.IntegerField(source="row.number")
    state = serializers.ChoiceField(STATES, source="row.state")
    version = serializers.IntegerField(source="row.version")
    tree = serializers.JSONField(source="row.tree")
    changes = serializers.ListField(
        child=serializers.CharField(), help_text="Against the version it began from."
    )
    warnings = PolicyWarning(many=True)
    examples = PolicyExample(many=True)


class PolicySave(In):
    tree = serializers.DictField(help_text="The whole policy: rules, otherwise, and windows.")


class PolicyShadow(In):
    until = Instant(help_text="At most 90 days ahead.")


class PolicyReturn(In):
    why = Text(max_length=LONGEST_WHY, allow_blank=True, default="")
