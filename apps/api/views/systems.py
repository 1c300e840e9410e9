"""What an AI system may do, and stopping it, for people with a session: the browser proved who they are."""

from typing import Any
from uuid import UUID

from allauth.account.internal.flows import reauthentication
from django.http import HttpRequest
from rest_framework.request import Request
from rest_framework.response import Response

from apps.api import idempotency
from apps.api.serializers import systems
from apps.api.views.base import Endpoint, body, caller, reads, writes
from apps.core import refusals
from apps.core.once import Answer
from apps.flow import selectors
from apps.flow import services as flow
from apps.registry.states import PauseMode, PauseScope


class ProofNeeded(refusals.NotAllowed):
    code = "proof_needed"
    sentence = "Prove anew who you are (/account/reauthenticate/), and send this again within a few minutes."


class Proven(Endpoint):
    """An act for which a session has to have proved anew who it is; allauth knows it by Django's request."""

    is_proven: bool = False

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        """Ask before DRF puts the caller in the place of Django's own user."""
        if hasattr(request, "user"):  # the schema is written without anybody asking
            self.is_proven = reauthentication.did_recently_reauthenticate(request)
        return super().initialize_request(request, *args, **kwargs)

    def require_proof(self) -> None:
        """Refuse whoever did not just prove who they are.

        Raises: ProofNeeded.
        """
        if not self.is_proven:
            raise ProofNeeded(permission="owner")


class Posture(Endpoint):
    scopes = {"GET": "systems:read"}

    @reads("posture", systems.Posture)
    def get(self, request: Request, slug: str) -> Response:
        """See the risk decision that the owner signed last."""
        found = selectors.postures_page(slug=slug, to=caller(request).actor)
        if found.live is None:
            raise refusals.NotVisible
        return Response(systems.Posture(found.live).data)


class Pauses(Endpoint):
    scopes = {"GET": "systems:read"}

    @reads("pauses", systems.Pauses)
    def get(self, request: Request, slug: str) -> Response:
        """List what is paused of an AI system."""
        system = selectors.system_seen(slug=slug, to=caller(request).actor)
        return Response(_pauses(system.id))


class Pause(Proven):
    scopes = {"POST": "systems:write"}

    @writes("pause", systems.PauseBody, {200: systems.Pauses})
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

    @writes("resume", systems.ResumeBody, {200: systems.Pauses})
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
