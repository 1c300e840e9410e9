"""What is done with a finding and its fixes over the API: the same verbs as its pages."""

import json
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from apps.api import preconditions, refused
from apps.api.serializers import fixes as shapes
from apps.api.views.acts import Act, Nothing, acts, files
from apps.api.views.base import Endpoint, caller, query, reads
from apps.api.views.findings import named_system, since
from apps.api.views.proven import Proven
from apps.flow.selectors import fixes as selectors
from apps.flow.services import fixing
from apps.learning import services as learning

WORK = ("cannot_work_on_findings",)
DRAFT = (*WORK, "fix_open_already", "finding_over")
# Whoever drafts or proposes a fix looked at no version of the draft, so none can have changed since.
POLICY = tuple(one for one in refused.POLICY if one != "policy_draft_changed")
MOVE = (*WORK, "fix_over", *POLICY, "policy_not_valid", "policy_unchanged", "try_not_complete")
TRIED = ("fix_not_tried", "fix_moves_nothing")
CONTRACT = (
    "cannot_edit_contract",
    "no_contract_draft",
    "contract_not_a_draft",
    "contract_edited_by_another",
    "contract_not_valid",
)
PARQUET = "application/vnd.apache.parquet"
WRITES = {"POST": "policies:write"}


class Life(Endpoint):
    scopes = {"GET": "findings:read"}

    @reads("finding_life", shapes.Life)
    def get(self, request: Request, finding_id: UUID) -> Response:
        """See what was done with a finding, its discussion, its fixes and what they did."""
        by = caller(request)
        found = selectors.life(finding_id=finding_id, to=by.actor, now=by.now, with_rules=True)
        etag = preconditions.etag(found.finding.version)
        return Response(shapes.Life(found).data, headers={"ETag": etag})


class Assign(Endpoint):
    scopes = WRITES

    @acts(
        "assign_finding",
        shapes.Assign,
        {200: shapes.Moved},
        is_change=True,
        example={"to": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11", "due_on": "2026-12-11"},
        refuses=(*WORK, "finding_changed", "finding_cannot_be_given", "finding_due_day", "finding_over"),
    )
    def post(self, act: Act, finding_id: UUID) -> object:
        """Give a finding to somebody who works on it; they are told."""
        return learning.assign(finding_id=finding_id, **act.said, **act.guarded)


class Discuss(Endpoint):
    scopes = WRITES

    @acts(
        "discuss_finding",
        shapes.Discuss,
        {201: shapes.Step},
        example={"text": "The report of the hospital comes late here."},
        refuses=(*WORK, "finding_needs_words"),
    )
    def post(self, act: Act, finding_id: UUID) -> object:
        """Say something of a finding to everybody who reads it."""
        return learning.discuss(finding_id=finding_id, text=act.said["text"], by=act.by, now=act.now)


class Dismiss(Endpoint):
    scopes = WRITES

    @acts(
        "dismiss_finding",
        shapes.Dismiss,
        {200: shapes.Moved},
        is_change=True,
        example={"why": "A change of staff, and it is over."},
        refuses=(*WORK, "finding_changed", "finding_needs_words", "finding_has_open_fix", "finding_over"),
    )
    def post(self, act: Act, finding_id: UUID) -> object:
        """Say that nothing follows from a finding. It comes back when its evidence has doubled."""
        return learning.dismiss(finding_id=finding_id, why=act.said["why"], **act.guarded)


class Close(Endpoint):
    scopes = WRITES

    @acts(
        "close_finding",
        Nothing,
        {200: shapes.Moved},
        is_change=True,
        refuses=(*WORK, "finding_changed", "finding_over"),
    )
    def post(self, act: Act, finding_id: UUID) -> object:
        """Lay a measured finding down. Found again, it is a new one."""
        return learning.close(finding_id=finding_id, **act.guarded)


class Watch(Endpoint):
    scopes = WRITES

    @acts("watch_finding", Nothing, {200: shapes.Moved}, refuses=(*WORK, "finding_over"))
    def post(self, act: Act, finding_id: UUID) -> object:
        """Watch a measured finding: you are told of each further look at what was done about it."""
        return learning.watch(finding_id=finding_id, by=act.by, now=act.now)


class Cases(Endpoint):
    scopes = WRITES

    @acts("label_finding_cases", Nothing, {200: shapes.Labelled}, refuses=WORK)
    def post(self, act: Act, finding_id: UUID) -> object:
        """Take a finding's cases as a labelled data set, without a personal fact; the record keeps that."""
        lines = learning.labelled(finding_id=finding_id, by=act.by, now=act.now)
        return {"rows": [json.loads(line) for line in lines]}


class CasesAsParquet(Endpoint):
    scopes = WRITES

    @files("label_finding_cases_parquet", PARQUET, refuses=WORK)
    def post(self, act: Act, finding_id: UUID) -> bytes:
        """Take the same as one Parquet file: a row a decision, a column a fact, the finding in its metadata.

        The metadata's `reviewhub.finding` is the first row of the JSON answer, `reviewhub.format` its format.
        """
        return learning.labelled_parquet(finding_id=finding_id, by=act.by, now=act.now)


class Rule(Endpoint):
    scopes = WRITES

    @acts(
        "draft_rule_fix",
        shapes.Rule,
        {201: shapes.FixRow},
        example={"lane": "SUPERVISOR"},
        refuses=(
            *DRAFT,
            *POLICY,
            "policy_not_valid",
            "finding_is_no_rule",
            "protected_never_decides",
        ),
    )
    def post(self, act: Act, finding_id: UUID) -> object:
        """Draft a rule of policy from the finding's group, in the open draft or a new one."""
        return fixing.draft_rule(finding_id=finding_id, **act.said, by=act.by, now=act.now)


class Requirement(Endpoint):
    scopes = WRITES

    @acts(
        "draft_requirement_fix",
        shapes.Requirement,
        {201: shapes.FixRow},
        example={"fact": "represented"},
        refuses=(*DRAFT, *CONTRACT, "fact_cannot_be_required"),
    )
    def post(self, act: Act, finding_id: UUID) -> object:
        """Draft that a fact is required in the finding's group, in the contract's open draft or a new one."""
        return fixing.draft_requirement(finding_id=finding_id, fact=act.said["fact"], by=act.by, now=act.now)


class Reasons(Endpoint):
    scopes = WRITES

    @acts(
        "draft_reasons_fix",
        shapes.ReasonsChange,
        {201: shapes.FixRow},
        example={"retire": "it_weeks"},
        refuses=(*DRAFT, "reason_change_not_valid"),
    )
    def post(self, act: Act, finding_id: UUID) -> object:
        """Draft one reason more in the list, one less, or both."""
        return fixing.draft_reasons(finding_id=finding_id, **act.said, by=act.by, now=act.now)


class Order(Endpoint):
    scopes = WRITES

    @acts(
        "draft_model_fix",
        shapes.Order,
        {201: shapes.FixRow},
        example={"says": "Weigh the hospital stay."},
        refuses=(*DRAFT, "finding_needs_words"),
    )
    def post(self, act: Act, finding_id: UUID) -> object:
        """Draft what whoever builds the model or its prompt shall change."""
        return fixing.order_model(finding_id=finding_id, says=act.said["says"], by=act.by, now=act.now)


class Fixes(Endpoint):
    scopes = {"GET": "findings:read"}

    @reads("fixes", shapes.Fixes, asks=shapes.FixQuery)
    def get(self, request: Request) -> Response:
        """List what was changed because of findings, the newest first."""
        asked = query(request, shapes.FixQuery)
        by = caller(request)
        found = selectors.fixes(
            to=by.actor,
            system_id=named_system(asked, by),
            since=since(asked, by),
            state=asked.get("state", ""),
            after=asked.get("after"),
            limit=asked["limit"],
        )
        return Response(shapes.Fixes(found).data)


class Fix(Endpoint):
    scopes = {"GET": "findings:read"}

    @reads("fix", shapes.Fix)
    def get(self, request: Request, fix_id: UUID) -> Response:
        """See one fix and what it did."""
        return Response(shapes.Fix(selectors.fix(fix_id=fix_id, to=caller(request).actor)).data)


class Try(Endpoint):
    scopes = WRITES

    @acts(
        "try_fix",
        Nothing,
        {200: shapes.FixRow},
        refuses=(
            *WORK,
            "fix_not_tried_by_replay",
            "only_who_tries",
            "no_policy_in_force",
            "nothing_to_replay",
        ),
    )
    def post(self, act: Act, fix_id: UUID) -> object:
        """Try a drafted rule on the arrivals of the past year; the replay counts in the background."""
        return fixing.try_fix(fix_id=fix_id, by=act.by, now=act.now)


class Propose(Endpoint):
    scopes = WRITES

    @acts(
        "propose_fix",
        Nothing,
        {200: shapes.FixRow},
        refuses=(*MOVE, *TRIED, *CONTRACT, "contract_blocked", "contract_unchanged"),
    )
    def post(self, act: Act, fix_id: UUID) -> object:
        """Hand a fix to the owner: the version that carries it, or the fix itself."""
        return fixing.propose_fix(fix_id=fix_id, by=act.by, now=act.now)


class Sign(Proven):
    scopes = WRITES

    @acts(
        "sign_fix",
        Nothing,
        {200: shapes.FixRow},
        is_proven=True,
        refuses=(*WORK, "not_the_owner", "fix_author_cannot_sign", "fix_signed_elsewhere", "fix_over"),
    )
    def post(self, act: Act, fix_id: UUID) -> object:
        """Sign a change of reasons or an order for the model, as the owner; others with their version."""
        selectors.fix(fix_id=fix_id, to=act.by)
        self.require_proof()
        return fixing.sign_fix(fix_id=fix_id, by=act.by, now=act.now)


class Return(Endpoint):
    scopes = WRITES

    @acts(
        "return_fix",
        shapes.Why,
        {200: shapes.FixRow},
        example={"why": "Too wide."},
        refuses=(*WORK, "not_the_owner", "fix_signed_elsewhere", "finding_needs_words", "fix_over"),
    )
    def post(self, act: Act, fix_id: UUID) -> object:
        """Give a proposed change of reasons or order for the model back to its author, as the owner."""
        return fixing.return_fix(fix_id=fix_id, why=act.said["why"], by=act.by, now=act.now)


class Withdraw(Endpoint):
    scopes = WRITES

    @acts(
        "withdraw_fix",
        shapes.Why,
        {200: shapes.FixRow},
        example={"why": "We look again."},
        refuses=(*MOVE, *CONTRACT, "not_the_owner", "finding_needs_words"),
    )
    def post(self, act: Act, fix_id: UUID) -> object:
        """Take a fix back before it is signed; its rule leaves the draft."""
        return fixing.withdraw_fix(fix_id=fix_id, why=act.said["why"], by=act.by, now=act.now)
