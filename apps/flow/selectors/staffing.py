"""Who works, supervises and looks into an inbox, how much they take on a day, and who is away."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from apps.accounts import access
from apps.accounts.models import Actor, GrantChange, GrantTerm, Organisation, Role, TimeAway, User
from apps.core import refusals
from apps.core.words import say
from apps.flow.selectors import scheduling, skills
from apps.flow.selectors.cursors import BadCursor
from apps.intake.models import CaseKind
from apps.policy import rules
from apps.policy.selectors import calendar_of
from apps.reviews import access as reviews
from apps.reviews import selectors as inboxes
from apps.reviews.models import Capacity, Inbox, ReviewItem, RotaDay
from apps.reviews.models.staffing import every_day
from apps.reviews.states import ItemState

WORK, SUPERVISE, LOOK = "work_inbox", "supervise_inbox", "look_inbox"
MAY = (WORK, SUPERVISE, LOOK)
MOST_AWAY = 100
MOST_OFFERED = 100


class OnlyWhoStaffs(refusals.NotAllowed):
    code = "only_who_staffs"
    sentence = say("Who works an inbox is said by an admin, or by somebody who supervises it.")


@dataclass(frozen=True, slots=True)
class Staffed:
    """An inbox whose people the reader may change; is_admin: supervisors too."""

    inbox: Inbox
    is_admin: bool

    @property
    def may_give(self) -> tuple[str, ...]:
        return MAY if self.is_admin else (WORK, LOOK)


def staffed(*, slug: str, to: Actor) -> Staffed:
    """Return an inbox of whose people the reader says who they are.

    Raises: refusals.NotVisible, OnlyWhoStaffs.
    """
    if access.has_role(to, Role.ADMIN):
        inbox = Inbox.objects.filter(organisation=to.organisation_id, slug=slug).first()
        if inbox is None:
            raise refusals.NotVisible
        return Staffed(inbox, is_admin=True)
    inbox = reviews.visible_inbox(to, slug=slug)
    if inbox.id not in access.own_ids(to, SUPERVISE):  # who stands in lets nobody in
        raise OnlyWhoStaffs(permission=SUPERVISE)
    return Staffed(inbox, is_admin=False)


@dataclass(frozen=True, slots=True)
class MemberRow:
    """What one person may do in an inbox, since when, by whom and why.

    per_day, version: their capacity, for who works it; version 0 where nobody set any. days: single days from
    today on, on which they are on or not whatever weekday it is. skills: what they have, for who works it.
    n_held: cases that they hold. n_given: open cases that a supervisor gave to them.
    """

    term: GrantTerm
    why: str
    per_day: int | None
    weekdays: Sequence[int]
    version: int
    away: TimeAway | None
    n_held: int
    n_given: int
    days: Mapping[date, bool]
    skills: Sequence[str]

    @property
    def person(self) -> User:
        return self.term.user


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day: how many fall due on it, and how many those who are at work take together."""

    day: date
    n_due: int
    n_taken: int


@dataclass(frozen=True, slots=True)
class Taking:
    """What the people of an inbox take together on a working day when nobody is away, beside its room.

    room: so many may fall due in it on one day, None for any number. n_unset: who works it without a number.
    """

    per_day: int
    n_workers: int
    n_unset: int
    room: int | None
    days: Sequence[DayRow]

    @property
    def over(self) -> int:
        """Return how many more may fall due on a day than people take, 0 where nobody is counted."""
        return 0 if self.room is None or self.n_unset == self.n_workers else self.room - self.per_day


@dataclass(frozen=True, slots=True)
class MembersPage:
    """A page of members: who works it first, each kind by name, and what they take together.

    takes, on: what who works it takes, and who of them is on today, by their users' ids.
    """

    staffed: Staffed
    rows: Sequence[MemberRow]
    next: str | None
    taking: Taking
    away: Sequence[TimeAway]
    offered: Sequence[User]
    takes: Mapping[UUID, "Takes"]
    on: frozenset[UUID]


def members(
    *, slug: str, to: Actor, after: str | None, limit: int, now: datetime, with_offered: bool = False
) -> MembersPage:
    """Return who may do what in an inbox now. with_offered: also active people who may be let in.

    Raises: refusals.NotVisible, OnlyWhoStaffs, BadCursor.
    """
    found = staffed(slug=slug, to=to)
    inbox = found.inbox
    terms = in_force(inbox, now).annotate(why=_why()).select_related("user__actor", "given_by")
    if after:
        terms = terms.filter(_behind(inbox, after))
    page = list(terms.order_by("-permission", "user__name", "id")[: limit + 1])
    shown = page[:limit]
    takes = capacities(inbox, now)
    away = list(absences(inbox, now))
    return MembersPage(
        staffed=found,
        rows=_rows(inbox, shown, away, now),
        next=str(shown[-1].id) if len(page) > limit else None,
        taking=_taking(inbox, takes, away, now),
        away=away[:MOST_AWAY],
        offered=_offered(inbox, now) if with_offered else [],
        takes=takes,
        on=on_today(inbox, takes, away, now),
    )


def in_force(inbox: Inbox, now: datetime) -> QuerySet[GrantTerm]:
    """Return what active persons may do in an inbox now."""
    lasting = Q(expires_at=None) | Q(expires_at__gt=now)
    return GrantTerm.objects.filter(lasting, object_id=inbox.id, user__is_active=True)


def _why() -> Subquery:
    given = GrantChange.objects.filter(
        person=OuterRef("user"),
        permission=OuterRef("permission"),
        object_id=OuterRef("object_id"),
        is_given=True,
    )
    return Subquery(given.order_by("-id").values("why")[:1])


def _behind(inbox: Inbox, mark: str) -> Q:
    try:
        last = GrantTerm.objects.select_related("user").get(id=mark, object_id=inbox.id)
    except (GrantTerm.DoesNotExist, ValidationError, ValueError):
        raise BadCursor(field="after") from None
    alike = Q(permission=last.permission)
    return (
        Q(permission__lt=last.permission)
        | alike & Q(user__name__gt=last.user.name)
        | alike & Q(user__name=last.user.name, id__gt=last.id)
    )


def _rows(
    inbox: Inbox, terms: Sequence[GrantTerm], away: Sequence[TimeAway], now: datetime
) -> list[MemberRow]:
    actor_ids = {one.user.actor_id for one in terms}
    set_of = {one.person_id: one for one in Capacity.objects.filter(inbox=inbox, person__in=actor_ids)}
    held, given = lying_with(inbox, actor_ids)
    days, able = single_days(inbox, now), skills.of_people(inbox)
    next_away: dict[UUID, TimeAway] = {}
    for one in away:
        next_away.setdefault(one.person_id, one)
    return [
        MemberRow(
            term=one,
            why=getattr(one, "why", None) or "",
            per_day=set_of[one.user.actor_id].per_day if _counts(one, set_of) else None,
            weekdays=set_of[one.user.actor_id].weekdays if _counts(one, set_of) else every_day(),
            version=set_of[one.user.actor_id].version if _counts(one, set_of) else 0,
            away=next_away.get(one.user_id),
            n_held=held[one.user.actor_id] if one.permission != LOOK else 0,
            n_given=given[one.user.actor_id] if one.permission == WORK else 0,
            days=days.get(one.user.actor_id, {}) if one.permission == WORK else {},
            skills=able.get(one.user.actor_id, ()) if one.permission == WORK else (),
        )
        for one in terms
    ]


def _counts(term: GrantTerm, set_of: Mapping[UUID, Capacity]) -> bool:
    return term.permission == WORK and term.user.actor_id in set_of


def lying_with(inbox: Inbox, actor_ids: Collection[UUID]) -> tuple[Counter[UUID], Counter[UUID]]:
    """Count what persons hold in an inbox, and what of it was given to them."""
    rows = ReviewItem.objects.filter(inbox=inbox).exclude(case__kind=CaseKind.KNOWN_ANSWER).order_by()
    held = rows.filter(state=ItemState.CLAIMED, holder__in=actor_ids).values_list("holder")
    given = rows.filter(state=ItemState.OPEN, assigned_to__in=actor_ids).values_list("assigned_to")
    return Counter(dict(held.annotate(n=Count("id")))), Counter(dict(given.annotate(n=Count("id"))))


Worked = tuple[ZoneInfo, rules.Calendar | None]


@dataclass(frozen=True, slots=True)
class Takes:
    """How many cases somebody takes on a working day, and on which days of the week they are on.

    days: single days on which they are on or not whatever day of the week it is.
    """

    per_day: int | None
    weekdays: frozenset[int]
    days: Mapping[date, bool] = field(default_factory=dict)

    def is_on(self, day: date, calendar: rules.Calendar | None) -> bool:
        """Say whether they are on that day: as was said of it, else on working days of their weekdays."""
        works = calendar is None or calendar.works_on(day)
        return self.days.get(day, works and day.weekday() in self.weekdays)


def single_days(inbox: Inbox, now: datetime) -> dict[UUID, dict[date, bool]]:
    """Return by actor the days from today on of which it is said whether they are on for an inbox."""
    today = now.astimezone(worked(inbox)[0]).date()
    found: dict[UUID, dict[date, bool]] = {}
    rows = RotaDay.objects.filter(inbox=inbox, day_on__gte=today).order_by("day_on")
    for actor_id, day, is_on in rows.values_list("person", "day_on", "is_working"):
        found.setdefault(actor_id, {})[day] = is_on
    return found


def capacities(inbox: Inbox, now: datetime) -> dict[UUID, Takes]:
    """Return of everybody who works an inbox, by their user's id, how many they take and when they are on."""
    mine = Capacity.objects.filter(inbox=inbox, person=OuterRef("user__actor"))  # at most one row a person
    rows = in_force(inbox, now).filter(permission=WORK)
    rows = rows.annotate(takes=Subquery(mine.values("per_day")[:1]), on=Subquery(mine.values("weekdays")[:1]))
    single = single_days(inbox, now)
    return {
        user_id: Takes(per_day, frozenset(every_day() if days is None else days), single.get(actor_id, {}))
        for user_id, actor_id, per_day, days in rows.values_list("user_id", "user__actor", "takes", "on")
    }


def absences(inbox: Inbox, now: datetime) -> QuerySet[TimeAway]:
    here = in_force(inbox, now).values("user")
    rows = TimeAway.objects.filter(person__in=here, ended_at=None, until_at__gt=now)
    return rows.select_related("person", "stand_in").order_by("from_at", "id")


def _taking(inbox: Inbox, takes: Mapping[UUID, Takes], away: Sequence[TimeAway], now: datetime) -> Taking:
    here = zone, calendar = worked(inbox)
    days = scheduling.next_days(calendar, zone, now)
    due = scheduling.due_on([inbox.id], zone, days, now)
    return Taking(
        per_day=sum(one.per_day or 0 for one in takes.values()),
        n_workers=len(takes),
        n_unset=sum(one.per_day is None for one in takes.values()),
        room=inbox.per_day,
        days=[DayRow(day, due.get((inbox.id, day), 0), taken_on(day, here, takes, away)) for day in days],
    )


def taken_on(day: date, calendar: Worked, takes: Mapping[UUID, Takes], away: Sequence[TimeAway]) -> int:
    """Return what people take together on a day; who is away for a part of it, or not on, counts 0."""
    zone, hours = calendar
    starts = datetime.combine(day, datetime.min.time(), tzinfo=zone)
    ends = datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=zone)
    gone = {one.person_id for one in away if one.from_at < ends and one.until_at > starts}
    return sum(
        one.per_day or 0 for user_id, one in takes.items() if user_id not in gone and one.is_on(day, hours)
    )


def on_today(
    inbox: Inbox, takes: Mapping[UUID, Takes], away: Iterable[TimeAway], now: datetime
) -> frozenset[UUID]:
    """Return who works an inbox and is on for it today and not away now, by their users' ids."""
    zone, calendar = worked(inbox)
    today, gone = now.astimezone(zone).date(), {one.person_id for one in away if one.from_at <= now}
    return frozenset(key for key, one in takes.items() if one.is_on(today, calendar) and key not in gone)


def worked(inbox: Inbox) -> Worked:
    """Return where and when the organisation of an inbox works; it is read once and kept with the inbox."""
    if "working" not in inbox.__dict__:
        inbox.organisation = Organisation.objects.select_related("working_time").get(id=inbox.organisation_id)
        inbox.__dict__["working"] = ZoneInfo(inbox.organisation.time_zone), calendar_of(inbox.organisation)
    found: Worked = inbox.__dict__["working"]
    return found


def _offered(inbox: Inbox, now: datetime) -> list[User]:
    """Return active people who do not work an inbox yet, by name; the first of them."""
    working = in_force(inbox, now).filter(permission=WORK).values("user")
    rows = User.objects.filter(organisation=inbox.organisation_id, is_active=True).exclude(id__in=working)
    return list(rows.order_by("name", "id")[:MOST_OFFERED])


@dataclass(frozen=True, slots=True)
class Leaving:
    """What becomes of what somebody has in an inbox when a permission is taken back."""

    staffed: Staffed
    row: MemberRow
    n_put_back: int
    n_freed: int
    is_last_worker: bool


def leaving(*, slug: str, user_id: UUID, permission: str, to: Actor, now: datetime) -> Leaving:
    """Return what taking a permission back from somebody would do.

    Raises: refusals.NotVisible, OnlyWhoStaffs.
    """
    found = staffed(slug=slug, to=to)
    inbox = found.inbox
    terms = in_force(inbox, now).annotate(why=_why()).select_related("user__actor", "given_by")
    mine = list(terms.filter(user=user_id))
    term = next((one for one in mine if one.permission == permission), None)
    if term is None:
        raise refusals.NotVisible
    kept = {one.permission for one in mine} - {permission}
    row = _rows(inbox, [term], [], now)[0]
    return Leaving(
        staffed=found,
        row=row,
        n_put_back=row.n_held if kept.isdisjoint({WORK, SUPERVISE}) else 0,
        n_freed=row.n_given,
        is_last_worker=permission == WORK and is_last_worker(inbox, term.user, now),
    )


def is_last_worker(inbox: Inbox, person: User, now: datetime) -> bool:
    """Say whether cases come into an inbox by rule and nobody but this person works it."""
    others = in_force(inbox, now).filter(permission=WORK).exclude(user=person)
    return not others.exists() and inboxes.is_target(inbox)


def times_away(*, of: Actor, now: datetime) -> list[TimeAway]:
    """Return the absences of a person that are not over, the next one first."""
    rows = TimeAway.objects.filter(person__actor=of, ended_at=None, until_at__gt=now)
    return list(rows.select_related("person", "stand_in").order_by("from_at", "id"))


def may_say_away(person: User, *, by: Actor) -> bool:
    """Say whether somebody may state that a person is away: themselves, an admin, or who supervises them."""
    if person.actor_id == by.id:
        return True
    if person.organisation_id != by.organisation_id:
        return False
    supervised = access.granted_ids(by, SUPERVISE)
    return access.has_role(by, Role.ADMIN) or bool(
        supervised & (access.granted_ids(person.actor, WORK) | access.granted_ids(person.actor, SUPERVISE))
    )
