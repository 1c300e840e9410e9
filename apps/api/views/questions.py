from rest_framework.request import Request
from rest_framework.response import Response

from apps.api.serializers import questions
from apps.api.serializers.decisions import PageQuery
from apps.api.views.base import Endpoint, caller, query, reads
from apps.flow import selectors


class FactQuestions(Endpoint):
    scopes = {"GET": "facts:write"}

    @reads("fact_questions", questions.FactQuestions, asks=PageQuery)
    def get(self, request: Request) -> Response:
        """List the facts that reviewers ask for, oldest first; the cases wait for them until `due_at`.

        Answer with `POST /cases/{case_ref}/facts/`: a later value of the fact ends the question, also null
        when nobody knows it. A question that nobody answers in time ends by itself.
        """
        by, asked = caller(request), query(request, PageQuery)
        page = selectors.asked_facts(to=by.actor, after=asked.get("after"), limit=asked["limit"])
        return Response(questions.FactQuestions(page).data)
