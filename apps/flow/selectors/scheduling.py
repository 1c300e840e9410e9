"""When an organisation works, what that makes of due times, and how much room its inboxes have left."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.db.models.functions import TruncDate

from apps.accounts import services as accounts
from apps.accounts.models import Actor, Organisation, WorkingTime
from apps.intake.models import CaseKind
from apps.policy import rules
from apps.policy.selectors import calendar_of
from apps.reviews import selectors as reviews
from apps.reviews.models import ReviewItem
from apps.reviews.states import ItemState

DAYS_AHEAD = 5
YEAR = 366


@dataclass(frozen=True, slots=True)
class Schedule:
    """What due times are counted by; `due` says how many fall due by (inbox, day)."""

    organisation: Organisation
    row: WorkingTime | None
    calendar: rules.Calendar | None
    zone: ZoneInfo
    days: Sequence[date]
    inboxes: reviews.InboxesFound
    due: Mapping[tuple[UUID, date], int]


def schedule(*, to: Actor, after: str | None, limit: int, now: datetime) -> Schedule:
    """Return when the actor's organisation works, a page of its inboxes, and what falls due in them.

    Raises: accounts.BadPlace.
    """
    organisation = Organisation.objects.select_related("working_time").get(id=to.organisation_id)
    zone, calendar = ZoneInfo(organisation.time_zone), calendar_of(organisation)
    found = reviews.inbox_page(
        organisation_id=organisation.id, search="", only_bare=False, after=after, limit=limit, now=now
    )
    days = next_days(calendar, zone, now)
    return Schedule(
        organisation=organisation,
        row=getattr(organisation, "working_time", None),
        calendar=calendar,
        zone=zone,
        days=days,
        inboxes=found,
        due=due_on([one.id for one in found.rows], zone, days, now),
    )


def calendar_from(body: Mapping[str, object]) -> rules.Calendar:
    """Return the calendar that a working time would be.

    Raises: what `accounts.read_working_time` refuses.
    """
    hours, holidays, zone = accounts.read_working_time(body)
    return rules.Calendar(ZoneInfo(zone), hours, frozenset(map(date.fromisoformat, holidays)))


def next_days(calendar: rules.Calendar | None, zone: ZoneInfo, now: datetime) -> list[date]:
    """Return today and the next days on which anybody works."""
    today = now.astimezone(zone).date()
    ahead = (today + timedelta(days=n) for n in range(YEAR))
    found = [day for day in ahead if day == today or calendar is None or calendar.works_on(day)]
    return found[:DAYS_AHEAD]


def due_on(
    inbox_ids: Collection[UUID], zone: ZoneInfo, days: Sequence[date], now: datetime
) -> dict[tuple[UUID, date], int]:
    """Count what falls due in inboxes on each of these days, from now on."""
    last = datetime.combine(days[-1] + timedelta(days=1), datetime.min.time(), tzinfo=zone)
    rows = (
        ReviewItem.objects.filter(inbox__in=inbox_ids, due_at__gte=now, due_at__lt=last)
        .exclude(state__in=[ItemState.SUPERSEDED, ItemState.WITHDRAWN])
        .exclude(case__kind=CaseKind.KNOWN_ANSWER)
        .order_by()
        .values_list("inbox_id", TruncDate("due_at", tzinfo=zone))
        .annotate(n=Count("id"))
    )
    return {(inbox_id, day): n for inbox_id, day, n in rows}


def clock_change(zone: ZoneInfo, now: datetime) -> date | None:
    """Return the next day on which the clocks of a zone change; None where they do not within a year."""
    here = now.astimezone(zone)
    for n in range(YEAR):
        day = here.date() + timedelta(days=n)
        start, end = (
            datetime.combine(one, datetime.min.time(), tzinfo=zone).utcoffset()
            for one in (day, day + timedelta(days=1))
        )
        if start != end:
            return day
    return None
