from rest_framework.request import Request
from rest_framework.response import Response

from apps.api import idempotency
from apps.api.serializers import facts
from apps.api.views.base import Endpoint, body, caller, writes
from apps.core.once import Answer
from apps.flow import services as flow

CREATED, OK = 201, 200


class Facts(Endpoint):
    scopes = {"POST": "facts:write"}

    @writes("add_facts", facts.FactsBody, {201: facts.FactsAdded, 200: facts.FactsAdded})
    def post(self, request: Request, case_ref: str) -> Response:
        """Send later values of a case's facts; when the answer is 201, whoever works on it sees them.

        For every AI system of this key whose contract knows the fact, or the one named. Earlier values are
        kept beside them. 200: every value was known. A decided case keeps its decision; `is_late` says so.
        """
        by, said = caller(request), body(request, facts.FactsBody)

        def act() -> Answer:
            added = flow.add_facts(
                case_ref=case_ref,
                facts=said["facts"],
                ai_system=said["ai_system"],
                by=by.actor,
                now=by.now,
            )
            status = CREATED if any(one.is_new for one in added) else OK
            return Answer(status, facts.FactsAdded({"case_ref": case_ref, "changes": added}).data)

        return idempotency.once(request, act)
