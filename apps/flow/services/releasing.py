"""Release: the moment a decision is in force, counted and sent on its way; and its undoing before that."""

import logging
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import DataError, IntegrityError

from apps.accounts import selectors as accounts
from apps.accounts.models import Actor
from apps.core import refusals, transactions
from apps.core.wake import wake
from apps.delivery import services as delivery
from apps.flow import facts
from apps.flow.services import changing, promising, second_reviewing
from apps.intake.models import CaseKind
from apps.measures import services as measures
from apps.reviews import services as reviews
from apps.reviews.models import Decision, ReviewItem
from apps.reviews.states import ItemState

log = logging.getLogger(__name__)

# What one broken row raises. A lost database or a time limit is none of these and ends the sweep.
_BROKEN = (
    refusals.Refusal,
    ObjectDoesNotExist,
    DataError,
    IntegrityError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)


def put_in_force(*, decisions: Sequence[Decision], by: Actor, why: str, now: datetime) -> None:
    """Release decisions: in force, one analytic row each, and queued for the business system."""
    transactions.require()
    reviews.release(decisions=decisions, by=by, why=why, now=now)
    measures.record_facts(rows=facts.of_decisions(decisions=decisions), now=now)
    delivery.queue_all(decisions=decisions, due_at=now, now=now)
    real = [one for one in decisions if one.case.kind != CaseKind.KNOWN_ANSWER]
    promising.promise(decisions=real, by=by, now=now)


def release_one(*, item_id: UUID, now: datetime) -> bool:
    """Release the decision on an item whose undo time is over; says whether this call did it.

    Safe to run twice and at once: the item is taken with its lock, and the database holds one release each.
    """
    with transactions.verb():
        decision = reviews.take_for_release(item_id=item_id, now=now)
        if decision is None:
            return False
        system = accounts.system_actor(decision.case.source.organisation_id)
        put_in_force(decisions=[decision], by=system, why="undo_time_over", now=now)
        if not transactions.tells_past():  # a past says itself what of it was looked at again
            second_reviewing.draw(decision=decision, by=system, now=now)
        wake("delivery.send_due")
        return True


def release_due(*, now: datetime, limit: int = 200) -> int:
    """Release decisions whose undo time is over, one transaction each; returns how many.

    One that cannot be released is logged, stays due and holds up no other.
    """
    n_released = 0
    for item_id in reviews.due_for_release(now=now, limit=limit):
        try:
            n_released += release_one(item_id=item_id, now=now)
        except _BROKEN as error:
            log.error("The decision on item %s cannot be released: %s", item_id, type(error).__name__)  # noqa: TRY400 - a traceback may quote facts
    return n_released


def undo(*, decision_id: UUID, by: Actor, now: datetime, version: int | None = None) -> ReviewItem:
    """Withdraw one's own decision before it is in force; nothing was sent, the item is theirs again.

    What they had chosen lies there as a draft, and so do facts that came after the decision.

    Raises: as reviews.withdraw.
    """
    with transactions.verb():
        item = reviews.withdraw(decision_id=decision_id, by=by, now=now, version=version)
        if item.state in {ItemState.OPEN, ItemState.CLAIMED}:
            changing.catch_up(item=item, by=by, now=now)
        return item
