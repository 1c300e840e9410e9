"""A person's notices with what their words need: the case, and which kind of thing happened."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.accounts.models import Actor
from apps.flow.selectors import cursors
from apps.intake.models import Case
from apps.notify import selectors as notify

NEWEST = cursors.Order(("-at", "-id"), "tu")


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice; `case_ref` is empty when it is about no case."""

    id: UUID
    kind: str
    case_ref: str
    at: datetime
    is_new: bool


@dataclass(frozen=True, slots=True)
class NoticesPage:
    rows: list[Notice]
    next: str | None


def notices(*, to: Actor, view: str, after: str | None, limit: int) -> NoticesPage:
    """Return a page of a person's notices: the new ones, or all of them, newest first.

    Raises: cursors.BadCursor.
    """
    found = list(NEWEST.page(notify.notices_of(to, only_unread=view == "new"), after, limit))
    shown = found[:limit]
    refs = dict(
        Case.objects.filter(
            id__in={one.case_id for one in shown if one.case_id}, source__organisation=to.organisation_id
        ).values_list("id", "case_ref")
    )
    return NoticesPage(
        rows=[
            Notice(
                id=one.id,
                kind=one.kind,
                case_ref=refs.get(one.case_id, "") if one.case_id else "",
                at=one.at,
                is_new=one.read_at is None,
            )
            for one in shown
        ],
        next=NEWEST.cursor(shown[-1]) if len(found) > limit else None,
    )
