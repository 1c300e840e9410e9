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


def state_away(*, person: User, from_at: datetime, until_at: datetime, by: Actor, now: datetime) -> TimeAway:
    """State an absence of a person, inside the caller's transaction.

    Raises: AwayInvalid, AwayAlready.
    """
    transactions.require()
    if not (until_at > from_at and until_at > now and until_at - from_at <= LONGEST):
        raise AwayInvalid(field="until")
    list(User.objects.select_for_update(no_key=True).filter(id=person.id).values_list("id"))
    if person.times_away.filter(ended_at=None, from_at__lt=until_at, until_at__gt=from_at).exists():
        raise AwayAlready(field="from")
    row = TimeAway.objects.create(
        person=person, from_at=from_at, until_at=until_at, stated_by=by, stated_at=now
    )
    data = {"absence": row.id, "from": from_at, "until": until_at}
    audit.record("person.away_stated", on=("person", person.actor_id), by=by, at=now, data=data)
    return row


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
