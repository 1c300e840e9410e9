from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from apps.api import idempotency, preconditions
from apps.api.serializers import follow_ups
from apps.api.views.base import Endpoint, body, caller, query, reads, writes
from apps.core.once import Answer
from apps.flow import selectors
from apps.flow import services as flow


class FollowUps(Endpoint):
    scopes = {"GET": "items:read"}

    @reads("follow_ups", follow_ups.FollowUps, asks=follow_ups.FollowUpsQuery)
    def get(self, request: Request) -> Response:
        """List follow-ups: promises that a reason made, and second looks that an outcome asks for."""
        by, asked = caller(request), query(request, follow_ups.FollowUpsQuery)
        page = selectors.follow_ups(
            to=by.actor, view=asked["view"], after=asked.get("after"), limit=asked["limit"], now=by.now
        )
        return Response(follow_ups.FollowUps(page).data)


class Close(Endpoint):
    scopes = {"POST": "items:write"}

    @writes("close_follow_up", follow_ups.CloseFollowUp, {200: follow_ups.Closed}, is_change=True)
    def post(self, request: Request, follow_up_id: UUID) -> Response:
        """Say whether a follow-up was kept; `If-Match` is its version."""
        by, version = caller(request), preconditions.version(request)
        said = body(request, follow_ups.CloseFollowUp)

        def act() -> Answer:
            found = flow.close_follow_up(
                follow_up_id=follow_up_id, **said, version=version, by=by.actor, now=by.now
            )
            return Answer(200, follow_ups.Closed(found).data)

        return idempotency.once(request, act)
