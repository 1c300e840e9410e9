"""Cases of an inbox that somebody chose to act on together, and who may be given some."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.accounts import access as accounts
from apps.accounts.models import Actor
from apps.flow.selectors import listing, staffing
from apps.flow.selectors.listing import ItemRow
from apps.reviews import access
from apps.reviews.models import Inbox


@dataclass(frozen=True, slots=True)
class ChosenRows:
    """The cases that the reader may see, as they were chosen, and whom they may be given to.

    away: those of the people who are away now, and are given none.
    """

    inbox: Inbox
    rows: list[ItemRow]
    people: list[Actor]
    away: frozenset[UUID]
    may_work: bool
    may_supervise: bool


def chosen_rows(*, slug: str, item_ids: Sequence[UUID], to: Actor, now: datetime) -> ChosenRows:
    """Return cases to act on together; those of other inboxes only where the reader may see them.

    Raises: refusals.NotVisible.
    """
    inbox = access.visible_inbox(to, slug=slug)
    seen = set(access.visible_items(to).filter(id__in=item_ids).values_list("id", flat=True))
    may_supervise = access.may_supervise(to, inbox.id)
    people = _offered(inbox, now) if may_supervise else []
    return ChosenRows(
        inbox=inbox,
        rows=listing.item_rows(item_ids=[one for one in item_ids if one in seen], to=to),
        people=people,
        away=frozenset(
            accounts.away_at(now).filter(person__actor__in=people).values_list("person__actor", flat=True)
        )
        if people
        else frozenset(),
        may_work=access.may_work(to, inbox.id),
        may_supervise=may_supervise,
    )


def _offered(inbox: Inbox, now: datetime) -> list[Actor]:
    """Return who works an inbox: first who is on today, then by name."""
    away = list(staffing.absences(inbox, now))
    on = staffing.on_today(inbox, staffing.capacities(inbox, now), away, now)
    people = accounts.holders("work_inbox", inbox.id, now=now).select_related("user").order_by("name", "id")
    return sorted(people, key=lambda one: one.user.id not in on)


def worker(inbox: Inbox, *, email: str, now: datetime) -> Actor | None:
    """Return who works an inbox and signs in with this address."""
    return accounts.holders("work_inbox", inbox.id, now=now).filter(user__email__iexact=email).first()
