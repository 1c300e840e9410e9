from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from apps.api import preconditions, refused
from apps.api.serializers import decisions, items, review
from apps.api.views.acts import Act, acts
from apps.api.views.base import Endpoint, caller, query, reads
from apps.core.once import Answer
from apps.flow import selectors
from apps.flow import services as flow
from apps.flow.selectors import laddering
from apps.reviews import services as reviews
from apps.reviews.models import Escalation


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
            narrow=items.narrow_of(asked),
            now=by.now,
        )
        return HttpResponse(items.written(page), content_type="application/json")


class ClaimNext(Endpoint):
    scopes = {"POST": "items:write"}

    @acts("claim_next", items.Nothing, {201: items.Claimed, 204: None}, refuses=("cannot_work_inbox",))
    def post(self, act: Act, slug: str) -> object:
        """Claim the item that should be done next; 204 when nothing waits."""
        return reviews.claim_next(inbox_slug=slug, by=act.by, now=act.now)


class Item(Endpoint):
    scopes = {"GET": "items:read"}

    @reads("item", review.Item)
    def get(self, request: Request, item_id: UUID) -> Response:
        """See one item: facts, suggestion, what may be decided. Its ETag is what `If-Match` takes."""
        by = caller(request)
        page = selectors.review_page(item_id=item_id, to=by.actor, now=by.now)
        climbing = laddering.of_page(page, to=by.actor, now=by.now)
        said = review.Item(page, context={"climbing": {item_id: climbing}})
        return Response(said.data, headers={"ETag": preconditions.etag(page.item.version)})


class Claim(Endpoint):
    scopes = {"POST": "items:write"}

    @acts("claim", items.Nothing, {201: items.Claimed}, is_change=True, refuses=refused.TAKE)
    def post(self, act: Act, item_id: UUID) -> object:
        """Claim an item; nobody else can decide it until `held_until`."""
        return reviews.claim(item_id=item_id, **act.guarded)


class FirstView(Endpoint):
    scopes = {"POST": "items:write"}

    @acts(
        "give_first_view",
        items.FirstViewBody,
        {201: items.FirstView},
        is_change=True,
        example={"outcome": "standard", "sure": "fairly", "words": "Heavy work, no light duty.", "token": 3},
        refuses=(*refused.HOLD, "first_view_not_asked", "first_view_given", "unknown_view"),
    )
    def post(self, act: Act, item_id: UUID) -> object:
        """Say what you would do from the facts alone, on an item you hold that asks for it.

        On an item of the kind SECOND_REVIEW this is your second opinion and closes it.
        """
        said = act.said
        view = reviews.View(outcome=said["outcome"], sure=said["sure"], words=said["words"])
        given, _second = flow.give_view(item_id=item_id, view=view, token=said["token"], **act.guarded)
        return given


class Extend(Endpoint):
    scopes = {"POST": "items:write"}

    @acts(
        "extend_claim",
        items.ExtendBody,
        {200: items.Claimed},
        is_change=True,
        example={"token": 3},
        refuses=refused.HOLD,
    )
    def post(self, act: Act, item_id: UUID) -> object:
        """Lengthen your claim to its full time from now."""
        return reviews.extend(item_id=item_id, **act.said, **act.guarded)


class Draft(Endpoint):
    scopes = {"POST": "items:write"}

    @acts(
        "save_draft",
        items.DraftBody,
        {200: items.Draft},
        example={"fields": {"act": "override", "outcome": "standard", "note": "The wage is of last year."}},
        refuses=(*refused.WORK, "draft_too_long"),
    )
    def post(self, act: Act, item_id: UUID) -> object:
        """Keep what is typed on an item; it outlives claims, conflicts and sessions. One draft each."""
        reviews.save_draft(item_id=item_id, body=act.said["fields"], by=act.by, now=act.now)
        return {"saved_at": act.now}


class Views(Endpoint):
    scopes = {"GET": "items:read", "POST": "items:write"}

    @reads("inbox_views", items.Views)
    def get(self, request: Request, slug: str) -> Response:
        """List the views of an inbox that you keep."""
        kept = selectors.saved_views(slug=slug, to=caller(request).actor)
        return Response(items.Views({"views": kept}).data)

    @acts(
        "save_view",
        items.ViewBody,
        {201: items.View},
        example={"name": "Conflicts", "view": "open", "sort": "due", "flag": "conflict", "from": "500"},
        refuses=("view_name", "view_wrong", "too_many_views"),
    )
    def post(self, act: Act, slug: str) -> object:
        """Keep a list of an inbox under a name of your own."""
        said = act.said
        asked = {name: said[name] for name in reviews.ASKED if said.get(name)}
        return reviews.save_view(
            inbox_slug=slug,
            name=said["name"],
            asked=asked,
            is_default=said["is_default"],
            by=act.by,
            now=act.now,
        )


class DropView(Endpoint):
    scopes = {"POST": "items:write"}

    @acts("drop_view", items.Nothing, {204: None})
    def post(self, act: Act, view_id: UUID) -> None:
        """Keep a view no longer."""
        reviews.drop_view(view_id=view_id, by=act.by)


class Decide(Endpoint):
    scopes = {"POST": "items:write"}

    @acts(
        "decide",
        items.DecideBody,
        {201: decisions.Decided, 202: decisions.Escalated},
        is_change=True,
        example={
            "outcome": "standard",
            "reason": "it_fact",
            "input": {"fact": "hospital_stay", "kind": "wrong", "right_value": "yes"},
            "more_reasons": [
                {"reason": "it_new", "input": {"from_whom": "doctor", "contact_on": "2026-11-19"}}
            ],
            "note": "The discharge letter came today.",
            "sure": "sure",
            "token": 3,
        },
        refuses=(
            *refused.HOLD,
            "answered_elsewhere",
            "first_view_missing",
            "over_authority",
            *refused.ANSWER,
            "approval_blocked",
            "suggestion_outdated",
            "nobody_to_teach",
        ),
    )
    def post(self, act: Act, item_id: UUID) -> object:
        """Decide an item you hold. Whether that approves or overrides follows from the outcome.

        202: policy has it decided on a higher level, so it climbed there with your answer as your opinion.
        """
        made = flow.decide(
            item_id=item_id, answer=items.answer(act.said), token=act.said["token"], **act.guarded
        )
        return Answer(202, decisions.Escalated(made).data) if isinstance(made, Escalation) else made


class Escalate(Endpoint):
    scopes = {"POST": "items:write"}

    @acts(
        "escalate",
        items.EscalateBody,
        {201: decisions.Escalated},
        is_change=True,
        example={"why": "second_opinion", "note": "Two sources say otherwise.", "token": 3},
        refuses=(*refused.HOLD, "nowhere_to_climb", "note_missing"),
    )
    def post(self, act: Act, item_id: UUID) -> object:
        """Hand an item you hold to the level above."""
        return flow.escalate(item_id=item_id, **act.said, **act.guarded)


class Return(Endpoint):
    scopes = {"POST": "items:write"}

    @acts(
        "return_item",
        items.ReturnBody,
        {200: decisions.Returned},
        is_change=True,
        example={"note": "Ask the employer for light duty first.", "token": 4},
        refuses=(*refused.HOLD, "not_escalated", "note_missing"),
    )
    def post(self, act: Act, item_id: UUID) -> object:
        """Hand an escalated item you hold back to the inbox it came from, with a note."""
        return flow.return_escalated(item_id=item_id, **act.said, **act.guarded)


class Snooze(Endpoint):
    scopes = {"POST": "items:write"}

    @acts(
        "snooze",
        items.SnoozeBody,
        {200: items.Later},
        is_change=True,
        example={"until": "2026-12-01T08:00:00Z", "why": "document", "note": "", "token": 3},
        refuses=(*refused.HOLD, "later_why", "later_note", "snooze_until", "past_due"),
    )
    def post(self, act: Act, item_id: UUID) -> object:
        """Lay an item you hold aside until a time, with a coded reason; it comes back by itself."""
        return flow.snooze(item_id=item_id, **act.said, **act.guarded)


class Wake(Endpoint):
    scopes = {"POST": "items:write"}

    @acts(
        "wake",
        items.Nothing,
        {200: items.Later},
        is_change=True,
        refuses=(*refused.WORK, "not_snoozed", "stale"),
    )
    def post(self, act: Act, item_id: UUID) -> object:
        """Bring an item that is laid aside back before its time."""
        return reviews.wake_up(item_id=item_id, **act.guarded)


class GiveBack(Endpoint):
    scopes = {"POST": "items:write"}

    @acts(
        "give_back",
        items.GiveBackBody,
        {200: items.Later},
        is_change=True,
        example={"why": "mix", "token": 3},
        refuses=(*refused.HOLD, "later_why", "later_note"),
    )
    def post(self, act: Act, item_id: UUID) -> object:
        """Give an item you hold back to its inbox, with a coded reason."""
        return flow.give_back(item_id=item_id, **act.said, **act.guarded)
