"""What a reviewer does later: lays a case aside, gives it back, or skips it. Why is kept as a work signal.

So is it when they did none of it, and what they held went back by itself.
"""

from datetime import datetime
from uuid import UUID

from apps.accounts.models import Actor
from apps.core import transactions
from apps.measures import services as measures
from apps.reviews import services as reviews
from apps.reviews.models import ReviewItem
from apps.reviews.services import snoozing

RAN_OUT = "ran_out"  # nobody gave it back: its time was over
NO_REASON = "unsaid"  # given back, and nothing was said on why: that, too, is kept


def snooze(
    *,
    item_id: UUID,
    until: datetime,
    why: str,
    note: str = "",
    version: int,
    token: int,
    by: Actor,
    now: datetime,
) -> ReviewItem:
    """Lay an item one holds aside until a time; it comes back by itself.

    Raises: as reviews.snooze.
    """
    with transactions.verb():
        item = reviews.snooze(
            item_id=item_id, until=until, why=why, note=note, version=version, token=token, by=by, now=now
        )
        _signal(item, kind="snoozed", code=why, by=by, now=now)
    return item


def give_back(
    *,
    item_id: UUID,
    why: str,
    note: str = "",
    version: int,
    token: int,
    by: Actor,
    now: datetime,
) -> ReviewItem:
    """Give an item one holds back to its inbox with a coded reason.

    Raises: as snoozing.cause and reviews.put_back.
    """
    code = snoozing.cause(why, note).value
    with transactions.verb():
        item = reviews.put_back(item_id=item_id, token=token, version=version, code=code, by=by, now=now)
        _signal(item, kind="released", code=code, by=by, now=now)
    return item


def leave(
    *, item_id: UUID, why: str = "", note: str = "", token: int, by: Actor, now: datetime
) -> ReviewItem:
    """Give an item one holds back to its inbox; without a reason `unsaid` is kept as one.

    Raises: as snoozing.cause and reviews.put_back.
    """
    code = snoozing.cause(why, note, field="leave_why").value if why not in {"", NO_REASON} else NO_REASON
    with transactions.verb():
        item = reviews.put_back(item_id=item_id, token=token, version=None, code=code, by=by, now=now)
        _signal(item, kind="released", code=code, by=by, now=now)
    return item


def skip(
    *, item_id: UUID, why: str, note: str = "", version: int, token: int, by: Actor, now: datetime
) -> ReviewItem:
    """Pass over an item one holds, with a coded reason: it is not offered to one again for half an hour.

    Raises: as snoozing.cause and reviews.put_back.
    """
    code = snoozing.cause(why, note, field="leave_why").value
    with transactions.verb():
        item = reviews.put_back(
            item_id=item_id, token=token, version=version, code=code, by=by, now=now, is_skip=True
        )
        _signal(item, kind="skipped", code=code, by=by, now=now)
    return item


def release_expired_claims(*, now: datetime, limit: int = 200) -> int:
    """Put items whose lease ran out back into their inboxes; returns how much there was to do.

    Writes: as reviews.release_expired_claims; once for each lease, whoever ended it, WorkSignal `released`.
    """
    n_freed = reviews.release_expired_claims(now=now, limit=limit)
    with transactions.verb():
        noted = [] if transactions.history_runs() else reviews.note_expired(limit=limit)
        for one in noted:
            _signal(one.item, kind="released", code=RAN_OUT, by=one.by, now=one.ended_at or now)
    return n_freed + len(noted)


def _signal(item: ReviewItem, *, kind: str, code: str, by: Actor, now: datetime) -> None:
    measures.record_signal(item_id=item.id, system_id=item.system_id, kind=kind, code=code, by=by, at=now)
