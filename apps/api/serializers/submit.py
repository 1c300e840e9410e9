"""Recommendations in, and what became of them. `intake.rules` reads requests; these describe them."""

from rest_framework import serializers

from apps.api.batches import MOST_LINES
from apps.api.serializers.fields import DecidedAt, Exact, In, Instant, Out, Text, Whole
from apps.api.serializers.problems import Error
from apps.core import canonical, clock
from apps.flow import services as flow
from apps.flow.received import UNSEEN
from apps.intake.rules import FindingKind, Severity
from apps.intake.states import ContextState, RecommendationState

MOST_LINES_OF_ALL = 1_000


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
    evidence = Text(
        required=False,
        allow_null=True,
        help_text="The document it was read from, `<its reference>#<page>`; reviewers go there.",
    )


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


class BatchSchema(In):
    lines = RecommendationBody(many=True, help_text=f"1 to {MOST_LINES} recommendations of one AI system.")


class BatchQuery(In):
    all_or_nothing = serializers.ChoiceField(
        ["true", "false"],
        default="false",
        help_text=f"true: one wrong line refuses the whole batch; at most {MOST_LINES_OF_ALL} lines.",
    )


class CaseOut(Out):
    id = serializers.UUIDField(source="case_id")
    ref = serializers.CharField(source="case_ref")


class ContextFinding(Out):
    """What the check of the context found about one fact."""

    fact = serializers.CharField()
    kind = serializers.ChoiceField([kind.value for kind in FindingKind])
    severity = serializers.ChoiceField([severity.value for severity in Severity])
    rule = serializers.CharField(help_text="The clause of the contract, in words; never a value.")
    way_out = serializers.CharField()


class Because(Out):
    code = serializers.CharField()
    sentence = serializers.CharField()


class Earlier(Out):
    """What a person decided before on the same subject, in codes: do not raise again what was dismissed."""

    id = serializers.UUIDField()
    ai_system = serializers.CharField()
    case_ref = serializers.CharField()
    outcome = serializers.CharField()
    decided_at = DecidedAt()
    agreed = serializers.BooleanField(help_text="Decided as the AI had recommended.")
    core_category = serializers.CharField(allow_blank=True, help_text="Why not; empty when restricted.")
    is_in_force = serializers.BooleanField()


class Received(Out):
    """Where a recommendation stands."""

    example = {
        "id": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11",
        "external_id": "REC-88121",
        "case": {"id": "01a214a0-681a-70b0-be35-a2cf451ec1fa", "ref": "WC-1981-000412"},
        "number": 1,
        "state": "ROUTED",
        "context_state": "LEGIBLE",
        "findings": [],
        "lane": "OFFICER",
        "because": [{"code": "otherwise", "sentence": "No rule decides otherwise, so an officer looks."}],
        "inbox": "triage-officers",
        "item": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11",
        "decision": None,
        "due_at": "2026-11-22T12:00:00Z",
        "earlier_decisions": [],
    }
    id = serializers.UUIDField()
    external_id = serializers.CharField()
    case = CaseOut(source="*")
    number = serializers.IntegerField(help_text="1 for the first recommendation of this case and AI system.")
    state = serializers.ChoiceField([*(state.value for state in RecommendationState), UNSEEN])
    context_state = serializers.ChoiceField([state.value for state in ContextState])
    findings = ContextFinding(many=True)
    lane = serializers.ChoiceField(["AUTOMATIC", "OFFICER", "SUPERVISOR", "HOLD", UNSEEN])
    because = Because(many=True, help_text="Why it went there, in words.")
    inbox = serializers.CharField(source="inbox_slug", allow_null=True)
    item = serializers.UUIDField(source="item_id", allow_null=True)
    decision = serializers.UUIDField(source="decision_id", allow_null=True)
    due_at = Instant(allow_null=True)
    earlier_decisions = Earlier(
        source="earlier", many=True, help_text="The latest five of the subject, newest first."
    )


_FOUND = ("fact", "kind", "severity", "rule", "way_out")


def told(one: flow.Received) -> dict[str, object]:
    """Write what `Received` describes; by hand, because a batch has many."""
    return {
        "id": str(one.id),
        "external_id": one.external_id,
        "case": {"id": str(one.case_id), "ref": one.case_ref},
        "number": one.number,
        "state": one.state,
        "context_state": one.context_state,
        "findings": [{name: said[name] for name in _FOUND} for said in one.findings],
        "lane": one.lane,
        "because": [{"code": code, "sentence": sentence} for code, sentence in one.because],
        "inbox": one.inbox_slug,
        "item": one.item_id and str(one.item_id),
        "decision": one.decision_id and str(one.decision_id),
        "due_at": one.due_at and canonical.instant(one.due_at),
        "earlier_decisions": [
            {
                "id": str(decision.id),
                "ai_system": decision.ai_system,
                "case_ref": decision.case_ref,
                "outcome": decision.outcome,
                "decided_at": None
                if decision.decided_at == clock.NOT_RECORDED
                else canonical.instant(decision.decided_at),
                "agreed": decision.agreed,
                "core_category": decision.core_category,
                "is_in_force": decision.is_in_force,
            }
            for decision in one.earlier
        ],
    }


class BatchLine(Out):
    """What became of one line: `recommendation`, as the address for one answers it, or `error`."""

    line = serializers.IntegerField(help_text="From 1, in the order sent.")
    status = serializers.ChoiceField(
        [201, 200, 409, 413, 422, 503],
        help_text="201 taken in, 200 known before; 503: it and all after it were not read, send them again.",
    )
    external_id = serializers.CharField(required=False)
    recommendation = Received(required=False)
    error = Error(required=False)


class BatchReceived(Out):
    lines = BatchLine(many=True)
