"""An absence that begins hands work over: to the stand-in where they may take it, else back to everybody."""

from datetime import datetime
from uuid import UUID

from apps.accounts import access
from apps.accounts import selectors as accounts
from apps.accounts import services as people
from apps.accounts.models import Actor, TimeAway
from apps.core import transactions
from apps.core.words import say
from apps.notify import services as notify
from apps.reviews import services as reviews

SAYS = say("Handed on by itself: whoever had it is away")


def hand_over(*, now: datetime, limit: int = 20) -> int:
    """Hand over what people have whose absence has begun; once per absence, also after downtime.

    What they hold or were given, and follow-ups of theirs that fall due while they are away. Returns how many
    absences were handed over.
    """
    with transactions.verb():
        if transactions.history_runs():
            return 0
        begun = people.take_begun(now=now, limit=limit)
        for away in begun:
            _hand_over(away, now)
        return len(begun)


def _hand_over(away: TimeAway, now: datetime) -> None:
    before, by = away.person.actor, accounts.system_actor(away.person.organisation_id)
    to = _stand_in(away, now)
    passed = reviews.pass_all(of=before, to=to, says=SAYS, by=by, now=now)
    due = reviews.pass_follow_ups(of=before, to=to, until=away.until_at, by=by, now=now)
    people.note_handed_over(away=away, n_cases=len(passed), n_follow_ups=len(due), by=by, now=now)
    for item, taker in passed:
        if taker is not None:
            _tell(taker, "assigned", item.id, item.case_id, now)
    for one in due:
        if one.owner is not None:
            _tell(one.owner, "follow_up_taken", one.id, one.decision.case_id, now)


def _stand_in(away: TimeAway, now: datetime) -> Actor | None:
    """Return who stands in, unless they are away themselves or may not sign in any more."""
    stand_in = away.stand_in
    if stand_in is None or not stand_in.is_active:
        return None
    is_gone = access.away_at(now).filter(person=stand_in).exists()
    return None if is_gone else stand_in.actor


def _tell(to: Actor, kind: str, about_id: UUID, case_id: UUID, now: datetime) -> None:
    notify.tell_anew(to_actor_id=to.id, kind=kind, about_id=about_id, case_id=case_id, now=now)
