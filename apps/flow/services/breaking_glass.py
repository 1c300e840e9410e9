"""An admin breaks the glass: an inbox is open to them for a time, and whom it concerns is told at once."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from apps.accounts import access as accounts_access
from apps.accounts import services as accounts
from apps.accounts.models import Actor, BreakGlass
from apps.core import refusals, transactions
from apps.core.words import say
from apps.flow.selectors import break_glass as selectors
from apps.notify import services as notify
from apps.reviews import access
from apps.reviews.models import Inbox


class NotYoursToClose(refusals.NotAllowed):
    code = "not_yours_to_close"
    sentence = say("Whoever only audits closes nothing. The owner, an admin or a supervisor can.")


def break_glass(*, slug: str, why: str, minutes: int, by: Actor, now: datetime) -> BreakGlass:
    """Open an inbox for an admin without a grant, for 5 to 60 minutes: to look and direct, never to decide.

    Raises: NotAdmin, refusals.NotVisible, GlassInvalid, GlassNeedless.
    """
    with transactions.verb():
        accounts.require_admin(by)
        accounts_access.forget(by)
        inbox = Inbox.objects.filter(organisation=by.organisation_id, slug=slug).first()
        if inbox is None:
            raise refusals.NotVisible
        may_look = inbox.id in access.inbox_ids(by)
        row = accounts.break_glass(inbox=inbox, why=why, minutes=minutes, may_look=may_look, by=by, now=now)
        for actor_id in sorted(selectors.concerned(inbox, now=now) - {by.id}):
            notify.tell(to_actor_id=actor_id, kind="glass_opened", about_id=row.id, case_id=None, now=now)
        return row


def close_glass(*, glass_id: UUID, by: Actor, now: datetime) -> BreakGlass:
    """Close an opened inbox at once: by its admin, another one, or whom it concerns.

    Raises: refusals.NotVisible, selectors.NotForGlass, NotYoursToClose, GlassClosed.
    """
    with transactions.verb():
        found = selectors.opening(glass_id=glass_id, to=by, now=now)
        if not found.may_close:
            raise NotYoursToClose(permission="owner")
        return accounts.close_glass(row=found.row, by=by, now=now)


def looked(*, view: str, named: Mapping[str, object], by: Actor, now: datetime) -> None:
    """Keep what an admin looked at while an inbox is open to them so; nothing for anybody else."""
    if accounts_access.opened(by):
        with transactions.verb():
            said = {name: str(value) for name, value in named.items()}
            accounts.note_seen(view=view, named=said, by=by, now=now)
