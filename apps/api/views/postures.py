"""The owner's risk decisions over the API: read, drafted, signed after step-up."""

from collections.abc import Callable
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from apps.api import idempotency, preconditions
from apps.api.authentication import Caller
from apps.api.serializers import systems
from apps.api.serializers.items import Nothing
from apps.api.views.base import Endpoint, body, caller, reads, writes
from apps.api.views.proven import Proven
from apps.core import refusals
from apps.core.once import Answer
from apps.flow import selectors
from apps.flow import services as flow
from apps.registry import access
from apps.registry.models import AISystem, PostureDraft

EXAMPLE = {
    "statement": "At most 12 in 100 fast-tracked claims may run past 8 weeks.",
    "errors": [
        {"code": "long_miss", "label": "Off work too long", "cost_minor": 190_000, "acceptable_share": 0.12}
    ],
    "review_cost_minor": 100,
    "machine": {"outcomes": ["fast_track"], "max_amount_minor": 150_000, "segments": ["minor_surface"]},
    "audit_share": 0.1,
    "expires_on": "2027-02-28",
}


class Posture(Endpoint):
    scopes = {"GET": "systems:read"}

    @reads("posture", systems.Posture)
    def get(self, request: Request, slug: str) -> Response:
        """See the risk decision that the owner signed last."""
        found = selectors.postures_page(slug=slug, to=caller(request).actor)
        if found.live is None:
            raise refusals.NotVisible
        return Response(systems.Posture(found.live).data)


class Postures(Endpoint):
    scopes = {"GET": "systems:read"}

    @reads("postures", systems.Postures)
    def get(self, request: Request, slug: str) -> Response:
        """List every risk decision that was signed, the newest first."""
        found = selectors.postures_page(slug=slug, to=caller(request).actor)
        draft = found.draft.version if found.draft and found.is_owner else None
        return Response(systems.Postures({"versions": found.versions, "draft_version": draft}).data)


class Version(Endpoint):
    scopes = {"GET": "systems:read"}

    @reads("posture_version", systems.Posture)
    def get(self, request: Request, slug: str, number: int) -> Response:
        """See one risk decision as it was signed."""
        found = selectors.postures_page(slug=slug, to=caller(request).actor)
        return Response(systems.Posture(found.version(number)).data)


class Draft(Endpoint):
    scopes = {"GET": "systems:read", "POST": "systems:write"}

    @reads("posture_draft", systems.PostureDraft)
    def get(self, request: Request, slug: str) -> Response:
        """See the draft of the next risk decision in words, beside the one in force; for its owner."""
        shown = _draft(slug, caller(request))
        return Response(shown, headers={"ETag": preconditions.etag(shown["version"])})

    @writes("begin_posture", Nothing, {201: systems.PostureDraft})
    def post(self, request: Request, slug: str) -> Response:
        """Open the draft of the next risk decision, made from the one in force, or the one that is open."""
        body(request, Nothing)

        def verb(system: AISystem, by: Caller) -> None:
            flow.begin_posture(system=system, by=by.actor, now=by.now)

        return _acted(request, slug, verb, 201)


class Save(Endpoint):
    scopes = {"POST": "systems:write"}

    @writes(
        "save_posture",
        systems.PostureSave,
        {200: systems.PostureDraft},
        is_change=True,
        example={"body": EXAMPLE},
        refuses=("not_the_owner", "no_posture_draft", "posture_draft_changed", "posture_not_valid"),
    )
    def post(self, request: Request, slug: str) -> Response:
        """Keep what the next risk decision shall say; what is none is refused with its clause."""
        seen, said = preconditions.version(request), body(request, systems.PostureSave)

        def verb(system: AISystem, by: Caller) -> None:
            flow.save_posture(system=system, body=said["body"], version=seen, by=by.actor, now=by.now)

        return _acted(request, slug, verb)


class Drop(Endpoint):
    scopes = {"POST": "systems:write"}

    @writes("drop_posture", Nothing, {204: None})
    def post(self, request: Request, slug: str) -> Response:
        """Give the draft up; the decision in force stays."""
        body(request, Nothing)
        by = caller(request)

        def act() -> Answer:
            system = selectors.system_seen(slug=slug, to=by.actor)
            flow.drop_posture(system=system, by=by.actor, now=by.now)
            return Answer(idempotency.NO_CONTENT, {})

        return idempotency.once(request, act)


class Sign(Proven):
    scopes = {"POST": "systems:write"}

    @writes(
        "sign_posture",
        Nothing,
        {200: systems.Posture},
        is_change=True,
        is_proven=True,
        refuses=(
            "not_the_owner",
            "no_posture_draft",
            "posture_draft_changed",
            "posture_base_ended",
            "posture_unchanged",
        ),
    )
    def post(self, request: Request, slug: str) -> Response:
        """Put the draft in force by the owner's signature, after step-up; it bounds every new case."""
        seen = preconditions.version(request)
        body(request, Nothing)
        by = caller(request)

        def act() -> Answer:
            system = selectors.system_seen(slug=slug, to=by.actor)
            access.require_owner(by.actor, system)
            self.require_proof()
            signed = flow.sign_posture(system=system, version=seen, by=by.actor, now=by.now)
            return Answer(200, systems.Posture(signed).data)

        return idempotency.once(request, act)


def _acted(
    request: Request, slug: str, verb: Callable[[AISystem, Caller], None], status: int = 200
) -> Response:
    """Do a verb at most once per key; the answer is the draft as it stands then."""
    by = caller(request)

    def act() -> Answer:
        verb(selectors.system_seen(slug=slug, to=by.actor), by)
        return Answer(status, _draft(slug, by))

    return idempotency.once(request, act)


def _draft(slug: str, by: Caller) -> dict[str, Any]:
    found = selectors.postures_page(slug=slug, to=by.actor)
    access.require_owner(by.actor, found.system)
    if found.draft is None:
        raise refusals.NotVisible
    return _shown(found, found.draft)


def _shown(found: selectors.PosturesPage, draft: PostureDraft) -> dict[str, Any]:
    shown = {
        "version": draft.version,
        "base_number": draft.base.number if draft.base else None,
        "saved_at": draft.saved_at,
        "body": draft.body,
        "clauses": selectors.posture_clauses(found),
    }
    return dict(systems.PostureDraft(shown).data)
