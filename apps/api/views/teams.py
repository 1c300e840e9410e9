"""How an inbox stands, for who supervises it; what somebody has goes to somebody else."""

from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from apps.api.serializers import teams
from apps.api.views.acts import Act, acts
from apps.api.views.base import CURSOR, Endpoint, caller, query, reads
from apps.api.views.members import person_of
from apps.flow.selectors import own_figures as figures
from apps.flow.selectors import teams as selectors
from apps.flow.services import handing_on, staffing

ONLY = ("only_who_supervises",)


class Team(Endpoint):
    scopes = {"GET": "members:read"}

    @reads("team", teams.TeamState, refuses=ONLY)
    def get(self, request: Request, slug: str) -> Response:
        """Say how an inbox stands: what waits and how long, what left in time, what the days bring."""
        by = caller(request)
        return Response(teams.TeamState(selectors.team(slug=slug, to=by.actor, now=by.now)).data)


class Loads(Endpoint):
    scopes = {"GET": "members:read"}

    @reads("loads", teams.Loads, asks=teams.LoadsQuery, refuses=(*ONLY, *CURSOR))
    def get(self, request: Request, slug: str) -> Response:
        """List what lies with each person who works an inbox, by name."""
        by, asked = caller(request), query(request, teams.LoadsQuery)
        page = selectors.people(
            slug=slug, to=by.actor, after=asked.get("after"), limit=asked["limit"], now=by.now
        )
        return Response(teams.Loads(page).data)


class Had(Endpoint):
    scopes = {"GET": "members:read"}

    @reads("held_or_given", teams.HadPage, asks=teams.HadQuery, refuses=(*ONLY, *CURSOR))
    def get(self, request: Request, slug: str) -> Response:
        """List the cases of an inbox that somebody holds or was given, the earliest due first."""
        by, asked = caller(request), query(request, teams.HadQuery)
        page = selectors.had(
            slug=slug, to=by.actor, after=asked.get("after"), limit=asked["limit"], now=by.now
        )
        return Response(teams.HadPage(page).data)


class OwnFigures(Endpoint):
    scopes = {"GET": "members:read"}

    @reads("own_figures", teams.OwnFigures)
    def get(self, request: Request, user_id: UUID) -> Response:
        """Say how one person decides, in which mix of cases: to them, and to whoever supervises them."""
        by = caller(request)
        found = figures.own_figures(user_id=user_id, to=by.actor, now=by.now)
        return Response(teams.OwnFigures(found).data)


class HandOn(Endpoint):
    scopes = {"POST": "items:write"}

    @acts(
        "hand_on",
        teams.HandOnBody,
        {200: teams.HandedOn},
        is_change=True,
        example={"to": "ben@bluegrass.example", "why": "load"},
        refuses=(
            "may_not_assign",
            "already_closed",
            "nothing_to_hand_on",
            "stale",
            "hand_on_why",
            "hand_on_note",
            "has_it_already",
            "recipient_away",
            "not_for_them",
            "person_unknown",
        ),
    )
    def post(self, act: Act, item_id: UUID) -> object:
        """Take an item from who holds it or was given it, for somebody else or for everybody again."""
        said = act.said
        to = person_of(said["to"], act.by).actor if said["to"] else None
        return handing_on.hand_on(item_id=item_id, to=to, why=said["why"], note=said["note"], **act.guarded)


class Target(Endpoint):
    scopes = {"POST": "members:write"}

    @acts(
        "set_target",
        teams.TargetBody,
        {200: teams.Target},
        example={"in_hundred": 90},
        refuses=("only_who_staffs", "target_invalid"),
    )
    def post(self, act: Act, slug: str) -> object:
        """Say how many of 100 cases are to leave an inbox before they are due."""
        return staffing.set_target(slug=slug, in_hundred=act.said["in_hundred"], by=act.by, now=act.now)
