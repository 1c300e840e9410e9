"""When a person is not at work: stated and ended. Who may state it is asked above, where inboxes are."""

from datetime import datetime, timedelta

from apps.accounts.models import Actor, TimeAway, User
from apps.audit import services as audit
from apps.core import refusals, transactions
from apps.core.words import say

LONGEST = timedelta(days=366)


class AwayInvalid(refusals.Invalid):
    code = "away_invalid"
    sentence = say("An absence ends after it begins, in the future, and lasts at most a year.")


class AwayAlready(refusals.IllegalMove):
    code = "away_already"
    sentence = say("Another absence is stated for a part of this time. End that one first.")


class AwayEnded(refusals.IllegalMove):
    code = "away_ended"
    sentence = say("This absence is over already.")


class StandInUnfit(refusals.Invalid):
    code = "stand_in_unfit"
    sentence = say("The stand-in is somebody else of your organisation who can sign in.")


def state_away(
    *,
    person: User,
    from_at: datetime,
    until_at: datetime,
    stand_in: User | None = None,
    by: Actor,
    now: datetime,
) -> TimeAway:
    """State an absence of a person, inside the caller's transaction.

    stand_in: takes what the person has as it begins, where they may; without one it is everybody's again.
    Raises: AwayInvalid, StandInUnfit, AwayAlready.
    """
    transactions.require()
    if stand_in is not None and not _fits(stand_in, person):
        raise StandInUnfit(field="stand_in")
    if not (until_at > from_at and until_at > now and until_at - from_at <= LONGEST):
        raise AwayInvalid(field="until")
    list(User.objects.select_for_update(no_key=True).filter(id=person.id).values_list("id"))
    if person.times_away.filter(ended_at=None, from_at__lt=until_at, until_at__gt=from_at).exists():
        raise AwayAlready(field="from")
    row = TimeAway.objects.create(
        person=person, from_at=from_at, until_at=until_at, stand_in=stand_in, stated_by=by, stated_at=now
    )
    instead = stand_in.actor_id if stand_in else None
    data = {"absence": row.id, "from": from_at, "until": until_at, "stand_in": instead}
    audit.record("person.away_stated", on=("person", person.actor_id), by=by, at=now, data=data)
    return row


def _fits(stand_in: User, person: User) -> bool:
    is_colleague = stand_in.organisation_id == person.organisation_id and stand_in.id != person.id
    return is_colleague and stand_in.is_active


def take_begun(*, now: datetime, limit: int) -> list[TimeAway]:
    """Take absences that have begun and of which nothing was handed over, inside the caller's transaction.

    Each once: what another worker takes at this moment is left to it.
    """
    transactions.require()
    rows = TimeAway.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        handed_at=None, ended_at=None, from_at__lte=now, until_at__gt=now
    )
    begun = list(rows.select_related("person__actor", "stand_in__actor").order_by("from_at", "id")[:limit])
    TimeAway.objects.filter(id__in=[one.id for one in begun]).update(handed_at=now)
    return begun


def note_handed_over(*, away: TimeAway, n_cases: int, n_follow_ups: int, by: Actor, now: datetime) -> None:
    """Record what an absence that began handed over.

    Writes: record `person.work_handed_over`.
    """
    transactions.require()
    data = {"absence": away.id, "n_cases": n_cases, "n_follow_ups": n_follow_ups}
    audit.record("person.work_handed_over", on=("person", away.person.actor_id), by=by, at=now, data=data)


def end_away(*, away: TimeAway, by: Actor, now: datetime) -> TimeAway:
    """End an absence, or take back one that has not begun, inside the caller's transaction.

    Raises: AwayEnded.
    """
    transactions.require()
    running = TimeAway.objects.filter(id=away.id, ended_at=None, until_at__gt=now)
    if running.update(ended_at=now) != 1:
        raise AwayEnded
    away.ended_at = now
    data = {"absence": away.id}
    audit.record("person.away_ended", on=("person", away.person.actor_id), by=by, at=now, data=data)
    return away
