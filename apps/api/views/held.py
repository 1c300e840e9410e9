from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from apps.api import preconditions, refused
from apps.api.serializers import held as shapes
from apps.api.serializers import items
from apps.api.serializers.decisions import PageQuery
from apps.api.serializers.principal import principal
from apps.api.views.acts import Act, acts
from apps.api.views.base import Endpoint, caller, query, reads
from apps.flow.selectors import approving as selectors
from apps.flow.services import approving as flow
from apps.reviews import services as reviews

RESOLVE = (
    "approval_over",
    "approval_why",
    "made_by_you",
    "raised_by_you",
    "policy_by_you",
    "not_the_approver",
    "first_view_missing",
    "over_authority",
    "stale",
)
BLOCKED = ("approval_blocked", "suggestion_outdated")
WORDS = {"words": "The surgery is in the letter of the 19th."}


class HeldDecisions(Endpoint):
    scopes = {"GET": "items:read"}

    @reads("held_decisions", shapes.HeldRows, asks=PageQuery)
    def get(self, request: Request) -> Response:
        """List the held decisions that wait for you, the earliest due first."""
        by, asked = caller(request), query(request, PageQuery)
        page = selectors.held_list(to=by.actor, after=asked.get("after"), limit=asked["limit"], now=by.now)
        return Response(shapes.HeldRows(page).data)


class HeldDecision(Endpoint):
    scopes = {"GET": "items:read"}

    @reads("held_decision", shapes.Held)
    def get(self, request: Request, approval_id: UUID) -> Response:
        """See one held decision, yours or one that came to you. Its ETag is what `If-Match` takes."""
        by = caller(request)
        found = selectors.held(approval_id=approval_id, to=by.actor, now=by.now)
        excluded = [{"name": name, "why": why} for name, why in found.excluded]
        etag = preconditions.etag(found.row.version)
        said = shapes.Held({"row": found.row, "clock": found.clock, "excluded": excluded}).data
        return Response(said, headers={"ETag": etag})


class Uphold(Endpoint):
    scopes = {"POST": "items:write"}

    @acts(
        "uphold",
        shapes.ResolveBody,
        {200: shapes.Resolved},
        is_change=True,
        example=WORDS,
        refuses=(*RESOLVE, *BLOCKED),
    )
    def post(self, act: Act, approval_id: UUID) -> object:
        """Let a held decision come into force as it was made."""
        return flow.uphold(approval_id=approval_id, **act.said, **act.guarded)


class Amend(Endpoint):
    scopes = {"POST": "items:write"}

    @acts(
        "amend",
        shapes.AmendBody,
        {200: shapes.Resolved},
        is_change=True,
        example={
            "outcome": "standard",
            "reason": "it_weeks",
            "input": {"expected_weeks": "9"},
            "note": "Nine weeks.",
            "amount_minor": 390000,
        },
        refuses=(
            *RESOLVE,
            *BLOCKED,
            *refused.ANSWER,
            "same_as_decided",
            "same_as_suggested",
            "no_amount",
            "amount_invalid",
        ),
    )
    def post(self, act: Act, approval_id: UUID) -> object:
        """Decide otherwise than a held decision and than the AI, or of another amount; in force at once."""
        answer, amount = items.answer(act.said), act.said["amount_minor"]
        return flow.amend(approval_id=approval_id, answer=answer, amount_minor=amount, **act.guarded)


class ReverseHeld(Endpoint):
    scopes = {"POST": "items:write"}

    @acts(
        "reverse_held",
        shapes.ReverseHeldBody,
        {200: shapes.Resolved},
        is_change=True,
        example=WORDS,
        refuses=(*RESOLVE, *BLOCKED, *refused.PRINCIPAL, "nothing_to_reverse"),
    )
    def post(self, act: Act, approval_id: UUID) -> object:
        """Let what the AI suggested hold instead of a decision against it, at once."""
        told, words = principal(act.said), act.said["words"]
        return flow.reverse_held(approval_id=approval_id, words=words, principal=told, **act.guarded)


class ReturnHeld(Endpoint):
    scopes = {"POST": "items:write"}

    @acts(
        "return_held",
        shapes.ResolveBody,
        {200: shapes.Resolved},
        is_change=True,
        example={"words": "Ask the employer for light duty first."},
        refuses=RESOLVE,
    )
    def post(self, act: Act, approval_id: UUID) -> object:
        """Give a case whose decision is held back to whoever decided, undecided, with a note."""
        return flow.return_held(approval_id=approval_id, **act.said, **act.guarded)


class PassUp(Endpoint):
    scopes = {"POST": "items:write"}

    @acts(
        "pass_up",
        items.Nothing,
        {200: shapes.Resolved},
        is_change=True,
        refuses=(*RESOLVE, "nobody_above"),
    )
    def post(self, act: Act, approval_id: UUID) -> object:
        """Let a held decision wait one level higher."""
        return flow.pass_up(approval_id=approval_id, **act.guarded)


class ViewHeld(Endpoint):
    scopes = {"POST": "items:write"}

    @acts(
        "view_held",
        shapes.HeldViewBody,
        {201: items.FirstView},
        is_change=True,
        example={"outcome": "standard", "sure": "fairly", "words": "Heavy work, no light duty."},
        refuses=(*RESOLVE, "first_view_not_asked", "first_view_given", "unknown_view"),
    )
    def post(self, act: Act, approval_id: UUID) -> object:
        """Say what you would do from the facts alone, where the case asks for it first."""
        view = reviews.View(**act.said)
        return flow.view_held(approval_id=approval_id, view=view, **act.guarded)
