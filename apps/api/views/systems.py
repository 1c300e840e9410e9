"""What is paused of an AI system, what a pause would change, stopping it and letting it go on."""

from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from apps.api.serializers import systems
from apps.api.views.acts import Act, acts
from apps.api.views.base import Endpoint, caller, reads
from apps.api.views.proven import Proven
from apps.flow import selectors
from apps.flow import services as flow
from apps.registry.states import PauseMode, PauseScope


class Pauses(Endpoint):
    scopes = {"GET": "systems:read"}

    @reads("pauses", systems.Pauses)
    def get(self, request: Request, slug: str) -> Response:
        """List what is paused of an AI system."""
        system = selectors.system_seen(slug=slug, to=caller(request).actor)
        return Response(systems.Pauses(_pauses(system.id)).data)


class PauseEffects(Endpoint):
    scopes = {"GET": "systems:read"}

    @reads("pause_effects", systems.PauseEffects)
    def get(self, request: Request, slug: str) -> Response:
        """See, before pausing, what a pause of each part concerns: the whole, each outcome, each segment."""
        by = caller(request)
        found = selectors.pausing_page(slug=slug, to=by.actor, now=by.now)
        return Response(systems.PauseEffects(found).data)


class Pause(Proven):
    scopes = {"POST": "systems:write"}

    @acts(
        "pause",
        systems.PauseBody,
        {200: systems.Pauses},
        is_proven=True,
        example={
            "why": "Wages arrive wrong since noon.",
            "scope": "outcome",
            "key": "fast_track",
            "mode": "people",
        },
        refuses=("not_the_owner",),
    )
    def post(self, act: Act, slug: str) -> object:
        """Stop an AI system or a part of it: when the answer is there, no automatic decision follows.

        Only its owner, or the deputy during a stated absence, who has just proved who they are.
        """
        said, system = act.said, self.proven(act, slug)
        what = flow.What(PauseScope(said["scope"]), said["key"], PauseMode(said["mode"]), said["until"])
        flow.pause(system_id=system.id, why=said["why"], by=act.by, now=act.now, what=what)
        return _pauses(system.id)


class Resume(Proven):
    scopes = {"POST": "systems:write"}

    @acts(
        "resume",
        systems.ResumeBody,
        {200: systems.Pauses},
        is_proven=True,
        example={"pause": "01a214a0-681a-70b0-be35-a2cf451ec1fa"},
        refuses=("not_the_owner", "not_your_pause", "limit_holds", "not_paused"),
    )
    def post(self, act: Act, slug: str) -> object:
        """End a pause that somebody made; one that a limit made ends by itself."""
        system = self.proven(act, slug)
        flow.resume(system_id=system.id, by=act.by, now=act.now, span_id=act.said["pause"])
        return _pauses(system.id)


def _pauses(system_id: UUID) -> dict[str, object]:
    return {"pauses": selectors.spans_of([system_id])}
