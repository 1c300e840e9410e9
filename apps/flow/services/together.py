"""One act on several cases of an inbox: each is a move of its own, with its own entry, or says why not.

Never a decision: nobody decides a case that they have not opened (docs/adr/0040).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.accounts.models import Actor
from apps.core import refusals, transactions
from apps.core.words import say
from apps.flow.services import climbing
from apps.measures import services as measures
from apps.notify import services as notify
from apps.reviews import access
from apps.reviews import services as reviews
from apps.reviews.models import Inbox, ReviewItem
from apps.reviews.services import assigning, escalating, snoozing

MOST_TOGETHER = 50  # a page of a list


@dataclass(frozen=True, slots=True)
class Chosen:
    """A case as it was chosen from a list: the version that its row showed."""

    item_id: UUID
    version: int


@dataclass(frozen=True, slots=True)
class Each:
    """What became of one of them; `code` and `sentence` of the refusal where it was not done.

    Plain data that names nobody: it is kept as the answer to a repeated request.
    """

    item_id: UUID
    is_done: bool
    code: str = ""
    sentence: str = ""


class TooManyTogether(refusals.Invalid):
    code = "too_many_together"
    sentence = say("Choose from 1 to %(most)s cases.", most=MOST_TOGETHER)


class MovedOn(refusals.IllegalMove):
    code = "moved_on"
    sentence = say("This case is not in this inbox any more.")


def snooze_together(
    *,
    inbox_slug: str,
    chosen: Sequence[Chosen],
    until: datetime,
    why: str,
    note: str,
    by: Actor,
    now: datetime,
) -> list[Each]:
    """Lay several cases aside until one time. Who does not hold a free one takes it first.

    Raises: refusals.NotVisible, CannotWork, TooManyTogether, as reviews.snooze for what is wrong with all.
    """
    code = snoozing.cause(why, note).value
    snoozing.require_time(until, now=now)

    def act(item: ReviewItem) -> None:
        reviews.snooze(
            item_id=item.id,
            until=until,
            why=why,
            note=note,
            version=item.version,
            token=item.token,
            by=by,
            now=now,
        )
        _signal(item, kind="snoozed", code=code, by=by, now=now)

    return _each_held(inbox_slug, chosen, act, by=by, now=now)


def escalate_together(
    *, inbox_slug: str, chosen: Sequence[Chosen], why: str, note: str, by: Actor, now: datetime
) -> list[Each]:
    """Send several cases to the next level, each with this reason.

    Raises: refusals.NotVisible, CannotWork, TooManyTogether, as reviews.escalate for what is wrong with all.
    """
    code = escalating.cause(why, note).value

    def act(item: ReviewItem) -> None:
        climbed = reviews.escalate(
            item_id=item.id, why=why, note=note, version=item.version, token=item.token, by=by, now=now
        )
        climbing.tell_owners([(item, climbed)], now=now)
        _signal(item, kind="escalated", code=code, by=by, now=now)

    return _each_held(inbox_slug, chosen, act, by=by, now=now)


def assign_together(
    *, inbox_slug: str, chosen: Sequence[Chosen], to: Actor | None, by: Actor, now: datetime
) -> list[Each]:
    """Give several open cases to somebody who works the inbox, or with None to everybody again.

    Nobody who is away is given any.
    Raises: refusals.NotVisible, MayNotAssign, RecipientAway, TooManyTogether.
    """

    def act(one: Chosen) -> None:
        item = reviews.assign(item_id=one.item_id, to=to, version=one.version, by=by, now=now)
        _require_here(item, inbox)
        _signal(item, kind="assigned", code="" if to else "everybody", by=by, now=now)
        if to is not None and to.id != by.id:
            notify.tell_anew(
                to_actor_id=to.id, kind="assigned", about_id=item.id, case_id=item.case_id, now=now
            )

    with transactions.verb():
        inbox = access.visible_inbox(by, slug=inbox_slug)
        assigning.require_supervisor(by, inbox.id)
        if to is not None:
            assigning.require_present(to, now=now)
        return _each(chosen, act)


def _each_held(
    inbox_slug: str, chosen: Sequence[Chosen], act: Callable[[ReviewItem], None], *, by: Actor, now: datetime
) -> list[Each]:
    def taken(one: Chosen) -> None:
        item = reviews.take(item_id=one.item_id, version=one.version, by=by, now=now)
        _require_here(item, inbox)
        act(item)

    with transactions.verb():
        inbox = access.visible_inbox(by, slug=inbox_slug)
        if not access.may_work(by, inbox.id):
            raise access.CannotWork(permission="work_inbox")
        return _each(chosen, taken)


def _require_here(item: ReviewItem, inbox: Inbox) -> None:
    if item.inbox_id != inbox.id:
        raise MovedOn


def _each(chosen: Sequence[Chosen], act: Callable[[Chosen], None]) -> list[Each]:
    """Act in the order of ids, so that two people never wait for each other; answer as they were chosen."""
    if not 1 <= len(chosen) <= MOST_TOGETHER:
        raise TooManyTogether(field="items")
    done: dict[UUID, Each] = {}
    for one in sorted(chosen, key=lambda each: each.item_id):
        try:
            with transactions.step():
                act(one)
        except refusals.Refusal as refusal:
            done[one.item_id] = Each(one.item_id, False, refusal.code, _nameless(refusal))
        else:
            done[one.item_id] = Each(one.item_id, True)
    return [done[item_id] for item_id in dict.fromkeys(one.item_id for one in chosen)]


def _nameless(refusal: refusals.Refusal) -> str:
    """Say why in general: the answer is kept, so it names nobody; a page shows who holds a case now."""
    is_particular = bool(getattr(refusal.sentence, "parts", None))
    return str(type(refusal).sentence if is_particular else refusal.sentence)


def _signal(item: ReviewItem, *, kind: str, code: str, by: Actor, now: datetime) -> None:
    measures.record_signal(item_id=item.id, system_id=item.system_id, kind=kind, code=code, by=by, at=now)
