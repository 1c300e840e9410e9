from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from apps.api.serializers import findings
from apps.api.views.base import Endpoint, caller, query, reads
from apps.learning import selectors
from apps.learning.states import Target


class Findings(Endpoint):
    scopes = {"GET": "findings:read"}

    @reads("findings", findings.Findings, asks=findings.FindingsQuery)
    def get(self, request: Request) -> Response:
        """List where something happens more than elsewhere: people overrule the AI, ask, skip, are late."""
        asked = query(request, findings.FindingsQuery)
        page = selectors.findings(
            to=caller(request).actor,
            after=asked.get("after"),
            limit=asked["limit"],
            target=Target(asked["target"]) if "target" in asked else None,
        )
        return Response(findings.Findings(page).data)


class Finding(Endpoint):
    scopes = {"GET": "findings:read"}

    @reads("finding", findings.FindingPage)
    def get(self, request: Request, finding_id: UUID) -> Response:
        """See one finding with the decisions it rests on."""
        found = selectors.finding(finding_id=finding_id, to=caller(request).actor)
        return Response(findings.FindingPage(found).data)
