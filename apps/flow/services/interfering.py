"""A supervisor takes a case over; a reviewer says that a suggestion is broken. Whom it concerns is told."""

from datetime import datetime
from uuid import UUID

from apps.accounts import access as accounts
from apps.accounts.models import Actor
from apps.core import refusals, transactions
from apps.measures import services as measures
from apps.measures.models import BrokenSuggestion
from apps.notify import services as notify
from apps.reviews import access
from apps.reviews import services as reviews
from apps.reviews.models import ReviewItem


def take_over(
    *, item_id: UUID, why: str, note: str = "", version: int, by: Actor, now: datetime
) -> ReviewItem:
    """Take a case that somebody else holds, with a reason; they are told, and their draft stays theirs.

    Raises: as reviews.take_over.
    """
    with transactions.verb():
        item, holder = reviews.take_over(item_id=item_id, why=why, note=note, version=version, by=by, now=now)
        measures.record_signal(
            item_id=item.id, system_id=item.system_id, kind="taken_over", code=why, by=by, at=now
        )
        notify.tell(to_actor_id=holder.id, kind="taken_over", about_id=item.id, case_id=item.case_id, now=now)
    return item


def report_broken(
    *, item_id: UUID, kind: str = "unsaid", text: str = "", by: Actor, now: datetime
) -> BrokenSuggestion:
    """Say that the suggestion on an item is broken; its owner and analysts are told, nothing is decided.

    Raises: refusals.NotVisible, CannotWork, RaisedByYou, FirstViewMissing, as measures.report_broken.
    """
    with transactions.verb():
        items = access.visible_items(by).select_related("case", "recommendation", "system__owner")
        item = items.filter(id=item_id).first()
        if item is None:
            raise refusals.NotVisible
        access.require_work(by, item)
        access.require_view(by, item)
        row = measures.report_broken(item=item, kind=kind, text=text, by=by, now=now)
        analysts = accounts.holders("analyse_system", item.system_id, now=now)
        for actor_id in {item.system.owner.actor_id, *analysts.values_list("id", flat=True)}:
            notify.tell(
                to_actor_id=actor_id, kind="suggestion_broken", about_id=row.id, case_id=item.case_id, now=now
            )
    return row
