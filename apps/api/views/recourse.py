from rest_framework.request import Request
from rest_framework.response import Response

from apps.api import preconditions
from apps.api.serializers import recourse as shapes
from apps.api.serializers.decisions import PageQuery
from apps.api.views.acts import Act, acts
from apps.api.views.base import Endpoint, caller, query, reads
from apps.api.views.proven import Proven
from apps.flow.selectors import recourse_terms as selectors
from apps.flow.selectors.granted_limits import may_read
from apps.registry import access
from apps.reviews.services import recourse as verbs


class Recourse(Endpoint):
    scopes = {"GET": "systems:read"}

    @reads("recourse", shapes.Recourse, asks=PageQuery)
    def get(self, request: Request, slug: str) -> Response:
        """Say how the affected people of an AI system are heard, and what was before.

        Its ETag is what `If-Match` takes.
        """
        asked = query(request, PageQuery)
        page = selectors.recourse_terms(
            slug=slug, to=caller(request).actor, after=asked.get("after"), limit=asked["limit"]
        )
        said = {
            "appeal_days": page.appeal_days,
            "known_fact": page.known_fact,
            "facts": [key for key, _label in page.facts],
            "changes": page.rows,
            "next": page.next,
        }
        return Response(shapes.Recourse(said).data, headers={"ETag": preconditions.etag(page.version)})


class SetRecourse(Proven):
    scopes = {"POST": "systems:write"}

    @acts(
        "set_recourse",
        shapes.SetRecourse,
        {201: shapes.Terms},
        is_change=True,
        is_proven=True,
        example={"appeal_days": 21, "known_fact": "injured_on", "why": "Two weeks were too short."},
        refuses=("not_the_owner", "recourse_fact", "recourse_why", "recourse_same", "recourse_stale"),
    )
    def post(self, act: Act, slug: str) -> object:
        """Say in how many days appeals are answered and by what the affected person is known."""
        system = may_read(slug=slug, to=act.by)
        access.require_owner(act.by, system)
        self.require_proof()
        return selectors.one(verbs.set_recourse(system=system, **act.said, **act.guarded))
