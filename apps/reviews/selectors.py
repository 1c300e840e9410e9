"""Reads of the inboxes themselves, without what waits in them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from apps.accounts import selectors as accounts
from apps.reviews.models import Inbox


@dataclass(frozen=True, slots=True)
class InboxesFound:
    """A page of inboxes by level and name, the mark of the following page, and how many fit of how many."""

    rows: list[Inbox]
    following: str | None
    n_found: int
    n_all: int


def inboxes(organisation_id: UUID) -> list[Inbox]:
    """Return an organisation's inboxes with where each climbs to, by level and name."""
    rows = Inbox.objects.filter(organisation=organisation_id)
    return list(rows.select_related("climbs_to").order_by("level", "name"))


def inbox_page(
    *, organisation_id: UUID, search: str, only_bare: bool, after: str | None, limit: int, now: datetime
) -> InboxesFound:
    """Return a page of an organisation's inboxes.

    search: part of a name or short name. only_bare: those that nobody works now.
    after: the mark that the page before gave.
    Raises: accounts.BadPlace.
    """
    every = found = Inbox.objects.filter(organisation=organisation_id)
    if search:
        found = found.filter(Q(name__icontains=search) | Q(slug__icontains=search))
    if only_bare:
        working = accounts.working_grants(organisation_id=organisation_id, now=now)
        found = found.filter(~Exists(working.filter(object_id=OuterRef("pk"))))
    page = found
    if after:
        last = accounts.marked(every, after)
        page = found.filter(
            Q(level__gt=last.level)
            | Q(level=last.level, name__gt=last.name)
            | Q(level=last.level, name=last.name, id__gt=last.id)
        )
    rows = list(page.select_related("climbs_to").order_by("level", "name", "id")[: limit + 1])
    following = str(rows[limit - 1].id) if len(rows) > limit else None
    return InboxesFound(rows[:limit], following, n_found=found.count(), n_all=every.count())
