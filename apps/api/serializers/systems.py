from rest_framework import serializers

from apps.api.serializers.fields import In, Instant, Out, Text
from apps.registry.states import PauseMode, PauseScope


class PauseBody(In):
    """What is stopped: the whole AI system, one outcome by its code, or one segment by its key."""

    why = Text(max_length=500, help_text="Everybody whose work changes reads it.")
    scope = serializers.ChoiceField([one.value for one in PauseScope], default=PauseScope.SYSTEM.value)
    key = Text(max_length=60, default="", allow_blank=True)
    mode = serializers.ChoiceField([one.value for one in PauseMode], default=PauseMode.PEOPLE.value)
    until = Instant(default=None, allow_null=True, help_text="When it ends by itself.")


class ResumeBody(In):
    pause = serializers.UUIDField(
        default=None, allow_null=True, help_text="The one to end; without it those of the whole AI system."
    )


class Pause(Out):
    """One pause in force; `limit` names the limit of the posture that paused by itself."""

    id = serializers.UUIDField()
    scope = serializers.CharField()
    key = serializers.CharField()
    mode = serializers.CharField()
    why = serializers.CharField()
    limit = serializers.CharField()
    since = Instant()
    until = Instant(allow_null=True)


class Pauses(Out):
    pauses = Pause(many=True)


class Posture(Out):
    """The owner's risk decision that was signed last."""

    number = serializers.IntegerField()
    signed_at = Instant(source="in_force_at")
    expires_at = Instant()
    body = serializers.JSONField(help_text="The document as it was signed.")
