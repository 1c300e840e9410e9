"""The policy of an AI system over the API: the same verbs as its pages, with If-Match instead of a form."""

from rest_framework.request import Request
from rest_framework.response import Response

from apps.api import preconditions, refused
from apps.api.serializers import policies
from apps.api.views.acts import Act, Nothing, acts
from apps.api.views.base import Endpoint, caller, reads
from apps.api.views.proven import Proven
from apps.flow import selectors
from apps.flow import services as flow

EXAMPLE = {
    "rules": [
        {
            "code": "sr2",
            "say": "More than 3,000 dollars at stake is above any officer's authority.",
            "when": {"fact": "stake_minor", "op": "gt", "value": 300_000},
            "then": {"lane": "SUPERVISOR", "inbox": "triage-supervisors", "due_hours": 48},
        }
    ],
    "otherwise": {"lane": "OFFICER", "inbox": "triage-officers", "due_hours": 48},
}


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


class Begin(Endpoint):
    scopes = {"POST": "policies:write"}

    @acts(
        "begin_policy",
        Nothing,
        {201: policies.PolicyRow},
        refuses=("cannot_write_policy", "no_policy_draft", "policy_not_a_draft", "policy_edited_by_another"),
    )
    def post(self, act: Act, slug: str) -> object:
        """Open the draft of the next version, made from the one in force; you hold it for 15 minutes."""
        return flow.begin_policy(system=selectors.system_seen(slug=slug, to=act.by), by=act.by, now=act.now)


class Save(Endpoint):
    scopes = {"POST": "policies:write"}

    @acts(
        "save_policy",
        policies.PolicySave,
        {200: policies.PolicyRow},
        is_change=True,
        example={"tree": EXAMPLE},
        refuses=(*refused.POLICY, "policy_not_valid"),
    )
    def post(self, act: Act, slug: str) -> object:
        """Keep what the next version shall say; what is no policy, or too loose, names its clause."""
        return flow.save_policy(
            system=selectors.system_seen(slug=slug, to=act.by), tree=act.said["tree"], **act.guarded
        )


class Shadow(Endpoint):
    scopes = {"POST": "policies:write"}

    @acts(
        "shadow_policy",
        policies.PolicyShadow,
        {200: policies.PolicyRow},
        is_change=True,
        example={"until": "2026-12-15T08:00:00Z"},
        refuses=(*refused.POLICY, "policy_unchanged", "policy_not_valid", "shadow_too_long"),
    )
    def post(self, act: Act, slug: str) -> object:
        """Let the draft judge every arrival beside the version in force until then; it decides nothing."""
        return flow.shadow_policy(
            system=selectors.system_seen(slug=slug, to=act.by), until=act.said["until"], **act.guarded
        )


class EndShadow(Endpoint):
    scopes = {"POST": "policies:write"}

    @acts(
        "end_policy_shadow",
        Nothing,
        {200: policies.PolicyRow},
        is_change=True,
        refuses=(*refused.POLICY, "policy_not_in_shadow"),
    )
    def post(self, act: Act, slug: str) -> object:
        """Call the version back from shadow; what it said there is kept."""
        return flow.end_policy_shadow(system=selectors.system_seen(slug=slug, to=act.by), **act.guarded)


class Propose(Endpoint):
    scopes = {"POST": "policies:write"}

    @acts(
        "propose_policy",
        Nothing,
        {200: policies.PolicyRow},
        is_change=True,
        refuses=(
            *refused.POLICY,
            "policy_unchanged",
            "policy_not_valid",
            "try_not_complete",
            "fix_not_tried",
        ),
    )
    def post(self, act: Act, slug: str) -> object:
        """Hand the open version to the owner."""
        return flow.propose_policy(system=selectors.system_seen(slug=slug, to=act.by), **act.guarded)


class Return(Endpoint):
    scopes = {"POST": "policies:write"}

    @acts(
        "return_policy",
        policies.PolicyReturn,
        {200: policies.PolicyRow},
        is_change=True,
        example={"why": "The third rule needs a second look."},
        refuses=(*refused.POLICY, "only_the_owner_approves", "policy_not_proposed"),
    )
    def post(self, act: Act, slug: str) -> object:
        """Give a proposed version back to its writers, or take it back."""
        return flow.return_policy(
            system=selectors.system_seen(slug=slug, to=act.by), why=act.said["why"], **act.guarded
        )


class Drop(Endpoint):
    scopes = {"POST": "policies:write"}

    @acts(
        "drop_policy",
        Nothing,
        {200: policies.PolicyRow},
        is_change=True,
        refuses=(*refused.POLICY, "only_the_owner_approves"),
    )
    def post(self, act: Act, slug: str) -> object:
        """Give the open version up; a proposed one only the owner."""
        return flow.drop_policy(system=selectors.system_seen(slug=slug, to=act.by), **act.guarded)


class Adopt(Proven):
    scopes = {"POST": "policies:write"}

    @acts(
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
            "policy_draft_changed",
            "policy_base_ended",
        ),
    )
    def post(self, act: Act, slug: str) -> object:
        """Put the proposed version in force, by an owner who wrote nothing of it, after step-up."""
        return flow.adopt_policy(system=self.proven(act, slug), **act.guarded)
