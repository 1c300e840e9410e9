from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from apps.api import idempotency, preconditions
from apps.api.serializers import items
from apps.api.views.base import Endpoint, body, caller, writes
from apps.core.once import Answer
from apps.flow import services as flow


class TakeOver(Endpoint):
    scopes = {"POST": "items:write"}

    @writes("take_over", items.TakeOverBody, {201: items.Claimed}, is_change=True)
    def post(self, request: Request, item_id: UUID) -> Response:
        """Take an item that somebody else holds, with a reason, when you supervise its inbox."""
        by, version = caller(request), preconditions.version(request)
        said = body(request, items.TakeOverBody)

        def act() -> Answer:
            item = flow.take_over(item_id=item_id, **said, version=version, by=by.actor, now=by.now)
            return Answer(201, items.Claimed(item).data)

        return idempotency.once(request, act)


class Broken(Endpoint):
    scopes = {"POST": "items:write"}

    @writes("report_broken", items.BrokenBody, {201: items.Broken})
    def post(self, request: Request, item_id: UUID) -> Response:
        """Say that the suggestion on an item is broken. It decides nothing; owner and analysts are told."""
        by = caller(request)
        said = body(request, items.BrokenBody)

        def act() -> Answer:
            row = flow.report_broken(item_id=item_id, **said, by=by.actor, now=by.now)
            return Answer(201, items.Broken(row).data)

        return idempotency.once(request, act)
