"""When what policy sends to people falls due: working time, and how much an inbox takes on one day."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from apps.accounts.models import Organisation
from apps.policy import rules
from apps.policy.selectors import calendar_of
from apps.policy.states import Lane
from apps.reviews import services as reviews
from apps.reviews.models import Inbox

MOST_MOVES = 366
DAY_BEGINS = time(8)  # where no working time is set


@dataclass(slots=True)
class Diary:
    """Answers when each of several results falls due, in their order; keeps the inboxes it read for that.

    takes_room: due times count towards what an inbox takes on one day; a version in shadow takes none.
    """

    organisation_id: UUID
    now: datetime
    takes_room: bool = True
    inboxes: Mapping[str, Inbox] = field(default_factory=dict)

    def __call__(self, results: Sequence[rules.Result]) -> list[datetime]:
        self.inboxes = reviews.inboxes_by_slug(
            organisation_id=self.organisation_id, slugs={one.inbox for one in results}
        )
        narrow = {slug: one for slug, one in self.inboxes.items() if one.per_day is not None}
        if not narrow and not any(one.in_working_hours for one in results):
            return [self.now + timedelta(hours=one.due_hours) for one in results]
        organisation = Organisation.objects.select_related("working_time").get(id=self.organisation_id)
        zone, calendar = ZoneInfo(organisation.time_zone), calendar_of(organisation)
        dues = [_due(one, calendar, self.now) for one in results]
        if not narrow or not self.takes_room:
            return dues
        room = _Room(zone, calendar, narrow, self.now)
        return [room.find(one, due) for one, due in zip(results, dues, strict=True)]


def day_begins(on: date, organisation: Organisation) -> datetime:
    """Return when work begins on a day, or on the next one that is worked on, where the organisation is."""
    calendar = calendar_of(organisation)
    zone = ZoneInfo(organisation.time_zone)
    days = (on + timedelta(days=n) for n in range(MOST_MOVES)) if calendar else ()
    for day in days:
        spans = calendar.spans(day) if calendar else []
        if spans:
            return spans[0][0]
    return datetime.combine(on, DAY_BEGINS, zone).astimezone(UTC)


def _due(result: rules.Result, calendar: rules.Calendar | None, now: datetime) -> datetime:
    """Count working hours where the policy asks for them; by the clock where there is no calendar for it."""
    if not result.in_working_hours or calendar is None:
        return now + timedelta(hours=result.due_hours)
    try:
        return rules.due_at(calendar, now, result.due_hours)
    except rules.NeverWorks:
        return now + timedelta(hours=result.due_hours)


class _Room:
    """How many already fall due in an inbox on each day; a full day hands on to the next one."""

    def __init__(
        self, zone: ZoneInfo, calendar: rules.Calendar | None, narrow: Mapping[str, Inbox], now: datetime
    ) -> None:
        self.zone, self.calendar, self.narrow = zone, calendar, narrow
        ids = {inbox.id: slug for slug, inbox in narrow.items()}
        due = reviews.due_by_day(inbox_ids=ids, zone=zone, since=now)
        self.taken = Counter({(ids[inbox_id], day): n for (inbox_id, day), n in due.items()})

    def find(self, result: rules.Result, due: datetime) -> datetime:
        inbox = self.narrow.get(result.inbox)
        if inbox is None or inbox.per_day is None or result.lane is Lane.AUTOMATIC:
            return due
        for _ in range(MOST_MOVES):
            if self.taken[result.inbox, self._day(due)] < inbox.per_day:
                break
            due = rules.next_day(self.calendar, self.zone, due)
        self.taken[result.inbox, self._day(due)] += 1
        return due

    def _day(self, due: datetime) -> date:
        return due.astimezone(self.zone).date()
