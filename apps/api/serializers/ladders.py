from rest_framework import serializers

from apps.api.serializers.fields import Instant, Out


class Level(Out):
    level = serializers.IntegerField(help_text="1 is the lowest.")
    inbox = serializers.CharField(source="place")
    is_owner = serializers.BooleanField(help_text="The last level: only the accountable owner decides.")
    is_now = serializers.BooleanField(help_text="The item is there.")
    people = serializers.ListField(child=serializers.CharField(), help_text="Some of who decides there.")
    n_people = serializers.IntegerField()
    roles = serializers.CharField(allow_blank=True, help_text="Where policy lets only some roles decide.")
    clock = serializers.CharField(allow_blank=True, help_text="How long an item has there.")
    includes_me = serializers.BooleanField()


class Opinion(Out):
    """What whoever sent it up had decided; it is no decision."""

    outcome = serializers.CharField()
    reason = serializers.CharField(allow_blank=True)
    note = serializers.CharField(allow_blank=True)
    sure = serializers.CharField(allow_blank=True)


class Ladder(Out):
    """Where an escalated item is, and what comes next."""

    levels = Level(many=True)
    climbs_at = Instant(allow_null=True, help_text="When it goes on by itself; null on the last level.")
    late_seconds = serializers.IntegerField(allow_null=True, help_text="So late a clock sent it up.")
    may_not = serializers.ListField(child=serializers.CharField(), help_text="Who sent it up.")


class LearningNote(Out):
    example = {
        "id": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11",
        "case_ref": "WC-2026-004812",
        "outcome": "Standard",
        "by": "Sam Okoye",
        "at": "2026-11-20T12:00:00Z",
        "text": "Ask for the discharge letter before you send such a case up.",
    }
    id = serializers.UUIDField()
    case_ref = serializers.CharField()
    outcome = serializers.CharField(help_text="What was decided.")
    by = serializers.CharField()
    at = Instant()
    text = serializers.CharField()


class LearningNotes(Out):
    example = {"notes": [LearningNote.example], "next": None}
    notes = LearningNote(many=True, source="rows")
    next = serializers.CharField(allow_null=True)
