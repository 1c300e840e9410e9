"""How much a person takes of an inbox, and what becomes of what they hold there when they leave it."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import refusals, transactions
from apps.core.words import say
from apps.reviews.models import Capacity, Inbox, ReviewItem, RotaDay
from apps.reviews.models.staffing import every_day
from apps.reviews.services import claiming, moving
from apps.reviews.states import ItemState

MOST_A_DAY = 10_000
ROTA_AHEAD = timedelta(days=366)


class CapacityInvalid(refusals.Invalid):
    code = "capacity_invalid"
    sentence = say(
        "Give how many cases the person takes on a working day, from 1 to %(most)s, or nothing.",
        most=MOST_A_DAY,
    )


class RotaInvalid(refusals.Invalid):
    code = "rota_invalid"
    sentence = say("Choose days of the week, Monday 0 to Sunday 6.")


class CapacityMoved(refusals.Stale):
    code = "capacity_moved"
    sentence = say("Somebody set this number after you looked. It is shown as it is now; nothing was saved.")


def set_capacity(
    *,
    inbox: Inbox,
    person: Actor,
    per_day: int | None,
    version: int,
    weekdays: Collection[int] | None = None,
    by: Actor,
    now: datetime,
) -> Capacity:
    """Say how many cases of an inbox a person takes on a working day; None: they are not counted.

    version: of the row that was looked at, 0 where there was none. weekdays: on which days of the week they
    are on for the inbox, Monday 0; None leaves them. Due times do not follow it: what may fall
    due on one day is the inbox's own number.
    Raises: CapacityInvalid, RotaInvalid, CapacityMoved.
    """
    transactions.require()
    if per_day is not None and not 1 <= per_day <= MOST_A_DAY:
        raise CapacityInvalid(field="per_day")
    if weekdays is not None and not set(weekdays) <= set(every_day()):
        raise RotaInvalid(field="weekdays")
    list(Inbox.objects.select_for_update(no_key=True).filter(id=inbox.id).values_list("id"))
    row = Capacity.objects.filter(inbox=inbox, person=person).first()
    if (row.version if row else 0) != version:
        raise CapacityMoved(field="per_day")
    before = row.per_day if row else None
    row = row or Capacity(inbox=inbox, person=person)
    row.per_day, row.version, row.set_by, row.set_at = per_day, version + 1, by, now
    row.weekdays = row.weekdays if weekdays is None else sorted(set(weekdays))
    row.save()
    data = {"person": person.id, "per_day": per_day, "before": before, "weekdays": row.weekdays}
    audit.record("inbox.capacity_set", on=("inbox", inbox.id), by=by, at=now, data=data)
    return row


class RotaDayInvalid(refusals.Invalid):
    code = "rota_day_invalid"
    sentence = say("Choose a day from today on, at most a year ahead.")


def set_rota_day(
    *, inbox: Inbox, person: Actor, day_on: date, is_on: bool | None, by: Actor, now: datetime
) -> RotaDay | None:
    """Say that a person is on for an inbox on one day, or not; None: as on every such day of the week.

    Raises: RotaDayInvalid.
    """
    transactions.require()
    today = now.astimezone(ZoneInfo(inbox.organisation.time_zone)).date()
    if not today <= day_on <= today + ROTA_AHEAD:
        raise RotaDayInvalid(field="day")
    rows, row = RotaDay.objects.filter(inbox=inbox, person=person, day_on=day_on), None
    if is_on is None:
        rows.delete()
    else:
        said = {"is_working": is_on, "set_by": by, "set_at": now}
        row, _ = rows.update_or_create(inbox=inbox, person=person, day_on=day_on, defaults=said)
    data = {"person": person.id, "day_on": day_on, "is_on": is_on}
    audit.record("inbox.rota_day_set", on=("inbox", inbox.id), by=by, at=now, data=data)
    return row


def put_back_of(*, inbox: Inbox, person: Actor, by: Actor, now: datetime) -> int:
    """Put what somebody holds in an inbox back into it, who may not decide there any more; returns how many.

    Their drafts are kept, as with every lease that ends.
    Writes: record `item.put_back`.
    """
    transactions.require()
    rows = list(_locked().filter(inbox=inbox, state=ItemState.CLAIMED, holder=person).order_by("id"))
    for item in rows:
        claiming.put_back_for(item, by=by, now=now)
    return len(rows)


def free_given_to(*, inbox: Inbox, person: Actor, by: Actor, now: datetime) -> int:
    """Let everybody have the open cases of an inbox that were given to somebody; returns how many.

    Writes: record `item.assigned`.
    """
    transactions.require()
    rows = list(_locked().filter(inbox=inbox, state=ItemState.OPEN, assigned_to=person).order_by("id"))
    for item in rows:
        moving.renew(item, **moving.UNASSIGNED)
        data = {"to": None, "before": person.id, "until": None}
        on = ("item", item.id)
        audit.record("item.assigned", on=on, by=by, at=now, case_id=item.case_id, data=data)
    return len(rows)


def _locked() -> QuerySet[ReviewItem]:
    return ReviewItem.objects.select_for_update(of=("self",)).select_related("inbox")
