"""Recommendations in, and what became of them. `intake.rules` reads requests; these describe them."""

from rest_framework import serializers

from apps.api.serializers.fields import Exact, In, Instant, Out, Text, Whole
from apps.intake.states import ContextState, RecommendationState

MAX_LINES = 1000


class CaseIn(In):
    ref = Text(help_text="The case's number in the business system.")
    kind = serializers.ChoiceField(["REAL", "KNOWN_ANSWER", "TEST"], required=False)


class SubjectIn(In):
    ref = Text(help_text="The affected person or organisation in the business system.")
    name = Text(required=False, allow_blank=True)


class StakeIn(In):
    minor = Whole(min_value=0, help_text="In minor units: cents.")
    currency = Text(help_text="ISO 4217.")


class FactIn(In):
    fact = Text(help_text="A key of the AI system's context contract.")
    value = serializers.JSONField(allow_null=True, help_text="In the contract's type; money in minor units.")
    source = Text()  # type: ignore[assignment] # DRF's own attribute of that name
    as_of = Instant(required=False, allow_null=True)
    origin = serializers.ChoiceField(["real", "simulated"], required=False)


class ProtectedIn(In):
    fact = Text()
    value = serializers.JSONField(allow_null=True)


class StatementIn(In):
    text = Text()
    cites = serializers.ListField(
        child=Text(),
        required=False,
        help_text="What it rests on: facts by key, evidence as `evidence:<its reference>#<page>`.",
    )
    direction = serializers.ChoiceField(["for", "against"], required=False)


class RecommendationBody(In):
    external_id = Text(help_text="Yours: the same id with the same body is answered as before.")
    ai_system = Text()
    case = CaseIn()
    subject = SubjectIn()
    outcome = Text(help_text="An outcome code of the AI system.")
    stake = StakeIn(required=False, allow_null=True)
    confidence = Exact(min_value=0, max_value=1)
    model_version = Text()
    prompt_version = Text(required=False, allow_blank=True)
    made_at = Instant()
    facts = FactIn(many=True, help_text="Several entries of one fact are what several sources say.")
    protected = ProtectedIn(many=True, required=False, help_text="For the fairness audit only.")
    used = serializers.ListField(child=Text(), required=False, help_text="Facts the AI used.")
    rationale = StatementIn(many=True, required=False)


class BatchBody(In):
    """All or nothing."""

    lines = serializers.ListField(child=serializers.DictField(), min_length=1, max_length=MAX_LINES)


class BatchSchema(In):
    lines = RecommendationBody(many=True, help_text=f"1 to {MAX_LINES} lines, accepted all or none.")


class CaseOut(Out):
    id = serializers.UUIDField(source="case_id")
    ref = serializers.CharField(source="case_ref")


class Received(Out):
    """Where a recommendation stands."""

    id = serializers.UUIDField()
    external_id = serializers.CharField()
    case = CaseOut(source="*")
    number = serializers.IntegerField(help_text="1 for the first recommendation of this case and AI system.")
    state = serializers.ChoiceField([state.value for state in RecommendationState])
    context_state = serializers.ChoiceField([state.value for state in ContextState])
    lane = serializers.ChoiceField(["AUTOMATIC", "OFFICER", "SUPERVISOR", "HOLD"])
    inbox = serializers.CharField(source="inbox_slug", allow_null=True)
    item = serializers.UUIDField(source="item_id", allow_null=True)
    decision = serializers.UUIDField(source="decision_id", allow_null=True)
    due_at = Instant(allow_null=True)


class BatchReceived(Out):
    lines = Received(many=True)
