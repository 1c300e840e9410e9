from uuid import UUID

from django.conf import settings
from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response

from apps.api import idempotency, preconditions, refused
from apps.api.serializers import appeals as shapes
from apps.api.serializers.items import Nothing
from apps.api.serializers.principal import told
from apps.api.views.acts import Act, acts
from apps.api.views.base import Endpoint, body, caller, query, reads, writes
from apps.core.once import Answer
from apps.flow.selectors import appeals as selectors
from apps.flow.services import appealing

BRINGS_IN = ("cannot_explain", "holds_no_longer", "contested_already", "no_appeals_inbox", "words_missing")
HELD = (*refused.HOLD, "appeal_over", "first_view_missing")
SPOKEN = "en"


class Issue(Endpoint):
    scopes = {"POST": "items:write or appeals:write"}

    @writes(
        "issue_explanation",
        shapes.IssueBody,
        {201: shapes.Issued},
        example={"language": "en"},
        refuses=("cannot_explain", "first_view_missing"),
    )
    def post(self, request: Request, decision_id: UUID) -> Response:
        """Give an explanation out with a link by which the affected person contests the decision.

        Staff of the case ask for it, or the business system that writes to the person. The link works once,
        for 30 days, for whoever also knows two things of the case; it replaces an older one.
        """
        by, said, fresh = caller(request), body(request, shapes.IssueBody), list[str]()

        def act() -> Answer:
            issued = appealing.issue_explanation(decision_id=decision_id, **said, by=by.actor, now=by.now)
            fresh.append(settings.BASE_URL + reverse("console:contest", args=[issued.token]))
            return Answer(201, shapes.Issued(issued).data)

        answer = idempotency.once(request, act)
        if fresh:  # what is kept with the key holds no link
            answer.data = {**answer.data, "url": fresh[0]}
        return answer


class Appeals(Endpoint):
    scopes = {"GET": "items:read or appeals:read", "POST": "items:write or appeals:write"}

    @reads("appeals", shapes.Appeals, asks=shapes.AppealsQuery)
    def get(self, request: Request) -> Response:
        """List the appeals that you see, those that wait (the first due first) or the answered, with figures.

        A business system sees those on its own cases, and reads the answers here.
        """
        by, asked = caller(request), query(request, shapes.AppealsQuery)
        page = selectors.appeals(
            to=by.actor, view=asked["view"], after=asked.get("after"), limit=asked["limit"], now=by.now
        )
        return Response(shapes.Appeals(page).data)

    @writes(
        "register_appeal",
        shapes.AppealBody,
        {201: shapes.Appeal},
        example=shapes.BROUGHT_IN,
        refuses=(*BRINGS_IN, "first_view_missing"),
    )
    def post(self, request: Request) -> Response:
        """Bring in what the affected person contests: as staff of the case, or as its business system."""
        by, said = caller(request), body(request, shapes.AppealBody)
        decision_id = said.pop("decision")

        def act() -> Answer:
            row = appealing.register_appeal(decision_id=decision_id, **said, by=by.actor, now=by.now)
            return Answer(201, shapes.Appeal(row).data)

        return idempotency.once(request, act)


class Appeal(Endpoint):
    scopes = {"GET": "items:read or appeals:read"}

    @reads("appeal", shapes.AppealRow, refuses=("first_view_missing",))
    def get(self, request: Request, appeal_id: UUID) -> Response:
        """Read one appeal and its answer. Its ETag is what `If-Match` takes to withdraw it."""
        by = caller(request)
        page = selectors.appeal_page(appeal_id=appeal_id, to=by.actor, language=SPOKEN, now=by.now)
        etag = preconditions.etag(page.row.version)
        return Response(shapes.AppealRow(page.row).data, headers={"ETag": etag})


class AnswerOne(Endpoint):
    scopes = {"POST": "items:write"}

    @acts(
        "answer_appeal",
        shapes.AnswerAppeal,
        {200: shapes.Appeal},
        is_change=True,
        example=shapes.ANSWERED,
        refuses=(
            *HELD,
            "result_unknown",
            "outcome_fits",
            "unknown_outcome",
            "same_outcome",
            "over_authority",
            "principal_reasons_missing",
            "principal_reason_unknown",
            "holds_no_longer",
            "answer_missing",
        ),
    )
    def post(self, act: Act, appeal_id: UUID) -> object:
        """Answer an appeal whose item you claimed; `If-Match` is the item's version.

        What changes is in force and on its way at once. Who had a part in the decision is refused.
        """
        return appealing.answer_appeal(appeal_id=appeal_id, **told(act.said), **act.guarded)


class Withdraw(Endpoint):
    scopes = {"POST": "items:write or appeals:write"}

    @acts(
        "withdraw_appeal",
        Nothing,
        {200: shapes.Appeal},
        is_change=True,
        refuses=("only_reads", "appeal_over", "appeal_stale"),
    )
    def post(self, act: Act, appeal_id: UUID) -> object:
        """Write down that the person takes an appeal back, which you brought in or work on."""
        return appealing.withdraw_appeal(appeal_id=appeal_id, **act.guarded)
