"""What is paused of an AI system, what a pause would change, stopping it and letting it go on."""

from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from apps.api import idempotency
from apps.api.serializers import systems
from apps.api.views.base import Endpoint, body, caller, reads, writes
from apps.api.views.proven import Proven
from apps.core.once import Answer
from apps.flow import selectors
from apps.flow import services as flow
from apps.registry.states import PauseMode, PauseScope


class Pauses(Endpoint):
    scopes = {"GET": "systems:read"}

    @reads("pauses", systems.Pauses)
    def get(self, request: Request, slug: str) -> Response:
        """List what is paused of an AI system."""
        system = selectors.system_seen(slug=slug, to=caller(request).actor)
        return Response(_pauses(system.id))


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

    @writes(
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
    def post(self, request: Request, slug: str) -> Response:
        """Stop an AI system or a part of it: when the answer is there, no automatic decision follows.

        Only its owner, or the deputy during a stated absence, who has just proved who they are.
        """
        by, said = caller(request), body(request, systems.PauseBody)
        system = selectors.system_seen(slug=slug, to=by.actor)
        what = flow.What(PauseScope(said["scope"]), said["key"], PauseMode(said["mode"]), said["until"])

        def act() -> Answer:
            self.require_proof()
            flow.pause(system_id=system.id, why=said["why"], by=by.actor, now=by.now, what=what)
            return Answer(200, _pauses(system.id))

        return idempotency.once(request, act)


class Resume(Proven):
    scopes = {"POST": "systems:write"}

    @writes(
        "resume",
        systems.ResumeBody,
        {200: systems.Pauses},
        is_proven=True,
        example={"pause": "01a214a0-681a-70b0-be35-a2cf451ec1fa"},
        refuses=("not_the_owner", "not_your_pause", "limit_holds", "not_paused"),
    )
    def post(self, request: Request, slug: str) -> Response:
        """End a pause that somebody made; one that a limit made ends by itself."""
        by, said = caller(request), body(request, systems.ResumeBody)
        system = selectors.system_seen(slug=slug, to=by.actor)

        def act() -> Answer:
            self.require_proof()
            flow.resume(system_id=system.id, by=by.actor, now=by.now, span_id=said["pause"])
            return Answer(200, _pauses(system.id))

        return idempotency.once(request, act)


def _pauses(system_id: UUID) -> dict[str, object]:
    return dict(systems.Pauses({"pauses": selectors.spans_of([system_id])}).data)
