"""Later facts of a case in, and what they did. `intake.rules` reads each fact by its contract."""

from rest_framework import serializers

from apps.api.serializers.fields import In, Out, Text
from apps.api.serializers.submit import FactIn
from apps.intake.states import ContextState


class FactsBody(In):
    ai_system = Text(required=False, allow_null=True, default=None, help_text="When only one is meant.")
    facts = FactIn(
        many=True,
        allow_empty=False,
        help_text="Values as in a recommendation; each must say its `as_of`.",
    )


class FactChange(Out):
    """What the facts did for one AI system."""

    ai_system = serializers.CharField()
    recommendation = serializers.UUIDField(source="recommendation_id")
    is_new = serializers.BooleanField(help_text="False when every value was known.")
    is_late = serializers.BooleanField(help_text="True when it was decided; the decision stands.")
    context_state = serializers.ChoiceField([state.value for state in ContextState])
    changed = serializers.ListField(
        child=serializers.CharField(), help_text="Facts by which the suggestion is behind."
    )
    decisive = serializers.ListField(
        child=serializers.CharField(), help_text="Those of them that can change where the case goes."
    )
    lane = serializers.ChoiceField(["AUTOMATIC", "OFFICER", "SUPERVISOR", "HOLD"])
    inbox = serializers.CharField(source="inbox_slug", allow_null=True)
    item = serializers.UUIDField(source="item_id", allow_null=True)
    item_version = serializers.IntegerField(source="version", allow_null=True)


class FactsAdded(Out):
    example = {
        "case_ref": "WC-1981-000412",
        "changes": [
            {
                "ai_system": "injury-triage",
                "recommendation": "01a214a0-681a-70b0-be35-a2cf451ec1fa",
                "is_new": True,
                "is_late": False,
                "context_state": "LEGIBLE",
                "changed": ["hospital_stay"],
                "decisive": ["hospital_stay"],
                "lane": "OFFICER",
                "inbox": "triage-officers",
                "item": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11",
                "item_version": 2,
            }
        ],
    }
    case_ref = serializers.CharField()
    changes = FactChange(many=True)
