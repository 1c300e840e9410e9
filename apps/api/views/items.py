from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from apps.api import idempotency, preconditions
from apps.api.serializers import decisions, items, review
from apps.api.views.base import Endpoint, body, caller, query, reads, writes
from apps.core.once import Answer
from apps.flow import selectors
from apps.flow import services as flow
from apps.reviews import rules
from apps.reviews import services as reviews


class Inboxes(Endpoint):
    scopes = {"GET": "items:read"}

    @reads("inboxes", items.Inboxes)
    def get(self, request: Request) -> Response:
        """List the inboxes you may look at."""
        return Response(items.Inboxes({"inboxes": selectors.inbox_list(to=caller(request).actor)}).data)


class Items(Endpoint):
    scopes = {"GET": "items:read"}

    @reads("inbox_items", items.Items, asks=items.ItemsQuery)
    def get(self, request: Request, slug: str) -> HttpResponse:
        """List the items of an inbox, most urgent first."""
        by, asked = caller(request), query(request, items.ItemsQuery)
        page = selectors.item_list(
            slug=slug,
            to=by.actor,
            view=asked["view"],
            after=asked.get("after"),
            sort=asked.get("sort", ""),
            with_facts=asked.get("with") == items.FACTS,
            now=by.now,
        )
        return HttpResponse(items.written(page), content_type="application/json")


class ClaimNext(Endpoint):
    scopes = {"POST": "items:write"}

    @writes("claim_next", items.Nothing, {201: items.Claimed, 204: None})
    def post(self, request: Request, slug: str) -> Response:
        """Claim the item that should be done next; 204 when nothing waits."""
        by = caller(request)
        body(request, items.Nothing)

        def act() -> Answer:
            item = reviews.claim_next(inbox_slug=slug, by=by.actor, now=by.now)
            if item is None:
                return Answer(idempotency.NO_CONTENT, {})
            return Answer(201, items.Claimed(item).data)

        return idempotency.once(request, act)


class Item(Endpoint):
    scopes = {"GET": "items:read"}

    @reads("item", review.Item)
    def get(self, request: Request, item_id: UUID) -> Response:
        """See one item: facts, suggestion, what may be decided. Its ETag is what `If-Match` takes."""
        by = caller(request)
        page = selectors.review_page(item_id=item_id, to=by.actor, now=by.now)
        return Response(review.Item(page).data, headers={"ETag": preconditions.etag(page.item.version)})


class Claim(Endpoint):
    scopes = {"POST": "items:write"}

    @writes("claim", items.Nothing, {201: items.Claimed}, is_change=True)
    def post(self, request: Request, item_id: UUID) -> Response:
        """Claim an item; nobody else can decide it until `held_until`."""
        by, version = caller(request), preconditions.version(request)
        body(request, items.Nothing)

        def act() -> Answer:
            item = reviews.claim(item_id=item_id, version=version, by=by.actor, now=by.now)
            return Answer(201, items.Claimed(item).data)

        return idempotency.once(request, act)


class FirstView(Endpoint):
    scopes = {"POST": "items:write"}

    @writes("give_first_view", items.FirstViewBody, {201: items.FirstView}, is_change=True)
    def post(self, request: Request, item_id: UUID) -> Response:
        """Say what you would do from the facts alone, on an item you hold that asks for it."""
        by, version = caller(request), preconditions.version(request)
        said = body(request, items.FirstViewBody)
        view = reviews.View(outcome=said["outcome"], sure=said["sure"], words=said["words"])

        def act() -> Answer:
            given = reviews.give_first_view(
                item_id=item_id, view=view, version=version, token=said["token"], by=by.actor, now=by.now
            )
            return Answer(201, items.FirstView(given).data)

        return idempotency.once(request, act)


class Extend(Endpoint):
    scopes = {"POST": "items:write"}

    @writes("extend_claim", items.ExtendBody, {200: items.Claimed}, is_change=True)
    def post(self, request: Request, item_id: UUID) -> Response:
        """Lengthen your claim to its full time from now."""
        by, version = caller(request), preconditions.version(request)
        said = body(request, items.ExtendBody)

        def act() -> Answer:
            item = reviews.extend(item_id=item_id, **said, version=version, by=by.actor, now=by.now)
            return Answer(200, items.Claimed(item).data)

        return idempotency.once(request, act)


class Draft(Endpoint):
    scopes = {"POST": "items:write"}

    @writes("save_draft", items.DraftBody, {200: items.Draft})
    def post(self, request: Request, item_id: UUID) -> Response:
        """Keep what is typed on an item; it outlives claims, conflicts and sessions. One draft each."""
        by = caller(request)
        typed = body(request, items.DraftBody)["fields"]

        def act() -> Answer:
            reviews.save_draft(item_id=item_id, body=typed, by=by.actor, now=by.now)
            return Answer(200, items.Draft({"saved_at": by.now}).data)

        return idempotency.once(request, act)


class Views(Endpoint):
    scopes = {"GET": "items:read", "POST": "items:write"}

    @reads("inbox_views", items.Views)
    def get(self, request: Request, slug: str) -> Response:
        """List the views of an inbox that you keep."""
        kept = selectors.saved_views(slug=slug, to=caller(request).actor)
        return Response(items.Views({"views": kept}).data)

    @writes("save_view", items.ViewBody, {201: items.View})
    def post(self, request: Request, slug: str) -> Response:
        """Keep a list of an inbox under a name of your own."""
        by, said = caller(request), body(request, items.ViewBody)
        asked = {name: said[name] for name in ("view", "sort") if said.get(name)}

        def act() -> Answer:
            view = reviews.save_view(
                inbox_slug=slug,
                name=said["name"],
                asked=asked,
                is_default=said["is_default"],
                by=by.actor,
                now=by.now,
            )
            return Answer(201, items.View(view).data)

        return idempotency.once(request, act)


class DropView(Endpoint):
    scopes = {"POST": "items:write"}

    @writes("drop_view", items.Nothing, {204: None})
    def post(self, request: Request, view_id: UUID) -> Response:
        """Keep a view no longer."""
        by = caller(request)
        body(request, items.Nothing)

        def act() -> Answer:
            reviews.drop_view(view_id=view_id, by=by.actor)
            return Answer(idempotency.NO_CONTENT, {})

        return idempotency.once(request, act)


class Decide(Endpoint):
    scopes = {"POST": "items:write"}

    @writes("decide", items.DecideBody, {201: decisions.Decided}, is_change=True)
    def post(self, request: Request, item_id: UUID) -> Response:
        """Decide an item you hold. Whether that approves or overrides follows from the outcome."""
        by, version = caller(request), preconditions.version(request)
        said = body(request, items.DecideBody)
        answer = rules.Answer(
            outcome=said["outcome"],
            reason=said["reason"],
            choices=said["input"],
            note=said["note"],
            sure=said["sure"],
            more=[rules.Cause(one["reason"], one["input"]) for one in said["more_reasons"]],
        )

        def act() -> Answer:
            decision = flow.decide(
                item_id=item_id,
                answer=answer,
                version=version,
                token=said["token"],
                by=by.actor,
                now=by.now,
            )
            return Answer(201, decisions.Decided(decision).data)

        return idempotency.once(request, act)


class Escalate(Endpoint):
    scopes = {"POST": "items:write"}

    @writes("escalate", items.EscalateBody, {201: decisions.Escalated}, is_change=True)
    def post(self, request: Request, item_id: UUID) -> Response:
        """Hand an item you hold to the level above."""
        by, version = caller(request), preconditions.version(request)
        said = body(request, items.EscalateBody)

        def act() -> Answer:
            escalation = flow.escalate(item_id=item_id, **said, version=version, by=by.actor, now=by.now)
            return Answer(201, decisions.Escalated(escalation).data)

        return idempotency.once(request, act)


class Return(Endpoint):
    scopes = {"POST": "items:write"}

    @writes("return_item", items.ReturnBody, {200: decisions.Returned}, is_change=True)
    def post(self, request: Request, item_id: UUID) -> Response:
        """Hand an escalated item you hold back to the inbox it came from, with a note."""
        by, version = caller(request), preconditions.version(request)
        said = body(request, items.ReturnBody)

        def act() -> Answer:
            escalation = flow.return_escalated(
                item_id=item_id, **said, version=version, by=by.actor, now=by.now
            )
            return Answer(200, decisions.Returned(escalation).data)

        return idempotency.once(request, act)


class Snooze(Endpoint):
    scopes = {"POST": "items:write"}

    @writes("snooze", items.SnoozeBody, {200: items.Later}, is_change=True)
    def post(self, request: Request, item_id: UUID) -> Response:
        """Lay an item you hold aside until a time, with a coded reason; it comes back by itself."""
        by, version = caller(request), preconditions.version(request)
        said = body(request, items.SnoozeBody)

        def act() -> Answer:
            item = flow.snooze(item_id=item_id, **said, version=version, by=by.actor, now=by.now)
            return Answer(200, items.Later(item).data)

        return idempotency.once(request, act)


class Wake(Endpoint):
    scopes = {"POST": "items:write"}

    @writes("wake", items.Nothing, {200: items.Later}, is_change=True)
    def post(self, request: Request, item_id: UUID) -> Response:
        """Bring an item that is laid aside back before its time."""
        by, version = caller(request), preconditions.version(request)
        body(request, items.Nothing)

        def act() -> Answer:
            item = reviews.wake_up(item_id=item_id, version=version, by=by.actor, now=by.now)
            return Answer(200, items.Later(item).data)

        return idempotency.once(request, act)


class GiveBack(Endpoint):
    scopes = {"POST": "items:write"}

    @writes("give_back", items.GiveBackBody, {200: items.Later}, is_change=True)
    def post(self, request: Request, item_id: UUID) -> Response:
        """Give an item you hold back to its inbox, with a coded reason."""
        by, version = caller(request), preconditions.version(request)
        said = body(request, items.GiveBackBody)

        def act() -> Answer:
            item = flow.give_back(item_id=item_id, **said, version=version, by=by.actor, now=by.now)
            return Answer(200, items.Later(item).data)

        return idempotency.once(request, act)
