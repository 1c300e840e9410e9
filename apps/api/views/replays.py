from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from apps.api.serializers import replays
from apps.api.serializers.decisions import PageQuery
from apps.api.views.acts import Act, Nothing, acts
from apps.api.views.base import Endpoint, caller, query, reads
from apps.core import refusals
from apps.core.once import Answer
from apps.core.words import say
from apps.flow import selectors as flow
from apps.flow.services import ask_replay
from apps.measures import services as measures
from apps.measures.models import Replay as Row

CREATED, OK = 201, 200


class Replays(Endpoint):
    scopes = {"POST": "policies:try"}

    @acts(
        "try-policy",
        replays.Try,
        {201: replays.Replay},
        example={"policy_version": 7, "last": 3000},
        refuses=("only_who_tries", "no_policy_in_force", "nothing_to_replay", "policy_not_valid"),
    )
    def post(self, act: Act, slug: str) -> Answer:
        """Try a policy on what arrived: what it would have done, beside the version in force.

        Name a version by its number, or send a whole policy that is no version yet; and how far back, as days
        or as the last so many cases. Nothing changes by it. Ask for the replay again until it is DONE.
        """
        return Answer(CREATED, _told(_asked(act, slug).id, act))


def _asked(act: Act, slug: str) -> Row:
    said = act.said
    found = flow.tries(slug=slug, to=act.by, after=None, limit=1)
    number = said.get("policy_version")
    draft = next((one for one in found.versions if one.number == number), None)
    if number is not None and draft is None:
        raise refusals.Invalid(say("This AI system has no such version."), field="policy_version")
    tree, last, days = said.get("policy"), said.get("last"), said.get("days")
    return ask_replay(
        system=found.system,
        draft=draft,
        tree=tree if isinstance(tree, dict) else None,
        last=last if isinstance(last, int) else None,
        days=days if isinstance(days, int) else None,
        by=act.by,
        now=act.now,
    )


class Replay(Endpoint):
    scopes = {"GET": "policies:try"}

    @reads("replay", replays.Replay)
    def get(self, request: Request, replay_id: UUID) -> Response:
        """See how far a replay is, and what it counted: people's reviews, the machine's, errors and money."""
        return Response(replays.out(flow.replay_of(replay_id=replay_id, to=caller(request).actor)))


class Cases(Endpoint):
    scopes = {"GET": "policies:try"}

    @reads("replay-cases", replays.ReplayedCases, asks=PageQuery)
    def get(self, request: Request, replay_id: UUID) -> Response:
        """List the cases that go elsewhere, the worst first."""
        asked = query(request, PageQuery)
        tried = flow.replay_of(replay_id=replay_id, to=caller(request).actor)
        page = flow.replay_cases(tried=tried, meaning="", after=asked.get("after"), limit=asked["limit"])
        return Response(replays.ReplayedCases(page).data)


class Stop(Endpoint):
    scopes = {"POST": "policies:try"}

    @acts("replay-stop", Nothing, {200: replays.Replay}, refuses=("only_who_tries", "replay_over"))
    def post(self, act: Act, replay_id: UUID) -> Answer:
        """Stop a replay; what is counted so far stays."""
        measures.stop_replay(replay_id=replay_id, by=act.by, now=act.now)
        return Answer(OK, _told(replay_id, act))


def _told(replay_id: UUID, act: Act) -> dict[str, object]:
    return replays.out(flow.replay_of(replay_id=replay_id, to=act.by))
