"""The owner's risk decisions over the API: read, drafted, signed after step-up."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.models import Actor
from apps.api import preconditions
from apps.api.serializers import systems
from apps.api.views.acts import Act, Nothing, acts
from apps.api.views.base import Endpoint, caller, reads
from apps.api.views.proven import Proven
from apps.core import refusals
from apps.flow import selectors
from apps.flow import services as flow
from apps.registry import access


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
        shown = _draft(slug, caller(request).actor)
        etag = preconditions.etag(shown["version"])
        return Response(systems.PostureDraft(shown).data, headers={"ETag": etag})

    @acts("begin_posture", Nothing, {201: systems.PostureDraft}, refuses=("not_the_owner",))
    def post(self, act: Act, slug: str) -> object:
        """Open the draft of the next risk decision, made from the one in force, or the one that is open."""
        system = selectors.system_seen(slug=slug, to=act.by)
        flow.begin_posture(system=system, by=act.by, now=act.now)
        return _draft(slug, act.by)


class Save(Endpoint):
    scopes = {"POST": "systems:write"}

    @acts(
        "save_posture",
        systems.PostureSave,
        {200: systems.PostureDraft},
        is_change=True,
        example={"body": systems.POSTURE},
        refuses=("not_the_owner", "no_posture_draft", "posture_draft_changed", "posture_not_valid"),
    )
    def post(self, act: Act, slug: str) -> object:
        """Keep what the next risk decision shall say; what is none is refused with its clause."""
        system = selectors.system_seen(slug=slug, to=act.by)
        flow.save_posture(system=system, body=act.said["body"], **act.guarded)
        return _draft(slug, act.by)


class Drop(Endpoint):
    scopes = {"POST": "systems:write"}

    @acts("drop_posture", Nothing, {204: None}, refuses=("not_the_owner", "no_posture_draft"))
    def post(self, act: Act, slug: str) -> None:
        """Give the draft up; the decision in force stays."""
        system = selectors.system_seen(slug=slug, to=act.by)
        flow.drop_posture(system=system, by=act.by, now=act.now)


class Sign(Proven):
    scopes = {"POST": "systems:write"}

    @acts(
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
            "posture_not_valid",
        ),
    )
    def post(self, act: Act, slug: str) -> object:
        """Put the draft in force by the owner's signature, after step-up; it bounds every new case."""
        system = selectors.system_seen(slug=slug, to=act.by)
        access.require_owner(act.by, system)
        self.require_proof()
        return flow.sign_posture(system=system, **act.guarded)


def _draft(slug: str, to: Actor) -> dict[str, Any]:
    """Return the draft as its owner sees it; `systems.PostureDraft` writes it."""
    found = selectors.postures_page(slug=slug, to=to)
    access.require_owner(to, found.system)
    if found.draft is None:
        raise refusals.NotVisible
    draft = found.draft
    return {
        "version": draft.version,
        "base_number": draft.base.number if draft.base else None,
        "saved_at": draft.saved_at,
        "body": draft.body,
        "clauses": selectors.posture_clauses(found),
    }
