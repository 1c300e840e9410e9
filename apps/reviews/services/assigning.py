"""A supervisor gives an open item to somebody who works its inbox: nobody else is offered it for a day."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from apps.accounts import access as accounts
from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import refusals, transactions
from apps.core.words import say
from apps.reviews import access
from apps.reviews.access import standing_in
from apps.reviews.models import ReviewItem
from apps.reviews.services import moving

LASTS = timedelta(days=1)  # then it is everybody's again, so that an absence holds up nothing


class MayNotAssign(refusals.NotAllowed):
    code = "may_not_assign"
    sentence = say("Only whoever supervises this inbox may give its cases to somebody.")


class NotForThem(refusals.IllegalMove):
    code = "not_for_them"
    sentence = say("This person may not decide this case: they do not work here, or they escalated it.")


def require_supervisor(by: Actor, inbox_id: UUID) -> None:
    """Refuse who does not supervise an inbox.

    Raises: MayNotAssign.
    """
    if not access.may_direct(by, inbox_id):
        raise MayNotAssign(permission="supervise_inbox")


class RecipientAway(refusals.Invalid):
    code = "recipient_away"
    sentence = say("Whoever you want to give it to is away. Choose somebody who is at work.")


def require_present(to: Actor, *, now: datetime) -> None:
    """Refuse to give cases to somebody who is away, and say until when, by the clock of their organisation.

    Raises: RecipientAway.
    """
    away = accounts.away_at(now).filter(person__actor=to).order_by("-until_at").first()
    if away is not None:
        day = away.until_at.astimezone(ZoneInfo(to.organisation.time_zone))
        said = say(
            "%(name)s is away until %(day)s, %(time)s. Choose somebody who is at work.",
            name=to.name,
            day=day.date(),
            time=f"{day:%H:%M}",
        )
        raise RecipientAway(said, field="to")


def assign(*, item_id: UUID, to: Actor | None, version: int, by: Actor, now: datetime) -> ReviewItem:
    """Give an open item to somebody for a day, or with None to everybody again.

    It stays open: whoever opens it from the list may take it, and it says whom it is for.
    Raises: refusals.NotVisible, MayNotAssign, NotForThem, ItemStale, as moving.require_open.
    Writes: record `item.assigned`.
    """
    transactions.require()
    item = moving.lock(item_id=item_id, by=by)
    require_supervisor(by, item.inbox_id)
    moving.require_open(item, to=by)
    if item.version != version:
        raise moving.ItemStale(version=item.version)
    if to is not None and access.why_not(to, item, item.escalations.all()) is not None:
        raise NotForThem
    before = item.assigned_to_id
    moving.renew(item, assigned_to_id=to.id if to else None, assigned_until=now + LASTS if to else None)
    audit.record(
        "item.assigned",
        on=("item", item.id),
        by=by,
        at=now,
        case_id=item.case_id,
        data={"to": item.assigned_to_id, "before": before, "until": item.assigned_until}
        | standing_in.supervising_under(by, item.inbox_id),
    )
    return item
