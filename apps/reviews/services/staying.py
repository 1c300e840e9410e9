"""What lies in inboxes as a day ends, and how much of what left them was in time: once per inbox and day."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Max

from apps.accounts.models import Actor, Organisation
from apps.audit import services as audit
from apps.core import bulk, ids, refusals, transactions
from apps.core.words import say
from apps.reviews.models import Inbox, InboxDay

DAYS_BACK = 84  # twelve weeks: what lies further back is not counted any more
HUNDRED = 100
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BANDS = (4 * HOUR, DAY, 2 * DAY)  # the edges between the bands of waiting time

_ALONE = "SELECT pg_try_advisory_xact_lock(hashtext('inbox.day'), hashtext(%s))"
_FIRST = """
SELECT LEAST(
  (SELECT min(entered_at) FROM reviews_itemstay WHERE inbox_id = %(inbox)s AND left_at >= %(since)s),
  (SELECT min(COALESCE(entered_at, opened_at)) FROM reviews_reviewitem
    WHERE inbox_id = %(inbox)s AND closed_at IS NULL)
)
"""
# A stay that ended, or one that goes on; its item's age counts from when it was opened.
_DAYS = """
WITH stays AS (
  SELECT s.entered_at, s.left_at, s.due_at, s.how, i.opened_at
  FROM reviews_itemstay s
  JOIN reviews_reviewitem i ON i.id = s.item_id JOIN intake_case c ON c.id = i.case_id
  WHERE s.inbox_id = %(inbox)s AND c.kind = 'REAL' AND s.left_at >= %(since)s
  UNION ALL
  SELECT COALESCE(i.entered_at, i.opened_at), NULL, i.due_at, '', i.opened_at
  FROM reviews_reviewitem i JOIN intake_case c ON c.id = i.case_id
  WHERE i.inbox_id = %(inbox)s AND c.kind = 'REAL' AND i.closed_at IS NULL
), days AS (
  SELECT d.day_on, d.begins, d.ends
  FROM unnest(%(days)s::date[], %(begins)s::timestamptz[], %(ends)s::timestamptz[])
    AS d (day_on, begins, ends)
)
SELECT d.day_on,
  count(*) FILTER (WHERE w.is_open),
  count(*) FILTER (WHERE w.is_open AND s.due_at <= d.ends),
  count(*) FILTER (WHERE w.is_open AND w.age < %(band_0)s),
  count(*) FILTER (WHERE w.is_open AND w.age >= %(band_0)s AND w.age < %(band_1)s),
  count(*) FILTER (WHERE w.is_open AND w.age >= %(band_1)s AND w.age < %(band_2)s),
  count(*) FILTER (WHERE w.is_open AND w.age >= %(band_2)s),
  min(s.opened_at) FILTER (WHERE w.is_open),
  count(*) FILTER (WHERE s.entered_at >= d.begins),
  count(*) FILTER (WHERE w.is_done),
  count(*) FILTER (WHERE w.is_done AND s.left_at <= s.due_at)
FROM days d
LEFT JOIN stays s ON s.entered_at < d.ends AND (s.left_at IS NULL OR s.left_at >= d.begins)
LEFT JOIN LATERAL (SELECT
  d.ends - s.opened_at AS age,
  s.entered_at IS NOT NULL AND (s.left_at IS NULL OR s.left_at >= d.ends) AS is_open,
  s.left_at < d.ends AND s.how IN ('DECIDED', 'MOVED') AS is_done
) w ON true
GROUP BY d.day_on ORDER BY d.day_on
"""


class TargetInvalid(refusals.Invalid):
    code = "target_invalid"
    sentence = say("Give how many of 100 cases leave the inbox in time, from 1 to 100, or nothing.")


def set_target(*, inbox: Inbox, in_hundred: int | None, by: Actor, now: datetime) -> Inbox:
    """Say how many of 100 cases are to leave an inbox before they are due; None: nothing is aimed at.

    Raises: TargetInvalid.
    """
    transactions.require()
    if in_hundred is not None and not 1 <= in_hundred <= HUNDRED:
        raise TargetInvalid(field="target")
    row = Inbox.objects.select_for_update(no_key=True).get(id=inbox.id)
    before = row.in_time_target
    row.in_time_target = None if in_hundred is None else Decimal(in_hundred) / HUNDRED
    row.save(update_fields=["in_time_target"])
    data = {"in_hundred": in_hundred, "before": None if before is None else int(before * HUNDRED)}
    audit.record("inbox.target_set", on=("inbox", row.id), by=by, at=now, data=data)
    return row


def take_stock(*, now: datetime) -> int:
    """Write what lay in every inbox as each day ended that is over; returns how many days were written.

    Days on which nothing ran are written afterwards, as they were: stays say when an item came and went.
    """
    n_written = 0
    for inbox in Inbox.objects.select_related("organisation").order_by("id"):
        with transactions.verb():
            if not transactions.history_runs() and _is_alone(inbox.id):
                n_written += _take(inbox, inbox.organisation, now)
    return n_written


def _is_alone(inbox_id: UUID) -> bool:
    """Take the right to write an inbox's days until the transaction ends; False while another one has it."""
    with connection.cursor() as cursor:
        cursor.execute(_ALONE, [str(inbox_id)])
        return bool(cursor.fetchone() == (True,))


def _take(inbox: Inbox, organisation: Organisation, now: datetime) -> int:
    zone = ZoneInfo(organisation.time_zone)
    yesterday = now.astimezone(zone).date() - DAY
    days = _days_to_write(inbox, zone, yesterday)
    if not days:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_DAYS, _asked(inbox, zone, days))
        rows = [_row(inbox, one, now) for one in cursor.fetchall()]
    bulk.insert(rows)
    return len(rows)


def _days_to_write(inbox: Inbox, zone: ZoneInfo, yesterday: date) -> list[date]:
    """Return the days after the last one that is written, or from the first on which anything lay there."""
    last: date | None = InboxDay.objects.filter(inbox=inbox).aggregate(last=Max("day_on"))["last"]
    oldest = yesterday - timedelta(days=DAYS_BACK - 1)
    if last is not None:
        first = max(last + DAY, oldest)
    else:
        with connection.cursor() as cursor:
            cursor.execute(_FIRST, {"inbox": inbox.id, "since": begins(oldest, zone)})
            at = cursor.fetchone()[0]
        if at is None:
            return []
        first = max(at.astimezone(zone).date(), oldest)
    return [first + timedelta(days=n) for n in range((yesterday - first).days + 1)]


def begins(day: date, zone: ZoneInfo) -> datetime:
    """Return the instant at which a day begins in a time zone."""
    return datetime.combine(day, datetime.min.time(), tzinfo=zone)


def _asked(inbox: Inbox, zone: ZoneInfo, days: Sequence[date]) -> dict[str, Any]:
    starts = [begins(day, zone) for day in days]
    return {
        "inbox": inbox.id,
        "since": starts[0],
        "days": list(days),
        "begins": starts,
        "ends": [begins(day + DAY, zone) for day in days],
        **{f"band_{place}": edge for place, edge in enumerate(BANDS)},
    }


def _row(inbox: Inbox, counted: tuple[Any, ...], now: datetime) -> InboxDay:
    day_on, n_open, n_late, *rest = counted
    bands, (oldest_at, n_entered, n_done, n_in_time) = list(rest[:4]), rest[4:]
    return InboxDay(
        id=ids.new(),
        inbox=inbox,
        day_on=day_on,
        n_open=n_open,
        n_late=n_late,
        bands=bands,
        oldest_at=oldest_at,
        n_entered=n_entered,
        n_done=n_done,
        n_in_time=n_in_time,
        taken_at=now,
    )
