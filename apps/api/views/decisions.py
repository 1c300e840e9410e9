from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from apps.api import idempotency, preconditions
from apps.api.serializers import decisions, items
from apps.api.views.base import Endpoint, body, caller, query, reads, writes
from apps.core.once import Answer
from apps.flow import selectors
from apps.flow import services as flow


class Decisions(Endpoint):
    scopes = {"GET": "items:read"}

    @reads("decisions", decisions.Decisions, asks=decisions.PageQuery)
    def get(self, request: Request) -> Response:
        """List what you decided, and what became of each."""
        by, asked = caller(request), query(request, decisions.PageQuery)
        page = selectors.my_decisions(to=by.actor, after=asked.get("after"), limit=asked["limit"], now=by.now)
        return Response(decisions.Decisions(page).data)


class Undo(Endpoint):
    scopes = {"POST": "items:write"}

    @writes("undo", items.Nothing, {200: decisions.Undone}, is_change=True)
    def post(self, request: Request, decision_id: UUID) -> Response:
        """Take back your decision before it is in force; `If-Match` is the item's version.

        The item is yours again at once, for a whole claim.
        """
        by, version = caller(request), preconditions.version(request)
        body(request, items.Nothing)

        def act() -> Answer:
            item = flow.undo(decision_id=decision_id, version=version, by=by.actor, now=by.now)
            return Answer(200, decisions.Undone(item).data)

        return idempotency.once(request, act)
