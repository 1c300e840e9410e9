from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from apps.api.serializers import follow_ups
from apps.api.views.acts import Act, acts
from apps.api.views.base import Endpoint, caller, query, reads
from apps.flow import selectors
from apps.flow import services as flow
from apps.flow.selectors import kept


class FollowUps(Endpoint):
    scopes = {"GET": "items:read"}

    @reads("follow_ups", follow_ups.FollowUps, asks=follow_ups.FollowUpsQuery)
    def get(self, request: Request) -> Response:
        """List follow-ups: promises that a reason made, and second looks that an outcome asks for."""
        by, asked = caller(request), query(request, follow_ups.FollowUpsQuery)
        page = selectors.follow_ups(
            to=by.actor,
            view="due" if asked["inbox"] else asked["view"],
            after=asked.get("after"),
            limit=asked["limit"],
            now=by.now,
            inbox_slug=asked["inbox"],
        )
        return Response(follow_ups.FollowUps(page).data)


class Kept(Endpoint):
    scopes = {"GET": "items:read"}

    @reads("kept_promises", follow_ups.KeptPromises)
    def get(self, request: Request) -> Response:
        """See how many promises were kept on their day, of each inbox that you supervise."""
        by = caller(request)
        rows = kept.kept_promises(to=by.actor, now=by.now)
        return Response(follow_ups.KeptPromises({"inboxes": rows}).data)


class Close(Endpoint):
    scopes = {"POST": "items:write"}

    @acts(
        "close_follow_up",
        follow_ups.CloseFollowUp,
        {200: follow_ups.Closed},
        is_change=True,
        example={"kept": False, "why": "not_reached", "note": ""},
        refuses=("follow_up_closed", "follow_up_note", "why_not_kept", "stale"),
    )
    def post(self, act: Act, follow_up_id: UUID) -> object:
        """Say whether a follow-up was kept; `If-Match` is its version."""
        return flow.close_follow_up(follow_up_id=follow_up_id, **act.said, **act.guarded)
