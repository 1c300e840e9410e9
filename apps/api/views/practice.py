from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from apps.api.serializers import practice as shapes
from apps.api.serializers.decisions import PageQuery
from apps.api.serializers.items import Nothing
from apps.api.views.acts import Act, acts
from apps.api.views.base import Endpoint, caller, query, reads
from apps.flow import services as flow
from apps.flow.selectors import practice as selectors
from apps.measures.rules import ENOUGH
from apps.reviews.services import Known


class Knowns(Endpoint):
    scopes = {"GET": "policies:read"}

    @reads("known_answers", shapes.Knowns, asks=PageQuery)
    def get(self, request: Request) -> Response:
        """List the known-answer cases of the AI systems you analyse, the newest first."""
        by, asked = caller(request), query(request, PageQuery)
        page = selectors.known_answers(to=by.actor, after=asked.get("after"), limit=asked["limit"])
        return Response(shapes.Knowns(page).data)


class Write(Endpoint):
    scopes = {"POST": "policies:write"}

    @acts(
        "write_known_answer",
        shapes.KnownBody,
        {201: shapes.Known},
        example={
            "about": "A hospital stay that is easily overlooked",
            "facts": [{"fact": "hospital_stay", "value": True, "source": "hospital", "hours_ago": 2}],
            "suggested": "fast_track",
            "confidence": "0.910000",
            "right": "standard",
            "why": "The hospital stay counts.",
        },
        refuses=(
            "cannot_write_known_answers",
            "known_answer_facts",
            "copy_of_a_case",
            "known_answer_invalid",
        ),
    )
    def post(self, act: Act, slug: str) -> object:
        """Write an invented case with its right answer. It comes at the share that policy says."""
        return flow.write_known_answer(slug=slug, said=Known(**act.said), by=act.by, now=act.now)


class Retire(Endpoint):
    scopes = {"POST": "policies:write"}

    @acts("retire_known_answer", Nothing, {200: shapes.Known}, refuses=("cannot_write_known_answers",))
    def post(self, act: Act, known_id: UUID) -> object:
        """Use a known-answer case no more."""
        return flow.retire_known_answer(known_id=known_id, by=act.by, now=act.now)


class Feedback(Endpoint):
    scopes = {"GET": "items:read"}

    @reads("known_answer_of_item", shapes.Feedback)
    def get(self, request: Request, item_id: UUID) -> Response:
        """See what was right, once you decided a case whose answer is known; 404 for every other one."""
        found = selectors.feedback(item_id=item_id, to=caller(request).actor)
        return Response(shapes.Feedback(found).data)


class Results(Endpoint):
    scopes = {"GET": "items:read"}

    @reads("known_answer_results", shapes.Results)
    def get(self, request: Request) -> Response:
        """See how you answered known-answer cases, and how the people of inboxes you supervise did."""
        to = caller(request).actor
        team = [_shown(one) for one in selectors.team_results(to=to)]
        return Response(shapes.Results({"own": _shown(selectors.own_result(to=to)), "team": team}).data)


def _shown(one: selectors.Result) -> dict[str, object]:
    enough = one.share.n >= ENOUGH
    return {
        "name": one.name,
        "share": one.share,
        "value": one.share.value if enough else None,
        "low": one.share.low if enough else None,
        "high": one.share.high if enough else None,
        "n_sent_up": one.n_sent_up,
    }
