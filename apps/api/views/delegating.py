"""Powers handed on for a time over the API, and the lists of who may stand in."""

from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from apps.api.serializers import delegating as shapes
from apps.api.views.acts import Act, Nothing, acts
from apps.api.views.base import Endpoint, caller, query, reads
from apps.api.views.proven import Proven
from apps.flow.selectors import delegating as selectors
from apps.flow.services import delegating as flow


class Delegations(Proven):
    scopes = {"GET": "members:read", "POST": "members:write"}

    @reads("delegations", shapes.Delegations, asks=shapes.DelegationsQuery)
    def get(self, request: Request) -> Response:
        """List what you handed on and received, the newest first.

        Owners also see those on their AI systems; admins and auditors all of their organisation.
        """
        by, asked = caller(request), query(request, shapes.DelegationsQuery)
        page = selectors.delegations(to=by.actor, after=asked.get("after"), limit=asked["limit"], now=by.now)
        return Response(shapes.Delegations(page).data)

    @acts(
        "delegate",
        shapes.Delegate,
        {201: shapes.Delegation},
        is_proven=True,
        example={
            "power": "approve_held",
            "on": "system:injury-triage",
            "to": "ben@bluegrass.example",
            "why": "I am away until Monday.",
            "ends_at": "2026-11-27T12:00:00Z",
        },
        refuses=(
            "power_unknown",
            "power_not_yours",
            "delegation_invalid",
            "not_on_the_list",
            "delegated_already",
        ),
    )
    def post(self, act: Act) -> object:
        """Hand a power of yours on for a time, to somebody on its list; they never pass it on.

        `supervise_inbox` and `work_inbox` are on an inbox; `approve_held`, to resolve held decisions where
        and as far as you may, is on an AI system.
        """
        self.require_proof()
        row = flow.delegate(**act.said, by=act.by, now=act.now)
        return selectors.delegation(delegation_id=row.id, to=act.by, now=act.now)


class TakeBack(Endpoint):
    scopes = {"POST": "members:write"}

    @acts(
        "take_back_delegation",
        Nothing,
        {200: shapes.Delegation},
        refuses=("not_yours_to_end", "delegation_over"),
    )
    def post(self, act: Act, delegation_id: UUID) -> object:
        """End a delegation at once: by who gave or received it, the owner of the AI system, or an admin."""
        flow.take_back(delegation_id=delegation_id, by=act.by, now=act.now)
        return selectors.delegation(delegation_id=delegation_id, to=act.by, now=act.now)


class StandIns(Proven):
    scopes = {"GET": "members:read", "POST": "members:write"}

    @reads("stand_ins", shapes.StandIns, asks=shapes.StandInsQuery)
    def get(self, request: Request) -> Response:
        """List who may stand in where you say so: on your AI systems, or as an admin in every inbox."""
        by, asked = caller(request), query(request, shapes.StandInsQuery)
        page = selectors.listed(to=by.actor, after=asked.get("after"), limit=asked["limit"])
        return Response(shapes.StandIns(page).data)

    @acts(
        "list_stand_in",
        shapes.ListStandIn,
        {201: shapes.StandIn},
        is_proven=True,
        example={"on": "system:injury-triage", "email": "ben@bluegrass.example"},
        refuses=("not_your_list", "cannot_stand_in_here", "own_stand_in", "stand_in_known"),
    )
    def post(self, act: Act) -> object:
        """Say that somebody may be handed powers on an AI system of yours, or as an admin in an inbox."""
        self.require_proof()
        row = flow.list_stand_in(**act.said, by=act.by, now=act.now)
        return selectors.stand_in(stand_in_id=row.id, to=act.by)


class EndStandIn(Endpoint):
    scopes = {"POST": "members:write"}

    @acts("end_stand_in", Nothing, {204: None}, refuses=("stand_in_over",))
    def post(self, act: Act, stand_in_id: UUID) -> object:
        """Take somebody off a list; what they were handed there rests from their next request on."""
        flow.end_stand_in(stand_in_id=stand_in_id, by=act.by, now=act.now)
        return None
