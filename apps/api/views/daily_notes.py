from rest_framework.request import Request
from rest_framework.response import Response

from apps.api.serializers import daily_notes as shapes
from apps.api.views.acts import Act, acts
from apps.api.views.base import Endpoint, caller, query, reads
from apps.api.views.reasons import analysed_system
from apps.flow.selectors import daily_notes
from apps.learning.services import daily


class DailyNotes(Endpoint):
    scopes = {"GET": "findings:read"}

    @reads("daily_notes", shapes.DailyNotes, asks=shapes.DayQuery)
    def get(self, request: Request, slug: str) -> Response:
        """See a day's strongly negative notes, and what was called broken on it."""
        by, asked = caller(request), query(request, shapes.DayQuery)
        system = analysed_system(slug, by.actor)
        found = daily_notes.daily_notes(system=system, to=by.actor, now=by.now, on=asked.get("on"))
        return Response(shapes.DailyNotes(found).data)


class LookedAt(Endpoint):
    scopes = {"POST": "policies:write"}

    @acts(
        "look_at_notes",
        shapes.LookBody,
        {201: shapes.Looked},
        example={"notes": ["01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11"], "reports": []},
        refuses=("cannot_look_at_notes", "nothing_looked_at"),
    )
    def post(self, act: Act, slug: str) -> object:
        """Say that you looked at strongly negative notes or at reports of something broken."""
        system = analysed_system(slug, act.by)
        return daily.look(
            system_id=system.id,
            notes=act.said["notes"],
            reports=act.said["reports"],
            by=act.by,
            now=act.now,
        )
