"""Many decisions reversed together: what a scope holds, and what became of a run."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from apps.api.serializers.decisions import PageQuery
from apps.api.serializers.fields import DecidedAt, In, Instant, Out, Text, Whole
from apps.flow.selectors import Scope
from apps.reviews.states import ReversalRunState, WhyNot

LANES = {"machine": "machine", "people": "people", "all": ""}


class ScopeQuery(In):
    """Which decisions, and what holds instead; name at least a version, a model, a prompt or a first day."""

    policy = serializers.IntegerField(default=None, allow_null=True, min_value=1, help_text="Its number.")
    model = Text(max_length=100, default="", allow_blank=True)
    prompt = Text(max_length=100, default="", allow_blank=True)
    lane = serializers.ChoiceField(list(LANES), default="machine", help_text="Who decided.")
    segment = Text(max_length=60, default="", allow_blank=True)
    since = serializers.DateField(default=None, allow_null=True, help_text="Of the organisation, included.")
    until = serializers.DateField(default=None, allow_null=True, help_text="Of the organisation, included.")
    outcome = Text(max_length=40, help_text="The outcome code that holds instead.")


class ReversalBody(ScopeQuery):
    why = Text(max_length=500, help_text="Those whose cases change read it.")
    count = Whole(min_value=1, help_text="How many will be reversed, as the preview said.")


class LeftOut(Out):
    why = serializers.ChoiceField([one.value for one in WhyNot])
    n = serializers.IntegerField()


class OfOutcome(Out):
    outcome = serializers.CharField()
    n = serializers.IntegerField()


class Preview(Out):
    example = {
        "n": 41,
        "n_found": 43,
        "left": [{"why": "reversed_already", "n": 2}],
        "by_outcome": [{"outcome": "fast_track", "n": 41}],
        "amount_minor": 4551000,
        "currency": "USD",
        "examples": ["WC-2026-004812"],
    }
    n = serializers.IntegerField(help_text="Would be reversed; the count to send.")
    n_found = serializers.IntegerField()
    left = LeftOut(many=True, help_text="Cannot be reversed, and why.")
    by_outcome = OfOutcome(many=True)
    amount_minor = serializers.IntegerField()
    currency = serializers.CharField()
    examples = serializers.ListField(child=serializers.CharField(), help_text="Some case_ref.")


class Run(Out):
    example = {
        "id": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11",
        "state": "DONE",
        "scope": {"policy": 3, "lane": "machine"},
        "outcome": "standard",
        "why": "Rule 4 let long cases through.",
        "by": "Owen Pruitt",
        "begun_at": "2026-11-20T12:00:00Z",
        "ended_at": "2026-11-20T12:00:30Z",
        "n_total": 41,
        "n_reversed": 40,
        "n_left": 1,
    }
    id = serializers.UUIDField()
    state = serializers.ChoiceField([one.value for one in ReversalRunState])
    scope = serializers.JSONField()
    outcome = serializers.CharField(source="outcome_code.code")
    why = serializers.CharField()
    by = serializers.CharField(source="by.name")
    begun_at = Instant()
    ended_at = Instant(allow_null=True)
    n_total = serializers.IntegerField()
    n_reversed = serializers.IntegerField()
    n_left = serializers.IntegerField(help_text="Could not be reversed.")


class Runs(Out):
    example = {"runs": [Run.example]}
    runs = Run(many=True)


class LinesQuery(PageQuery):
    only_left = serializers.BooleanField(default=False, help_text="Only those that could not be reversed.")


class RunLine(Out):
    case_ref = serializers.CharField()
    decided_at = DecidedAt()
    outcome = serializers.CharField()
    by_machine = serializers.BooleanField()
    is_done = serializers.BooleanField()
    why_not = serializers.CharField(allow_blank=True)
    delivery = serializers.CharField(allow_blank=True, help_text="State of the reversal's own delivery.")


class RunSeen(Out):
    example = {
        "run": Run.example,
        "n_open": 0,
        "left": [{"why": "reversed_already", "n": 1}],
        "lines": [
            {
                "case_ref": "WC-2026-004812",
                "decided_at": "2026-11-18T09:30:00Z",
                "outcome": "fast_track",
                "by_machine": True,
                "is_done": True,
                "why_not": "",
                "delivery": "APPLIED",
            }
        ],
        "next": None,
    }
    run = Run(source="rollback")
    n_open = serializers.IntegerField()
    left = LeftOut(many=True)
    lines = RunLine(many=True)
    next = serializers.CharField(allow_null=True)


def scope_of(said: Mapping[str, Any]) -> Scope:
    """Read a scope as the page does."""
    return Scope(
        policy=said["policy"],
        model=said["model"],
        prompt=said["prompt"],
        lane=LANES[said["lane"]],
        segment=said["segment"],
        since=said["since"],
        until=said["until"],
    )
