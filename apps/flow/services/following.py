"""A newer suggestion replaced one that people work on: they are told, and go on with the newer one."""

from collections.abc import Sequence
from datetime import datetime

from apps.core import transactions
from apps.notify import services as notify
from apps.reviews.services import Followed


def tell(followed: Sequence[Followed], *, now: datetime) -> None:
    """Tell whoever held a replaced item, or had typed on it, that the suggestion changed."""
    transactions.require()
    for one in followed:
        about = one.new or one.old
        for person in one.people:
            notify.tell(
                to_actor_id=person,
                kind="suggestion_changed",
                about_id=about.id,
                case_id=about.case_id,
                now=now,
            )
