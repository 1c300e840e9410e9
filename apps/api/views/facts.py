from apps.api.serializers import facts
from apps.api.views.acts import Act, acts
from apps.api.views.base import Endpoint
from apps.core.once import Answer
from apps.flow import services as flow

CREATED, OK = 201, 200


class Facts(Endpoint):
    scopes = {"POST": "facts:write"}

    @acts(
        "add_facts",
        facts.FactsBody,
        {201: facts.FactsAdded, 200: facts.FactsAdded},
        example={
            "facts": [
                {
                    "fact": "hospital_stay",
                    "value": True,
                    "source": "hospital",
                    "as_of": "2026-11-20T09:30:00Z",
                    "origin": "real",
                }
            ]
        },
        refuses=(
            "only_machines_send_facts",
            "unknown_case",
            "case_ambiguous",
            "no_facts",
            "unknown_ai_system",
            "inbox_gone",
            "system_not_ready",
        ),
    )
    def post(self, act: Act, case_ref: str) -> Answer:
        """Send later values of a case's facts; when the answer is 201, whoever works on it sees them.

        For every AI system of this key whose contract knows the fact, or the one named. Earlier values are
        kept beside them. 200: every value was known. A decided case keeps its decision; `is_late` says so.
        """
        said = act.said
        added = flow.add_facts(
            case_ref=case_ref, facts=said["facts"], ai_system=said["ai_system"], by=act.by, now=act.now
        )
        status = CREATED if any(one.is_new for one in added) else OK
        return Answer(status, facts.FactsAdded({"case_ref": case_ref, "changes": added}).data)
