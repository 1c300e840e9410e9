"""What nobody decided in time climbs its ladder; lateness is kept, and owners told of what reached them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from apps.accounts import selectors as accounts
from apps.core import transactions
from apps.measures import services as measures
from apps.notify import services as notify
from apps.registry import selectors as registry
from apps.reviews import services as reviews
from apps.reviews.models import Escalation, ReviewItem
from apps.reviews.services import Fired

TO_OWNER = "climbed_to_you"
LATE = "climbed_late"
# So late that a scheduler must have stood still; it looks every half minute.
WORTH_NOTING = timedelta(minutes=5)
BANDS = ((timedelta(hours=1), "late_under_1h"), (timedelta(days=1), "late_under_1d"))
LONGEST = "late_longer"


def escalate_overdue(*, now: datetime, limit: int = 200) -> int:
    """Let items climb whose due time, or whose time on a level, passed; returns how many fired.

    Once each, also after downtime and with two schedulers. Who asks again later finds none of them.
    """
    with transactions.verb():
        fired = reviews.climb_overdue(now=now, limit=limit)
        if fired:
            _note_late(fired, now)
            tell_owners([(one.item, one.stay) for one in fired if one.stay], now=now)
        return len(fired)


def _note_late(fired: Iterable[Fired], now: datetime) -> None:
    """Keep as a sign of work what fired so late that something stood still."""
    late = [(one.item, now - one.due) for one in fired if now - one.due >= WORTH_NOTING]
    if not late:
        return
    organisations = {item.inbox.organisation_id for item, _ in late}
    ours = {one: accounts.system_actor(one) for one in organisations}
    measures.record_signals(
        [
            measures.Signal(
                item.id, item.system_id, LATE, band_of(by_how_much), ours[item.inbox.organisation_id]
            )
            for item, by_how_much in late
        ],
        at=now,
    )


def band_of(late: timedelta) -> str:
    """Return the code of how late something fired."""
    return next((code for most, code in BANDS if late < most), LONGEST)


def tell_owners(climbed: Iterable[tuple[ReviewItem, Escalation]], *, now: datetime) -> None:
    """Tell the owner of what reached them, and whoever stands in for them; one statement for all notices."""
    reached = [(item, stay) for item, stay in climbed if stay.to_owner]
    if not reached:
        return
    people = registry.owners_and_deputies({item.system_id for item, _ in reached}, now=now)
    notify.tell_many(
        [
            notify.Notice(to, TO_OWNER, stay.id, item.case_id)
            for item, stay in reached
            for to in _distinct(people.get(item.system_id, ()))
        ],
        now=now,
    )


def _distinct(people: Iterable[UUID]) -> list[UUID]:
    return sorted(set(people))
