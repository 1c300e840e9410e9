from rest_framework.request import Request
from rest_framework.response import Response

from apps.api.serializers import ladders
from apps.api.serializers.decisions import PageQuery
from apps.api.views.base import Endpoint, caller, query, reads
from apps.flow.selectors import laddering


class LearningNotes(Endpoint):
    scopes = {"GET": "items:read"}

    @reads("learning_notes", ladders.LearningNotes, asks=PageQuery)
    def get(self, request: Request) -> Response:
        """List what was written to you about items that you had sent up, the newest first."""
        by, asked = caller(request), query(request, PageQuery)
        page = laddering.learning_notes(to=by.actor, after=asked.get("after"), limit=asked["limit"])
        return Response(ladders.LearningNotes(page).data)
