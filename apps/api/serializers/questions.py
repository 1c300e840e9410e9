"""Facts that reviewers ask for."""

from rest_framework import serializers

from apps.api.serializers.fields import Instant, Out
from apps.intake.rules import FindingKind


class FactQuestion(Out):
    id = serializers.UUIDField()
    ai_system = serializers.CharField()
    case_ref = serializers.CharField()
    fact = serializers.CharField(help_text="A key of the AI system's context contract.")
    label = serializers.CharField()  # type: ignore[assignment] # DRF's own attribute of that name
    kind = serializers.ChoiceField([kind.value for kind in FindingKind], help_text="What is wrong with it.")
    says = serializers.CharField(help_text="The same as a sentence.")
    source = serializers.CharField(  # type: ignore[assignment] # DRF's own attribute of that name
        allow_blank=True, help_text="Whom the contract believes on it first."
    )
    asked_at = Instant()
    due_at = Instant(help_text="Until then the case waits for the answer.")


class FactQuestions(Out):
    questions = FactQuestion(many=True, source="rows")
    next = serializers.CharField(allow_null=True, help_text="For `after`, when there are more.")
