"""Acts that bind ask anew who acts (ADR 0036): a session that has just proved it, or a code with a key."""

import re
from dataclasses import dataclass
from uuid import UUID

from allauth.account.internal.flows import reauthentication
from allauth.core import ratelimit
from django.http import HttpRequest
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from apps.accounts import services as accounts
from apps.accounts.models import Actor
from apps.core import refusals

HEADER = "Step-Up-Code"
CODE = re.compile(r"\d{6}", re.ASCII)
A_MINUTE = 60
PARAMETER = OpenApiParameter(
    HEADER,
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="Six digits: the code that the caller's second factor shows now. Each counts once. Not needed"
    " in a session that has just proved who it is.",
)


class ProofNeeded(refusals.NotAllowed):
    code = "proof_needed"
    sentence = (
        "This binds, so prove anew who you are: send what your second factor shows now as Step-Up-Code,"
        " or confirm in a session at /account/reauthenticate/ and repeat this within minutes."
    )


class ProofWrong(refusals.NotAllowed):
    code = "proof_wrong"
    sentence = (
        "This code is not what your second factor shows now, or it was used before. Nothing was done;"
        " send the next one."
    )


class TooManyProofs(refusals.TooMany):
    code = "too_many_proofs"
    sentence = "Too many codes in a short time. Nothing was done; wait a minute."


@dataclass(frozen=True, slots=True)
class Proof:
    """What is known of who acts; `refusal` says why it is not enough, None where it is."""

    refusal: refusals.Refusal | None

    def require(self) -> None:
        """Refuse whoever did not just prove who they are.

        Raises: ProofNeeded, ProofWrong, TooManyProofs.
        """
        if self.refusal is not None:
            raise self.refusal


def of_session(request: HttpRequest) -> UUID | None:
    """Return the actor whose session has just proved who it is; None without one. Django's request knows.

    It proves who sits there, not who holds the key that the request may also bring.
    """
    if not hasattr(request, "user") or not reauthentication.did_recently_reauthenticate(request):
        return None
    actor_id: UUID | None = getattr(request.user, "actor_id", None)
    return actor_id


def of_code(request: HttpRequest, actor: Actor) -> Proof:
    """Look at the code of a request, outside of the act's transaction: a wrong one is counted for good."""
    given = request.headers.get(HEADER, "").strip()
    if not given:
        return Proof(ProofNeeded(permission="step-up"))
    user = getattr(actor, "user", None)
    if user is None or not CODE.fullmatch(given):
        return Proof(ProofWrong(permission="step-up"))
    if not ratelimit.consume(request, action="reauthenticate", user=user):
        return Proof(TooManyProofs(retry_after=A_MINUTE))
    taken = accounts.prove_by_code(actor=actor, code=given)
    return Proof(None if taken else ProofWrong(permission="step-up"))
