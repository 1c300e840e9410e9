from uuid import UUID

from apps.api import refused
from apps.api.serializers import items
from apps.api.views.acts import Act, acts
from apps.api.views.base import Endpoint
from apps.flow import services as flow
from apps.measures import services as measures


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
            "only_the_owner_decides",
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


class TakeBrokenBack(Endpoint):
    scopes = {"POST": "items:write"}

    @acts("take_broken_back", items.Nothing, {200: items.Broken}, refuses=("taken_back_already",))
    def post(self, act: Act, report_id: UUID) -> object:
        """Take back that a suggestion is broken; only who said so may."""
        return measures.take_broken_back(report_id=report_id, by=act.by, now=act.now)


class Skip(Endpoint):
    scopes = {"POST": "items:write"}

    @acts(
        "skip",
        items.GiveBackBody,
        {200: items.Later},
        is_change=True,
        example={"why": "quiet", "token": 3},
        refuses=(*refused.HOLD, "later_why", "later_note"),
    )
    def post(self, act: Act, item_id: UUID) -> object:
        """Pass over an item you hold, with a coded reason; `claim-next` leaves it out for half an hour."""
        return flow.skip(item_id=item_id, **act.said, **act.guarded)
