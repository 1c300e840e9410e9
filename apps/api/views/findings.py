from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from apps.api.serializers import findings
from apps.api.serializers.decisions import PageQuery
from apps.api.views.base import Endpoint, caller, query, reads
from apps.learning import selectors


class Findings(Endpoint):
    scopes = {"GET": "findings:read"}

    @reads("findings", findings.Findings, asks=PageQuery)
    def get(self, request: Request) -> Response:
        """List where people overrule the AI more than elsewhere."""
        asked = query(request, PageQuery)
        page = selectors.findings(to=caller(request).actor, after=asked.get("after"), limit=asked["limit"])
        return Response(findings.Findings(page).data)


class Finding(Endpoint):
    scopes = {"GET": "findings:read"}

    @reads("finding", findings.FindingPage)
    def get(self, request: Request, finding_id: UUID) -> Response:
        """See one finding with the decisions it rests on."""
        found = selectors.finding(finding_id=finding_id, to=caller(request).actor)
        return Response(findings.FindingPage(found).data)
