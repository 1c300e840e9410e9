"""Reversing many decisions together: preview, begin by the typed count, progress, stop."""

from collections.abc import Mapping
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from apps.api.serializers import reversals
from apps.api.views.acts import Act, Nothing, acts
from apps.api.views.base import Endpoint, caller, query, reads
from apps.api.views.proven import Proven
from apps.core import refusals
from apps.core.words import say
from apps.flow import selectors
from apps.flow import services as flow
from apps.reviews.states import WhyNot


class CountIsAnother(refusals.IllegalMove):
    """As flow's CountChanged; there is no ETag here, so it is no failed precondition."""

    code = flow.CountChanged.code
    sentence = flow.CountChanged.sentence


class Reversals(Proven):
    scopes = {"GET": "systems:read", "POST": "systems:write"}

    @reads("reversals", reversals.Runs)
    def get(self, request: Request, slug: str) -> Response:
        """List the reversals of an AI system's decisions, the newest first, at most 50."""
        found = selectors.rollback_page(slug=slug, scope=None, outcome="", to=caller(request).actor)
        return Response(reversals.Runs({"runs": found.rows}).data)

    @acts(
        "begin_reversal",
        reversals.ReversalBody,
        {201: reversals.Run},
        is_proven=True,
        example={"policy": 6, "outcome": "standard", "why": "The wages were wrong.", "count": 40},
        refuses=("not_the_owner", "nothing_to_reverse", "count_changed", "principal_reasons_owed"),
    )
    def post(self, act: Act, slug: str) -> object:
        """Reverse every decision of a scope by a compensating one, each with its own delivery.

        Only the owner, after step-up. `count` is what the preview said: when it is another one by now,
        nothing is begun and the answer is 409. Ask for the reversal again until it is DONE.
        """
        said = act.said
        found = selectors.rollback_page(slug=slug, scope=None, outcome="", to=act.by)
        if found.is_owner:
            self.require_proof()
        try:
            return flow.begin_rollback(
                system_id=found.system.id,
                scope=reversals.scope_of(said),
                outcome=said["outcome"],
                why=said["why"],
                count=said["count"],
                by=act.by,
                now=act.now,
            )
        except flow.CountChanged as changed:
            raise CountIsAnother from changed


class Preview(Endpoint):
    scopes = {"GET": "systems:read"}

    @reads("preview_reversal", reversals.Preview, asks=reversals.ScopeQuery)
    def get(self, request: Request, slug: str) -> Response:
        """See what a scope holds: how many would be reversed, and why others cannot."""
        to = caller(request).actor
        selectors.system_seen(slug=slug, to=to)
        said = query(request, reversals.ScopeQuery)
        found = selectors.rollback_page(
            slug=slug, scope=reversals.scope_of(said), outcome=said["outcome"], to=to
        )
        preview = found.preview
        if preview is None:
            raise refusals.Invalid(say("Choose what shall hold instead."), field="outcome")
        shown = {
            "n": preview.n,
            "n_found": preview.n_found,
            "left": _left(preview.left),
            "by_outcome": preview.by_outcome,
            "amount_minor": preview.amount_minor,
            "currency": found.system.currency,
            "examples": preview.examples,
        }
        return Response(reversals.Preview(shown).data)


class Reversal(Endpoint):
    scopes = {"GET": "systems:read"}

    @reads("reversal", reversals.RunSeen, asks=reversals.LinesQuery)
    def get(self, request: Request, rollback_id: UUID) -> Response:
        """See how far a reversal is, and what became of each decision."""
        return Response(_seen(request, rollback_id, query(request, reversals.LinesQuery)))


class Stop(Endpoint):
    scopes = {"POST": "systems:write"}

    @acts("stop_reversal", Nothing, {200: reversals.Run}, refuses=("not_the_owner", "rollback_over"))
    def post(self, act: Act, rollback_id: UUID) -> object:
        """Stop a reversal between two pieces: what is reversed stays so, the rest stays as it is."""
        flow.stop_rollback(rollback_id=rollback_id, by=act.by, now=act.now)
        found = selectors.rollback_seen(
            rollback_id=rollback_id, only_left=False, after=None, limit=1, to=act.by
        )
        return found.rollback


def _seen(request: Request, rollback_id: UUID, asked: Mapping[str, object]) -> dict[str, object]:
    after, limit = asked.get("after"), asked["limit"]
    found = selectors.rollback_seen(
        rollback_id=rollback_id,
        only_left=bool(asked["only_left"]),
        after=str(after) if after else None,
        limit=int(str(limit)),
        to=caller(request).actor,
    )
    shown = {
        "rollback": found.rollback,
        "n_open": found.n_open,
        "left": _left(found.left),
        "lines": found.rows,
        "next": found.after,
    }
    return dict(reversals.RunSeen(shown).data)


def _left(left: Mapping[WhyNot, int] | Mapping[str, int]) -> list[dict[str, object]]:
    return [{"why": str(why), "n": n} for why, n in left.items()]
