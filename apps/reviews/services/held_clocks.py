"""How long a held decision waits on a level: as the ladder of the version that judged its case says."""

from datetime import datetime, timedelta

from apps.policy import rules as policy_rules
from apps.policy import selectors as policies
from apps.reviews.models import Inbox, ReviewItem
from apps.reviews.services import ladders

USUAL = timedelta(hours=4)  # where no ladder says it, and on the owner's level, which has no clock of its own


def level_of(item: ReviewItem, inbox: Inbox | None) -> policy_rules.Level | None:
    """Return the level of the case's ladder on which a decision is held; None where none is of its inbox."""
    if inbox is None:
        return None
    ladder = policies.ladders([item.recommendation_id]).get(item.recommendation_id)
    return next((one for one in ladder.levels if one.inbox == inbox.slug), None) if ladder else None


def until(item: ReviewItem, inbox: Inbox | None, *, now: datetime) -> datetime:
    """Return until when a decision waits that is held there from now on; inbox None: for the owner."""
    level = level_of(item, inbox)
    if inbox is None or level is None:
        return now + USUAL
    rung = ladders.Rung(0, inbox, minutes=level.minutes, in_working_hours=level.in_working_hours)
    return ladders.Clocks(now).until(rung) or now + USUAL
