from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from apps.api import preconditions
from apps.api.serializers import second_reviews as shapes
from apps.api.serializers.principal import told
from apps.api.views.acts import Act, acts
from apps.api.views.base import Endpoint, caller, query, reads
from apps.flow import services as flow
from apps.flow.selectors import second_reviews as selectors
from apps.measures.rules import ENOUGH
from apps.reviews.services import Settlement


class Seconds(Endpoint):
    scopes = {"GET": "items:read"}

    @reads("second_reviews", shapes.Seconds, asks=shapes.SecondsQuery)
    def get(self, request: Request) -> Response:
        """List the second reviews of the inboxes you supervise."""
        asked = query(request, shapes.SecondsQuery)
        page = selectors.second_reviews(
            to=caller(request).actor, view=asked["view"], after=asked.get("after"), limit=asked["limit"]
        )
        return Response(shapes.Seconds(page).data)


class Second(Endpoint):
    scopes = {"GET": "items:read"}

    @reads("second_review", shapes.SecondRow)
    def get(self, request: Request, review_id: UUID) -> Response:
        """See one second review that you may settle or took part in. Its ETag is what `If-Match` takes."""
        page = selectors.second_review(review_id=review_id, to=caller(request).actor)
        etag = preconditions.etag(page.row.version)
        return Response(shapes.SecondRow(page.row).data, headers={"ETag": etag})


class Settle(Endpoint):
    scopes = {"POST": "items:write"}

    @acts(
        "settle_second_review",
        shapes.SettleBody,
        {200: shapes.Settled},
        is_change=True,
        example={
            "outcome": "standard",
            "why": "overlooked",
            "words": "The stay counts.",
            "reverse": True,
        },
        refuses=(
            "not_supervising",
            "took_part",
            "nothing_to_settle",
            "second_review_stale",
            "unknown_outcome",
            "same_outcome",
            "over_authority",
            "principal_reasons_missing",
            "principal_reason_unknown",
            "reversed_already",
            "words_missing",
        ),
    )
    def post(self, act: Act, review_id: UUID) -> object:
        """Settle what two people see in different ways, as a third one; both read your words.

        With `reverse` the outcome you name holds instead, with a delivery of its own.
        """
        said = Settlement(**told(act.said))
        return flow.settle_second_review(review_id=review_id, said=said, **act.guarded)


class Agreements(Endpoint):
    scopes = {"GET": "items:read"}

    @reads("second_review_agreement", shapes.Agreements)
    def get(self, request: Request) -> Response:
        """See how far two people agree on decisions of the AI systems whose second reviews you supervise."""
        found = [_shown(one) for one in selectors.agreements(to=caller(request).actor)]
        return Response(shapes.Agreements({"agreements": found}).data)


def _shown(one: selectors.Agreement) -> dict[str, object]:
    enough = one.share.n >= ENOUGH
    return {
        "slug": one.slug,
        "share": one.share,
        "value": one.share.value if enough else None,
        "low": one.share.low if enough else None,
        "high": one.share.high if enough else None,
        "kappa": one.kappa,
        "n_unsaid": one.n_unsaid,
        "reasons": [{"why": why, "n": n} for why, n in one.reasons],
        "n_first": one.n_first,
        "n_second": one.n_second,
        "n_neither": one.n_neither,
    }
