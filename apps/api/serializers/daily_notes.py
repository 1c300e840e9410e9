"""Strongly negative notes and reports of broken suggestions, day by day."""

from rest_framework import serializers

from apps.api.serializers.fields import Id, In, Instant, Out
from apps.measures.states import BrokenKind


class DayQuery(In):
    on = serializers.DateField(required=False, help_text="A day of the organisation; today if left out.")


class LookedAt(Out):
    by = serializers.CharField(source="name")
    at = Instant()


class SharpNote(Out):
    decision = serializers.UUIDField(source="decision_id")
    case_ref = serializers.CharField(source="note.case_ref")
    at = Instant(source="note.decided_at")
    text = serializers.CharField(source="note.text", allow_blank=True, help_text="Empty: it was erased.")
    because = serializers.ListField(child=serializers.CharField(), help_text="Its words of the list.")
    reason = serializers.CharField(source="note.reason")
    suggested = serializers.CharField(source="note.recommended")
    decided = serializers.CharField(source="note.decided")
    looked_at = LookedAt(source="look", allow_null=True)


class BrokenReport(Out):
    report = serializers.UUIDField(source="report_id")
    case_ref = serializers.CharField(source="report.case_ref")
    at = Instant(source="report.at")
    kind = serializers.ChoiceField([one.value for one in BrokenKind], source="report.kind")
    text = serializers.CharField(source="report.text", allow_blank=True)
    model_version = serializers.CharField(source="report.model_version")
    prompt_version = serializers.CharField(source="report.prompt_version", allow_blank=True)
    looked_at = LookedAt(source="look", allow_null=True)


class DayCount(Out):
    on = serializers.DateField()
    n = serializers.IntegerField()
    n_waiting = serializers.IntegerField(help_text="Nobody has looked at these.")


class DailyNotes(Out):
    on = serializers.DateField()
    n_notes = serializers.IntegerField(help_text="Notes of the day that were read by the rule.")
    read_at = Instant(allow_null=True, help_text="Null: the day's notes were not read.")
    notes = SharpNote(many=True, help_text="Strongly negative by the rule, the newest first.")
    reports = BrokenReport(many=True)
    days = DayCount(many=True, help_text="Of the last 30 days, those with something.")


class LookBody(In):
    notes = serializers.ListField(child=Id(), default=list, max_length=200, help_text="By their decisions.")
    reports = serializers.ListField(child=Id(), default=list, max_length=200)


class Looked(Out):
    example = {"n": 2, "at": "2026-11-20T12:02:00Z"}
    n = serializers.IntegerField(help_text="Of these, what nobody had looked at before.")
    at = Instant()
