"""The policy of an AI system over the API: the same verbs as its pages, with If-Match instead of a form."""

from collections.abc import Callable

from rest_framework.request import Request
from rest_framework.response import Response

from apps.api import idempotency, preconditions
from apps.api.authentication import Caller
from apps.api.serializers import policies
from apps.api.serializers.items import Nothing
from apps.api.views.base import Endpoint, body, caller, reads, writes
from apps.api.views.proven import Proven
from apps.core.once import Answer
from apps.flow import selectors
from apps.flow import services as flow
from apps.policy.models import PolicyVersion
from apps.registry.models import AISystem

Verb = Callable[[AISystem, Caller], PolicyVersion]


class Policies(Endpoint):
    scopes = {"GET": "policies:read"}

    @reads("policies", policies.PolicyRows)
    def get(self, request: Request, slug: str) -> Response:
        """List the versions of an AI system's policy, the newest first."""
        by = caller(request)
        found = selectors.policy_page(slug=slug, to=by.actor, now=by.now)
        return Response(policies.PolicyRows(found).data)


class Policy(Endpoint):
    scopes = {"GET": "policies:read"}

    @reads("policy", policies.PolicyDetail)
    def get(self, request: Request, slug: str, number: int) -> Response:
        """See one version: its tree, what it changes in words, warnings, and examples at each threshold."""
        by = caller(request)
        found = selectors.policy_page(slug=slug, to=by.actor, now=by.now)
        detail = selectors.policy_detail(found, found.version(number))
        return Response(
            policies.PolicyDetail(detail).data, headers={"ETag": preconditions.etag(detail.row.version)}
        )


def _acted(request: Request, slug: str, verb: Verb, status: int = 200) -> Response:
    """Do a verb at most once per key, for whoever sees the AI system; the answer is the version."""
    by = caller(request)

    def act() -> Answer:
        system = selectors.system_seen(slug=slug, to=by.actor)
        return Answer(status, policies.PolicyRow(verb(system, by)).data)

    return idempotency.once(request, act)


class Begin(Endpoint):
    scopes = {"POST": "policies:write"}

    @writes("begin_policy", Nothing, {201: policies.PolicyRow})
    def post(self, request: Request, slug: str) -> Response:
        """Open the draft of the next version, made from the one in force; you hold it for 15 minutes."""
        body(request, Nothing)

        def verb(system: AISystem, by: Caller) -> PolicyVersion:
            return flow.begin_policy(system=system, by=by.actor, now=by.now)

        return _acted(request, slug, verb, 201)


class Save(Endpoint):
    scopes = {"POST": "policies:write"}

    @writes("save_policy", policies.PolicySave, {200: policies.PolicyRow}, is_change=True)
    def post(self, request: Request, slug: str) -> Response:
        """Keep what the next version shall say; what is no policy, or too loose, names its clause."""
        seen, said = preconditions.version(request), body(request, policies.PolicySave)

        def verb(system: AISystem, by: Caller) -> PolicyVersion:
            return flow.save_policy(system=system, tree=said["tree"], version=seen, by=by.actor, now=by.now)

        return _acted(request, slug, verb)


class Shadow(Endpoint):
    scopes = {"POST": "policies:write"}

    @writes("shadow_policy", policies.PolicyShadow, {200: policies.PolicyRow}, is_change=True)
    def post(self, request: Request, slug: str) -> Response:
        """Let the draft judge every arrival beside the version in force until then; it decides nothing."""
        seen, said = preconditions.version(request), body(request, policies.PolicyShadow)

        def verb(system: AISystem, by: Caller) -> PolicyVersion:
            return flow.shadow_policy(
                system=system, until=said["until"], version=seen, by=by.actor, now=by.now
            )

        return _acted(request, slug, verb)


class EndShadow(Endpoint):
    scopes = {"POST": "policies:write"}

    @writes("end_policy_shadow", Nothing, {200: policies.PolicyRow}, is_change=True)
    def post(self, request: Request, slug: str) -> Response:
        """Call the version back from shadow; what it said there is kept."""
        seen = preconditions.version(request)
        body(request, Nothing)

        def verb(system: AISystem, by: Caller) -> PolicyVersion:
            return flow.end_policy_shadow(system=system, version=seen, by=by.actor, now=by.now)

        return _acted(request, slug, verb)


class Propose(Endpoint):
    scopes = {"POST": "policies:write"}

    @writes("propose_policy", Nothing, {200: policies.PolicyRow}, is_change=True)
    def post(self, request: Request, slug: str) -> Response:
        """Hand the open version to the owner."""
        seen = preconditions.version(request)
        body(request, Nothing)

        def verb(system: AISystem, by: Caller) -> PolicyVersion:
            return flow.propose_policy(system=system, version=seen, by=by.actor, now=by.now)

        return _acted(request, slug, verb)


class Return(Endpoint):
    scopes = {"POST": "policies:write"}

    @writes("return_policy", policies.PolicyReturn, {200: policies.PolicyRow}, is_change=True)
    def post(self, request: Request, slug: str) -> Response:
        """Give a proposed version back to its writers, or take it back."""
        seen, said = preconditions.version(request), body(request, policies.PolicyReturn)

        def verb(system: AISystem, by: Caller) -> PolicyVersion:
            return flow.return_policy(system=system, why=said["why"], version=seen, by=by.actor, now=by.now)

        return _acted(request, slug, verb)


class Drop(Endpoint):
    scopes = {"POST": "policies:write"}

    @writes("drop_policy", Nothing, {200: policies.PolicyRow}, is_change=True)
    def post(self, request: Request, slug: str) -> Response:
        """Give the open version up; a proposed one only the owner."""
        seen = preconditions.version(request)
        body(request, Nothing)

        def verb(system: AISystem, by: Caller) -> PolicyVersion:
            return flow.drop_policy(system=system, version=seen, by=by.actor, now=by.now)

        return _acted(request, slug, verb)


class Adopt(Proven):
    scopes = {"POST": "policies:write"}

    @writes(
        "adopt_policy",
        Nothing,
        {200: policies.PolicyRow},
        is_change=True,
        is_proven=True,
        refuses=(
            "only_the_owner_approves",
            "author_cannot_approve",
            "policy_not_proposed",
            "policy_not_valid",
        ),
    )
    def post(self, request: Request, slug: str) -> Response:
        """Put the proposed version in force, by an owner who wrote nothing of it, after step-up."""
        seen = preconditions.version(request)
        body(request, Nothing)

        def verb(system: AISystem, by: Caller) -> PolicyVersion:
            self.require_proof()
            return flow.adopt_policy(system=system, version=seen, by=by.actor, now=by.now)

        return _acted(request, slug, verb)
