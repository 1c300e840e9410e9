from rest_framework.request import Request
from rest_framework.response import Response

from apps.api.serializers import cases
from apps.api.views.base import Endpoint, caller, query, reads
from apps.flow import selectors


class Cases(Endpoint):
    scopes = {"GET": "items:read"}

    @reads("find_cases", cases.FoundCases, asks=cases.CasesQuery)
    def get(self, request: Request) -> Response:
        """Find cases by their reference: its beginning, a part of it, or else one that is like it.

        Only cases that you may see. Nobody is found by a name.
        """
        by, asked = caller(request), query(request, cases.CasesQuery)
        found = selectors.find_cases(asked=asked["q"], to=by.actor, limit=asked["limit"])
        return Response(cases.FoundCases(found).data)
