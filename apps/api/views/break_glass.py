"""An admin opens an inbox by breaking the glass, over the API; and who did is read."""

from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from apps.api.serializers import break_glass as shapes
from apps.api.views.acts import Act, Nothing, acts
from apps.api.views.base import Endpoint, caller, query, reads
from apps.api.views.proven import Proven
from apps.flow.selectors import break_glass as selectors
from apps.flow.services import breaking_glass as flow

SEES = ("not_for_break_glass",)


class Openings(Proven):
    scopes = {"GET": "members:read", "POST": "members:write"}

    @reads("break_glass_openings", shapes.Openings, asks=shapes.OpeningsQuery, refuses=SEES)
    def get(self, request: Request) -> Response:
        """List inboxes that admins opened without a right to them, the newest first.

        For admins, auditors and owners all of them; for supervisors those of their inboxes.
        """
        by, asked = caller(request), query(request, shapes.OpeningsQuery)
        page = selectors.openings(to=by.actor, after=asked.get("after"), limit=asked["limit"], now=by.now)
        return Response(shapes.Openings(page).data)

    @acts(
        "break_glass",
        shapes.BreakGlass,
        {201: shapes.Opening},
        is_proven=True,
        example={"inbox": "triage-officers", "minutes": 30, "why": "Nobody of the team can be reached."},
        refuses=("not_admin", "break_glass_invalid", "break_glass_needless"),
    )
    def post(self, act: Act) -> object:
        """Open an inbox as an admin, to look, release and reassign, never to decide.

        Its owners and supervisors are told at once, and everything that is read and done is kept.
        """
        self.require_proof()
        said = act.said
        row = flow.break_glass(
            slug=said["inbox"], why=said["why"], minutes=said["minutes"], by=act.by, now=act.now
        )
        return selectors.opening(glass_id=row.id, to=act.by, now=act.now)


class Opening(Endpoint):
    scopes = {"GET": "members:read"}

    @reads("break_glass_opening", shapes.Opened, asks=shapes.OpenedQuery, refuses=SEES)
    def get(self, request: Request, glass_id: UUID) -> Response:
        """See one opening, and what was read and done under it, the first first."""
        by, asked = caller(request), query(request, shapes.OpenedQuery)
        found = selectors.opened(
            glass_id=glass_id, to=by.actor, after=asked.get("after"), limit=asked["limit"], now=by.now
        )
        return Response(shapes.Opened(found).data)


class Close(Endpoint):
    scopes = {"POST": "members:write"}

    @acts(
        "close_glass",
        Nothing,
        {200: shapes.Opening},
        refuses=(*SEES, "not_yours_to_close", "break_glass_closed"),
    )
    def post(self, act: Act, glass_id: UUID) -> object:
        """Close an opened inbox at once: its admin, another one, or whom it concerns."""
        flow.close_glass(glass_id=glass_id, by=act.by, now=act.now)
        return selectors.opening(glass_id=glass_id, to=act.by, now=act.now)
