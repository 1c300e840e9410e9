from uuid import UUID

from apps.api import refused
from apps.api.serializers import items
from apps.api.views.acts import Act, acts
from apps.api.views.base import Endpoint
from apps.flow import services as flow


class TakeOver(Endpoint):
    scopes = {"POST": "items:write"}

    @acts(
        "take_over",
        items.TakeOverBody,
        {201: items.Claimed},
        is_change=True,
        example={"why": "absent", "note": "Olga is ill."},
        refuses=(
            "not_supervising",
            "already_closed",
            "not_held_by_another",
            "stale",
            "take_over_why",
            "take_over_note",
        ),
    )
    def post(self, act: Act, item_id: UUID) -> object:
        """Take an item that somebody else holds, with a reason, when you supervise its inbox."""
        return flow.take_over(item_id=item_id, **act.said, **act.guarded)


class Broken(Endpoint):
    scopes = {"POST": "items:write"}

    @acts(
        "report_broken",
        items.BrokenBody,
        {201: items.Broken},
        example={"kind": "nonsense", "text": "It speaks of a claim in another state."},
        refuses=(*refused.WORK, "first_view_missing", "broken_kind", "reported_already"),
    )
    def post(self, act: Act, item_id: UUID) -> object:
        """Say that the suggestion on an item is broken. It decides nothing; owner and analysts are told."""
        return flow.report_broken(item_id=item_id, **act.said, by=act.by, now=act.now)
