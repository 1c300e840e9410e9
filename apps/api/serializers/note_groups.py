"""Notes that say alike things."""

from rest_framework import serializers

from apps.api.serializers.fields import In, Instant, Out, Text

LONGEST = 80


class NoteExample(Out):
    case_ref = serializers.CharField()
    text = serializers.CharField(allow_blank=True)
    reason = serializers.CharField()


class SaidOfNotes(Out):
    text = serializers.CharField(allow_blank=True, help_text="Empty: that it is no group.")
    by = serializers.CharField()
    at = Instant()


class NoteGroup(Out):
    id = serializers.UUIDField()
    n = serializers.IntegerField(help_text="Notes in it.")
    terms = serializers.ListField(
        child=serializers.CharField(), help_text="Said about three people at least."
    )
    suggested = serializers.CharField(allow_blank=True)
    named = serializers.CharField(
        source="label",
        allow_blank=True,
        help_text="What people call it, as long as its notes stay together.",
    )
    dissolved = serializers.BooleanField(source="is_dissolved", help_text="People said that it is no group.")
    said = SaidOfNotes(many=True, help_text="All that people said of it, the newest first.")
    examples = NoteExample(many=True)


class NoteGroups(Out):
    computed_at = Instant(allow_null=True, help_text="Null until notes were put together once.")
    n_notes = serializers.IntegerField()
    n_loose = serializers.IntegerField(help_text="Notes in no group.")
    failure = serializers.CharField(allow_blank=True)
    groups = NoteGroup(many=True, source="rows")


class LabelBody(In):
    text = Text(max_length=LONGEST, help_text="As suggested, or otherwise.")


class RenameBody(LabelBody):
    was = Text(max_length=LONGEST, help_text="The name that you saw.")


class DissolveBody(In):
    was = Text(max_length=LONGEST, allow_blank=True, help_text="The name that you saw; empty for none.")


class LabelledNotes(Out):
    example = {
        "group": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11",
        "text": "Surgery that the AI did not know of",
        "at": "2026-11-20T12:02:00Z",
    }
    group = serializers.UUIDField(source="group_id")
    text = serializers.CharField(allow_blank=True)
    at = Instant()
