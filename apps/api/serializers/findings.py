from rest_framework import serializers

from apps.api.serializers.fields import DecidedAt, Instant, Out
from apps.learning.states import FindingState


class Finding(Out):
    """A slice of cases in which people overruled the AI more than elsewhere."""

    id = serializers.UUIDField()
    ai_system = serializers.CharField(source="system_name")
    words = serializers.CharField()
    n = serializers.IntegerField(help_text="Decisions in the slice.")
    n_overridden = serializers.IntegerField()
    rate = serializers.FloatField()
    low = serializers.FloatField(help_text="95 % interval of the rate.")
    high = serializers.FloatField()
    rest_rate = serializers.FloatField(help_text="The rate everywhere else.")
    excess = serializers.FloatField(help_text="Overrides beyond what the rest's rate would give.")
    q = serializers.FloatField(help_text="False discovery rate at which this slice counts.")
    main_reason = serializers.CharField(allow_null=True)
    state = serializers.ChoiceField([state.value for state in FindingState])
    opened_at = Instant()
    seen_at = Instant()


class Findings(Out):
    findings = Finding(many=True, source="rows")
    next = serializers.CharField(allow_null=True)


class Example(Out):
    case_ref = serializers.CharField()
    case_id = serializers.UUIDField()
    decided_at = DecidedAt()
    recommended = serializers.CharField()
    decided = serializers.CharField()
    reason = serializers.CharField(allow_null=True)


class CorrectedFact(Out):
    fact = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # DRF's own attribute of that name
    n = serializers.IntegerField(help_text="Overrides that said another value of it is right.")


class FindingPage(Out):
    finding = Finding(source="row")
    rule = serializers.CharField(help_text="The slice as a condition.")
    reasons = serializers.DictField(child=serializers.IntegerField())
    core_categories = serializers.DictField(child=serializers.IntegerField())
    corrected = CorrectedFact(many=True)
    examples = Example(many=True)
    counter_examples = Example(many=True)
