"""What a supervisor sees of one inbox: how long cases wait, who has what, and what the week brings.

How much lies with whom is said to nobody but who supervises the inbox; how anybody decides is not said here.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Count, Min, Q, QuerySet

from apps.accounts.models import Actor, GrantTerm, TimeAway, User
from apps.core import refusals
from apps.core.words import say
from apps.flow.selectors import cursors, scheduling, skills, staffing
from apps.flow.selectors.cursors import BadCursor
from apps.flow.selectors.kept import KeptRow, kept_promises
from apps.intake.models import CaseKind
from apps.measures import rules as measures
from apps.reviews import access
from apps.reviews.models import Inbox, InboxDay, ReviewItem
from apps.reviews.services.handing_on import NothingToHandOn
from apps.reviews.services.staying import BANDS, begins
from apps.reviews.states import ItemState

WEEKS = 12
DAY = timedelta(days=1)
WAITS = tuple(state.value for state in ItemState if state.waits)


class OnlyWhoSupervises(refusals.NotAllowed):
    code = "only_who_supervises"
    sentence = say("How a team's work stands is shown to whoever supervises its inbox.")


@dataclass(frozen=True, slots=True)
class Health:
    """What lies in an inbox now; `bands` by waiting time, the shortest first, add up to `n_waiting`.

    n_held: of them with somebody now. n_asked: of them waiting for an answer, a time or an approval.
    """

    n_waiting: int
    n_late: int
    n_held: int
    n_asked: int
    oldest_at: datetime | None
    bands: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WeekInTime:
    """Of what people finished or passed on in a week, the share that left the inbox before it was due."""

    week_on: date
    n_in_time: int
    share: measures.Share


@dataclass(frozen=True, slots=True)
class DayAhead:
    """A day to come: what falls due, what is likely to come in, and how many those at work take."""

    day: date
    n_due: int
    expected: measures.Expected | None
    n_taken: int


@dataclass(frozen=True, slots=True)
class TeamPage:
    """One inbox of those that a supervisor looks after. stock_on: the last day of which stock was taken."""

    inbox: Inbox
    inboxes: Sequence[Inbox]
    health: Health
    weeks: Sequence[WeekInTime]
    days: Sequence[DayAhead]
    n_workers: int
    n_unset: int
    stock_on: date | None
    skills: Sequence[skills.SkillState]
    kept: KeptRow | None


@dataclass(frozen=True, slots=True)
class PersonLoad:
    """What lies with one person in an inbox. n_due: of it until the end of today, n_late: already late.

    is_on: today, for this inbox. skills: what they have for it.
    """

    user: User
    n_held: int
    n_given: int
    n_due: int
    n_late: int
    per_day: int | None
    weekdays: frozenset[int]
    away: TimeAway | None
    is_on: bool
    skills: Sequence[str]


@dataclass(frozen=True, slots=True)
class PeoplePage:
    rows: Sequence[PersonLoad]
    next: str | None


@dataclass(frozen=True, slots=True)
class Had:
    """A case that somebody holds or was given, and since when or until when."""

    item: ReviewItem
    who: Actor
    is_held: bool
    until: datetime

    @property
    def case_ref(self) -> str:
        return self.item.case.case_ref


@dataclass(frozen=True, slots=True)
class HadPage:
    rows: Sequence[Had]
    next: str | None


def supervised(to: Actor) -> list[Inbox]:
    """Return the inboxes that somebody supervises, by level and name.

    Raises: OnlyWhoSupervises.
    """
    found = [one for one in access.visible_inboxes(to) if access.may_supervise(to, one.id)]
    if not found:
        raise OnlyWhoSupervises(permission=staffing.SUPERVISE)
    return found


def one_supervised(*, slug: str, to: Actor) -> Inbox:
    """Return an inbox that somebody supervises.

    Raises: refusals.NotVisible, OnlyWhoSupervises.
    """
    inbox = access.visible_inbox(to, slug=slug)
    if not access.may_supervise(to, inbox.id):
        raise OnlyWhoSupervises(permission=staffing.SUPERVISE)
    return inbox


def team(*, slug: str, to: Actor, now: datetime) -> TeamPage:
    """Return how one inbox stands; without a slug the first that the person supervises.

    Raises: refusals.NotVisible, OnlyWhoSupervises.
    """
    named = one_supervised(slug=slug, to=to) if slug else None
    inboxes = supervised(to)
    inbox = named or inboxes[0]
    zone, _calendar = staffing.worked(inbox)
    stock = _stock(inbox, now.astimezone(zone).date())
    takes, away = staffing.capacities(inbox, now), list(staffing.absences(inbox, now))
    return TeamPage(
        inbox=inbox,
        inboxes=inboxes,
        health=_health(inbox, now),
        weeks=_weeks(stock),
        days=_ahead(inbox, takes, away, stock, now),
        n_workers=len(takes),
        n_unset=sum(one.per_day is None for one in takes.values()),
        stock_on=max((one.day_on for one in stock), default=None),
        skills=skills.states(inbox, workers=takes, on=staffing.on_today(inbox, takes, away, now)),
        kept=next((one for one in kept_promises(to=to, now=now) if one.slug == inbox.slug), None),
    )


def _health(inbox: Inbox, now: datetime) -> Health:
    edges = [now - age for age in BANDS]
    within = [
        Q(opened_at__gt=edges[0]),
        *(Q(opened_at__gt=older, opened_at__lte=younger) for younger, older in pairwise(edges)),
        Q(opened_at__lte=edges[-1]),
    ]
    bands = {f"band_{place}": Count("id", filter=one) for place, one in enumerate(within)}
    real = ReviewItem.objects.filter(inbox=inbox, state__in=WAITS, case__kind=CaseKind.REAL)
    found = real.aggregate(
        n=Count("id"),
        late=Count("id", filter=Q(due_at__lte=now)),
        held=Count("id", filter=Q(state=ItemState.CLAIMED, held_until__gt=now)),
        asked=Count("id", filter=Q(state__in=(ItemState.WAITING, ItemState.HELD))),
        oldest=Min("opened_at"),
        **bands,
    )
    return Health(
        n_waiting=found["n"],
        n_late=found["late"],
        n_held=found["held"],
        n_asked=found["asked"],
        oldest_at=found["oldest"],
        bands=tuple(found[name] for name in bands),
    )


def _stock(inbox: Inbox, today: date) -> list[InboxDay]:
    since = today - timedelta(weeks=WEEKS)
    return list(InboxDay.objects.filter(inbox=inbox, day_on__gte=since).order_by("day_on"))


def _weeks(stock: Sequence[InboxDay]) -> list[WeekInTime]:
    """Add days up to weeks, Monday first."""
    done: Counter[date] = Counter()
    in_time: Counter[date] = Counter()
    for one in stock:
        week = measures.week_of(one.day_on)
        done[week] += one.n_done
        in_time[week] += one.n_in_time
    return [WeekInTime(week, in_time[week], measures.share(done[week], in_time[week])) for week in done]


def _ahead(
    inbox: Inbox,
    takes: Mapping[UUID, staffing.Takes],
    away: Sequence[TimeAway],
    stock: Sequence[InboxDay],
    now: datetime,
) -> list[DayAhead]:
    here = zone, calendar = staffing.worked(inbox)
    days = scheduling.next_days(calendar, zone, now)
    due = scheduling.due_on([inbox.id], zone, days, now)
    came = {one.day_on: one.n_entered for one in stock}
    return [
        DayAhead(
            day=day,
            n_due=due.get((inbox.id, day), 0),
            expected=measures.expected(day, came),
            n_taken=staffing.taken_on(day, here, takes, away),
        )
        for day in days
    ]


def people(*, slug: str, to: Actor, after: str | None, limit: int, now: datetime) -> PeoplePage:
    """Return a page of who works an inbox, by name, with what lies with each of them.

    Raises: refusals.NotVisible, OnlyWhoSupervises, BadCursor.
    """
    inbox = one_supervised(slug=slug, to=to)
    terms = staffing.in_force(inbox, now).filter(permission=staffing.WORK).select_related("user__actor")
    if after:
        terms = terms.filter(_behind(inbox, after))
    page = list(terms.order_by("user__name", "id")[: limit + 1])
    users = [one.user for one in page[:limit]]
    return PeoplePage(
        rows=_loads(inbox, users, now), next=str(page[limit - 1].id) if len(page) > limit else None
    )


def _behind(inbox: Inbox, after: str) -> Q:
    try:
        last = GrantTerm.objects.select_related("user").get(id=after, object_id=inbox.id)
    except (GrantTerm.DoesNotExist, ValidationError, ValueError):
        raise BadCursor(field="after") from None
    return Q(user__name__gt=last.user.name) | Q(user__name=last.user.name, id__gt=last.id)


def _loads(inbox: Inbox, users: Sequence[User], now: datetime) -> list[PersonLoad]:
    zone, _calendar = staffing.worked(inbox)
    tonight = begins(now.astimezone(zone).date() + DAY, zone)
    actor_ids = [one.actor_id for one in users]
    held = _lying(inbox, Q(state=ItemState.CLAIMED, held_until__gt=now), "holder", actor_ids, tonight, now)
    given = _lying(
        inbox, Q(state=ItemState.OPEN, assigned_until__gt=now), "assigned_to", actor_ids, tonight, now
    )
    takes, able = staffing.capacities(inbox, now), skills.of_people(inbox)
    absences = list(staffing.absences(inbox, now))
    on = staffing.on_today(inbox, takes, absences, now)
    away: dict[UUID, TimeAway] = {}
    for one in absences:
        away.setdefault(one.person_id, one)
    return [
        PersonLoad(
            user=one,
            n_held=held[one.actor_id].n,
            n_given=given[one.actor_id].n,
            n_due=held[one.actor_id].due + given[one.actor_id].due,
            n_late=held[one.actor_id].late + given[one.actor_id].late,
            per_day=takes[one.id].per_day if one.id in takes else None,
            weekdays=takes[one.id].weekdays if one.id in takes else frozenset(),
            away=away.get(one.id),
            is_on=one.id in on,
            skills=able.get(one.actor_id, ()),
        )
        for one in users
    ]


class _Lying(NamedTuple):
    n: int = 0
    due: int = 0
    late: int = 0


def _lying(
    inbox: Inbox, which: Q, with_whom: str, actor_ids: Collection[UUID], until: datetime, now: datetime
) -> Mapping[UUID, _Lying]:
    """Count what lies with persons: all of it, what is due until then, and what is late; one statement."""
    real = ~Q(case__kind=CaseKind.KNOWN_ANSWER)
    rows = ReviewItem.objects.filter(which, real, inbox=inbox, **{f"{with_whom}__in": actor_ids}).order_by()
    counts = {
        "n": Count("id"),
        "due": Count("id", filter=Q(due_at__lte=until)),
        "late": Count("id", filter=Q(due_at__lte=now)),
    }
    found = rows.values_list(with_whom).annotate(**counts)
    return defaultdict(_Lying, {who: _Lying(*numbers) for who, *numbers in found})


def had(*, slug: str, to: Actor, after: str | None, limit: int, now: datetime) -> HadPage:
    """Return a page of the cases of an inbox that somebody holds or was given, the earliest due first.

    Raises: refusals.NotVisible, OnlyWhoSupervises, BadCursor.
    """
    inbox = access.visible_inbox(to, slug=slug)
    if not access.may_direct(to, inbox.id):
        raise OnlyWhoSupervises(permission=staffing.SUPERVISE)
    rows = list(cursors.DUE.page(_had(inbox, now), after, limit))
    shown = rows[:limit]
    return HadPage(
        rows=[_one_had(one) for one in shown],
        next=cursors.DUE.cursor(shown[-1]) if len(rows) > limit else None,
    )


def one_had(*, item_id: UUID, to: Actor, now: datetime) -> Had:
    """Return a case that somebody has, of an inbox that the person supervises.

    Raises: refusals.NotVisible, OnlyWhoSupervises, NothingToHandOn.
    """
    item = access.visible_items(to).select_related("inbox").filter(id=item_id).first()
    if item is None:
        raise refusals.NotVisible
    if not access.may_direct(to, item.inbox_id):
        raise OnlyWhoSupervises(permission=staffing.SUPERVISE)
    found = _had(item.inbox, now).filter(id=item_id).first()
    if found is None:
        raise NothingToHandOn
    return _one_had(found)


def _had(inbox: Inbox, now: datetime) -> QuerySet[ReviewItem]:
    is_held = Q(state=ItemState.CLAIMED, held_until__gt=now)
    is_given = Q(state=ItemState.OPEN, assigned_until__gt=now)
    rows = ReviewItem.objects.filter(is_held | is_given, inbox=inbox)
    rows = rows.exclude(case__kind=CaseKind.KNOWN_ANSWER)
    return rows.select_related("case", "holder", "assigned_to", "inbox")


def _one_had(item: Any) -> Had:
    is_held = item.state == ItemState.CLAIMED
    return Had(
        item=item,
        who=item.holder if is_held else item.assigned_to,
        is_held=is_held,
        until=item.held_until if is_held else item.assigned_until,
    )
