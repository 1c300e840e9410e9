"""Powers handed on for a time, and who may stand in."""

from rest_framework import serializers

from apps.accounts.models import Power
from apps.accounts.services.delegating import WHY_LENGTH
from apps.api.serializers.decisions import PageQuery
from apps.api.serializers.fields import In, Instant, Out, Text
from apps.api.serializers.members import EMAIL

LONGEST_KEY = 80
ON = "What it is on: `inbox:` or `system:` and its short name."
STATES = ("runs", "to_come", "rests", "over", "taken_back")
_ROW = {
    "id": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11",
    "number": 3,
    "power": "approve_held",
    "on": "system:injury-triage",
    "giver": "sam@bluegrass.example",
    "to": "ben@bluegrass.example",
    "why": "I am away until Monday.",
    "begins_at": "2026-11-20T12:00:00Z",
    "ends_at": "2026-11-27T12:00:00Z",
    "ended_at": None,
    "state": "runs",
    "may_end": True,
}


class DelegationsQuery(PageQuery):
    pass


class Delegation(Out):
    """One power handed on. `number` is what the record and a case's timeline call it."""

    example = _ROW
    id = serializers.UUIDField(source="row.id")
    number = serializers.IntegerField(source="row.number")
    power = serializers.ChoiceField(Power.values, source="row.power")
    on = serializers.CharField(source="thing.key", help_text=ON)
    giver = serializers.CharField(source="row.giver.email")
    to = serializers.CharField(source="row.to.email")
    why = serializers.CharField(source="row.why")
    begins_at = Instant(source="row.begins_at")
    ends_at = Instant(source="row.ends_at", help_text="When it ends by itself.")
    ended_at = Instant(source="row.ended_at", allow_null=True, help_text="When it was taken back.")
    state = serializers.ChoiceField(
        STATES, help_text="`rests`: its giver lacks the power now, or the receiver is off the list."
    )
    may_end = serializers.BooleanField(help_text="Whether you may take it back.")


class Delegations(Out):
    example = {"delegations": [_ROW], "next": None}
    delegations = Delegation(many=True, source="rows")
    next = serializers.CharField(allow_null=True)


class Delegate(In):
    power = serializers.ChoiceField(Power.values)
    on = Text(max_length=LONGEST_KEY, help_text=ON)
    to = Text(max_length=254, help_text=f"{EMAIL} Who is on the list of `on`.")
    why = Text(max_length=WHY_LENGTH)
    begins_at = Instant(required=False, allow_null=True, default=None, help_text="Empty: now.")
    ends_at = Instant(help_text="At most 31 days after it begins.")


class StandIn(Out):
    example = {
        "id": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11",
        "on": "system:injury-triage",
        "email": "ben@bluegrass.example",
        "listed_at": "2026-11-20T12:00:00Z",
    }
    id = serializers.UUIDField(source="row.id")
    on = serializers.CharField(source="thing.key", help_text=ON)
    email = serializers.CharField(source="row.person.email")
    listed_at = Instant(source="row.listed_at")


class StandIns(Out):
    example = {"stand_ins": [StandIn.example], "next": None}
    stand_ins = StandIn(many=True, source="rows")
    next = serializers.CharField(allow_null=True)


class StandInsQuery(PageQuery):
    pass


class ListStandIn(In):
    on = Text(max_length=LONGEST_KEY, help_text=ON)
    email = Text(max_length=254, help_text=EMAIL)
