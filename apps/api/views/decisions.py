from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from apps.api.serializers import decisions, items
from apps.api.views.acts import Act, acts
from apps.api.views.base import Endpoint, caller, query, reads
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

    @acts(
        "undo",
        items.Nothing,
        {200: decisions.Undone},
        is_change=True,
        refuses=("not_your_decision", "undo_over", "stale"),
    )
    def post(self, act: Act, decision_id: UUID) -> object:
        """Take back your decision before it is in force; `If-Match` is the item's version.

        The item is yours again at once, for a whole claim.
        """
        return flow.undo(decision_id=decision_id, **act.guarded)
