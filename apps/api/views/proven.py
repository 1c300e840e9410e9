"""An act for which whoever asks has to have proved anew who they are."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from rest_framework.request import Request

from apps.api import proof
from apps.api.views.acts import Act
from apps.api.views.base import Endpoint, caller
from apps.flow import selectors
from apps.registry.models import AISystem


class Proven(Endpoint):
    """`require_proof` belongs inside the act, so that a retry is answered as before without another code."""

    _proved_by: UUID | None = None
    _proof = proof.Proof(proof.ProofNeeded(permission="step-up"))

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        """Ask the session before DRF puts the caller in the place of Django's own user."""
        self._proved_by, self._asked = proof.of_session(request), request
        return super().initialize_request(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Look at the code once it is known who asks, and before anything is locked."""
        super().initial(request, *args, **kwargs)
        by = caller(request).actor
        self._proof = proof.Proof(None) if self._proved_by == by.id else proof.of_code(self._asked, by)

    def require_proof(self) -> None:
        """Refuse whoever did not just prove who they are.

        Raises: ProofNeeded, ProofWrong, TooManyProofs.
        """
        self._proof.require()

    def proven(self, act: Act, slug: str) -> AISystem:
        """Return the AI system that is visible to whoever just proved who they are.

        Raises: refusals.NotVisible, ProofNeeded, ProofWrong, TooManyProofs.
        """
        system = selectors.system_seen(slug=slug, to=act.by)
        self.require_proof()
        return system
