"""Who answers for an AI system: offered, accepted, declined or withdrawn, each after step-up."""

from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.models import Actor, User
from apps.api.serializers import systems
from apps.api.views.acts import Act, Nothing, acts
from apps.api.views.base import Endpoint, caller, reads
from apps.api.views.proven import Proven
from apps.flow import selectors
from apps.flow import services as flow
from apps.registry import access
from apps.registry.services import CannotOwn


class Ownership(Endpoint):
    scopes = {"GET": "systems:read"}

    @reads("ownership", systems.Ownership)
    def get(self, request: Request, slug: str) -> Response:
        """See who answers for an AI system, and to whom it was offered."""
        return Response(systems.Ownership(_who(slug, caller(request).actor)).data)


class Offer(Proven):
    scopes = {"POST": "systems:write"}

    @acts(
        "offer_ownership",
        systems.OfferBody,
        {200: systems.Ownership},
        is_proven=True,
        example={"to": "hanna@bluegrass.example", "note": "I leave in May."},
        refuses=("not_the_owner", "cannot_own", "offer_open"),
    )
    def post(self, act: Act, slug: str) -> object:
        """Offer an AI system to another owner; you answer for it until they accept."""
        system = self.proven(act, slug)
        access.require_owner(act.by, system)
        heirs = User.objects.filter(email__iexact=act.said["to"], organisation=system.organisation_id)
        heir = heirs.first()
        if heir is None:
            raise CannotOwn(field="to")
        flow.offer_ownership(system=system, to_id=heir.id, note=act.said["note"], by=act.by, now=act.now)
        return _who(slug, act.by)


class Accept(Proven):
    scopes = {"POST": "systems:write"}

    @acts(
        "accept_ownership",
        Nothing,
        {200: systems.Ownership},
        is_proven=True,
        refuses=("offer_over", "not_offered_to_you", "cannot_own"),
    )
    def post(self, act: Act, slug: str) -> object:
        """Take over an AI system that was offered to you; you answer for it from now on."""
        flow.accept_ownership(system=self.proven(act, slug), by=act.by, now=act.now)
        return _who(slug, act.by)


class Decline(Proven):
    scopes = {"POST": "systems:write"}

    @acts(
        "decline_ownership",
        systems.DeclineBody,
        {204: None},  # whoever declined may have nothing to do with the AI system any more
        is_proven=True,
        example={"why": "Not before May."},
        refuses=("offer_over", "not_offered_to_you"),
    )
    def post(self, act: Act, slug: str) -> None:
        """Say no to an AI system that was offered to you; its owner is told."""
        flow.decline_ownership(system=self.proven(act, slug), why=act.said["why"], by=act.by, now=act.now)


class Withdraw(Proven):
    scopes = {"POST": "systems:write"}

    @acts(
        "withdraw_offer",
        Nothing,
        {200: systems.Ownership},
        is_proven=True,
        refuses=("not_the_owner", "offer_over"),
    )
    def post(self, act: Act, slug: str) -> object:
        """Take your offer back."""
        flow.withdraw_offer(system=self.proven(act, slug), by=act.by, now=act.now)
        return _who(slug, act.by)


def _who(slug: str, to: Actor) -> object:
    return selectors.ownership_page(slug=slug, to=to)
