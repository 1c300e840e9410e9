from uuid import UUID

from rest_framework.request import Request as Asking
from rest_framework.response import Response

from apps.api import idempotency, preconditions
from apps.api.serializers import reversal_requests as shapes
from apps.api.serializers.decisions import PageQuery
from apps.api.serializers.items import Nothing
from apps.api.serializers.principal import told
from apps.api.views.base import Endpoint, body, caller, query, reads, writes
from apps.core.once import Answer
from apps.flow import selectors
from apps.flow import services as flow

ANSWERED = ("asked_by_you", "not_supervising", "request_over", "request_stale", "why_missing")


class RequestReversal(Endpoint):
    scopes = {"POST": "items:write"}

    @writes(
        "request_reversal",
        shapes.RequestBody,
        {201: shapes.Request},
        example={"why": "The wage was that of another worker."},
        refuses=("still_undoable", "requested_already", "reversed_already", "why_missing"),
    )
    def post(self, request: Asking, decision_id: UUID) -> Response:
        """Ask that your decision be reversed, once it cannot be undone any more. A supervisor answers."""
        by, said = caller(request), body(request, shapes.RequestBody)

        def act() -> Answer:
            row = flow.request_reversal(decision_id=decision_id, why=said["why"], by=by.actor, now=by.now)
            return Answer(201, shapes.Request(row).data)

        return idempotency.once(request, act)


class Requests(Endpoint):
    scopes = {"GET": "items:read"}

    @reads("reversal_requests", shapes.Requests, asks=PageQuery)
    def get(self, request: Asking) -> Response:
        """List the reversals that are asked for in the inboxes you supervise, the oldest first."""
        by, asked = caller(request), query(request, PageQuery)
        page = selectors.reversal_requests(to=by.actor, after=asked.get("after"), limit=asked["limit"])
        return Response(shapes.Requests(page).data)


class Request(Endpoint):
    scopes = {"GET": "items:read"}

    @reads("reversal_request", shapes.RequestRow)
    def get(self, request: Asking, request_id: UUID) -> Response:
        """See one request that you made or may answer. Its ETag is what `If-Match` takes."""
        page = selectors.reversal_request(request_id=request_id, to=caller(request).actor)
        etag = preconditions.etag(page.row.version)
        return Response(shapes.RequestRow(page.row).data, headers={"ETag": etag})


class Reverse(Endpoint):
    scopes = {"POST": "items:write"}

    @writes(
        "reverse_requested",
        shapes.ReverseBody,
        {200: shapes.Request},
        is_change=True,
        example={"outcome": "standard", "words": "You are right: the wage was wrong."},
        refuses=(
            *ANSWERED,
            "unknown_outcome",
            "same_outcome",
            "over_authority",
            "principal_reasons_missing",
            "principal_reason_unknown",
            "reversed_already",
        ),
    )
    def post(self, request: Asking, request_id: UUID) -> Response:
        """Reverse a decision as asked: another outcome holds, with a delivery of its own."""
        by, version = caller(request), preconditions.version(request)
        said = body(request, shapes.ReverseBody)

        def act() -> Answer:
            row = flow.reverse_requested(
                request_id=request_id, **told(said), version=version, by=by.actor, now=by.now
            )
            return Answer(200, shapes.Request(row).data)

        return idempotency.once(request, act)


class Decline(Endpoint):
    scopes = {"POST": "items:write"}

    @writes(
        "decline_reversal",
        shapes.DeclineReversal,
        {200: shapes.Request},
        is_change=True,
        example={"words": "The wage was corrected before you decided."},
        refuses=ANSWERED,
    )
    def post(self, request: Asking, request_id: UUID) -> Response:
        """Let a decision stand, with words for who asked."""
        by, version = caller(request), preconditions.version(request)
        said = body(request, shapes.DeclineReversal)

        def act() -> Answer:
            row = flow.decline_reversal(
                request_id=request_id, **said, version=version, by=by.actor, now=by.now
            )
            return Answer(200, shapes.Request(row).data)

        return idempotency.once(request, act)


class Withdraw(Endpoint):
    scopes = {"POST": "items:write"}

    @writes(
        "withdraw_reversal_request",
        Nothing,
        {200: shapes.Request},
        is_change=True,
        refuses=("request_over", "request_stale"),
    )
    def post(self, request: Asking, request_id: UUID) -> Response:
        """Take your request back."""
        by, version = caller(request), preconditions.version(request)
        body(request, Nothing)

        def act() -> Answer:
            row = flow.withdraw_request(request_id=request_id, version=version, by=by.actor, now=by.now)
            return Answer(200, shapes.Request(row).data)

        return idempotency.once(request, act)
