"""Who answers for an AI system: offered, accepted, declined or withdrawn, each after step-up."""

from collections.abc import Callable

from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.models import User
from apps.api import idempotency
from apps.api.authentication import Caller
from apps.api.serializers import systems
from apps.api.serializers.items import Nothing
from apps.api.views.base import Endpoint, body, caller, reads, writes
from apps.api.views.proven import Proven
from apps.core.once import Answer
from apps.flow import selectors
from apps.flow import services as flow
from apps.registry import access
from apps.registry.models import AISystem
from apps.registry.services import CannotOwn

Verb = Callable[[AISystem, Caller], object]


class Ownership(Endpoint):
    scopes = {"GET": "systems:read"}

    @reads("ownership", systems.Ownership)
    def get(self, request: Request, slug: str) -> Response:
        """See who answers for an AI system, and to whom it was offered."""
        return Response(_shown(slug, caller(request)))


class _Act(Proven):
    scopes = {"POST": "systems:write"}

    def acted(self, request: Request, slug: str, verb: Verb, *, is_told: bool = True) -> Response:
        """Do a verb at most once per key, after step-up; the answer is who answers then, or nothing."""
        by = caller(request)

        def act() -> Answer:
            system = selectors.system_seen(slug=slug, to=by.actor)
            self.require_proof()
            verb(system, by)
            return Answer(200, _shown(slug, by)) if is_told else Answer(idempotency.NO_CONTENT, {})

        return idempotency.once(request, act)


class Offer(_Act):
    scopes = {"POST": "systems:write"}

    @writes(
        "offer_ownership",
        systems.OfferBody,
        {200: systems.Ownership},
        is_proven=True,
        example={"to": "hanna@bluegrass.example", "note": "I leave in May."},
        refuses=("not_the_owner", "cannot_own", "offer_open"),
    )
    def post(self, request: Request, slug: str) -> Response:
        """Offer an AI system to another owner; you answer for it until they accept."""
        said = body(request, systems.OfferBody)

        def verb(system: AISystem, by: Caller) -> None:
            access.require_owner(by.actor, system)
            heir = User.objects.filter(email__iexact=said["to"], organisation=system.organisation_id).first()
            if heir is None:
                raise CannotOwn(field="to")
            flow.offer_ownership(system=system, to_id=heir.id, note=said["note"], by=by.actor, now=by.now)

        return self.acted(request, slug, verb)


class Accept(_Act):
    scopes = {"POST": "systems:write"}

    @writes(
        "accept_ownership",
        Nothing,
        {200: systems.Ownership},
        is_proven=True,
        refuses=("offer_over", "not_offered_to_you"),
    )
    def post(self, request: Request, slug: str) -> Response:
        """Take over an AI system that was offered to you; you answer for it from now on."""
        body(request, Nothing)
        return self.acted(
            request, slug, lambda system, by: flow.accept_ownership(system=system, by=by.actor, now=by.now)
        )


class Decline(_Act):
    scopes = {"POST": "systems:write"}

    @writes(
        "decline_ownership",
        systems.DeclineBody,
        {204: None},
        is_proven=True,
        example={"why": "Not before May."},
        refuses=("offer_over", "not_offered_to_you"),
    )
    def post(self, request: Request, slug: str) -> Response:
        """Say no to an AI system that was offered to you; its owner is told."""
        why = body(request, systems.DeclineBody)["why"]
        return self.acted(
            request,
            slug,
            lambda system, by: flow.decline_ownership(system=system, why=why, by=by.actor, now=by.now),
            is_told=False,  # whoever declined may have nothing to do with the AI system any more
        )


class Withdraw(_Act):
    scopes = {"POST": "systems:write"}

    @writes("withdraw_offer", Nothing, {200: systems.Ownership}, is_proven=True)
    def post(self, request: Request, slug: str) -> Response:
        """Take your offer back."""
        body(request, Nothing)
        return self.acted(
            request, slug, lambda system, by: flow.withdraw_offer(system=system, by=by.actor, now=by.now)
        )


def _shown(slug: str, by: Caller) -> dict[str, object]:
    return dict(systems.Ownership(selectors.ownership_page(slug=slug, to=by.actor)).data)
