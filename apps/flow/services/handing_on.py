"""What somebody has goes to somebody else, or back to everybody: both are told, and it is a sign of work."""

from datetime import datetime
from uuid import UUID

from apps.accounts.models import Actor
from apps.core import transactions
from apps.measures import services as measures
from apps.notify import services as notify
from apps.reviews import services as reviews
from apps.reviews.models import ReviewItem


def hand_on(
    *, item_id: UUID, to: Actor | None, why: str, note: str = "", version: int, by: Actor, now: datetime
) -> ReviewItem:
    """Take a case from who holds it or was given it; with None everybody may take it again.

    Raises: as reviews.hand_on.
    """
    with transactions.verb():
        done = reviews.hand_on(item_id=item_id, to=to, why=why, note=note, version=version, by=by, now=now)
        item = done.item
        measures.record_signal(
            item_id=item.id, system_id=item.system_id, kind="handed_on", code=why, by=by, at=now
        )
        told = {done.before.id: "handed_on"} | ({to.id: "assigned"} if to else {})
        for actor_id, kind in told.items():
            if actor_id != by.id:
                notify.tell_anew(
                    to_actor_id=actor_id, kind=kind, about_id=item.id, case_id=item.case_id, now=now
                )
        return item
