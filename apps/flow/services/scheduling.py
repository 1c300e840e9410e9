"""When an organisation works and how much its inboxes take on one day: what due times are counted by."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from apps.accounts import access
from apps.accounts import services as accounts
from apps.accounts.models import Actor, Organisation, Role, WorkingTime
from apps.core import refusals, transactions
from apps.core.words import say
from apps.reviews import services as reviews
from apps.reviews.models import Inbox

WHO = (Role.ADMIN, Role.OWNER)


class OnlyWhoSchedules(refusals.NotAllowed):
    code = "only_who_schedules"
    sentence = say("Working time is set by an admin, or by somebody who answers for an AI system here.")


def may_schedule(actor: Actor) -> bool:
    """Say whether the actor may say when the organisation works."""
    return any(access.has_role(actor, role) for role in WHO)


def require_scheduler(actor: Actor) -> None:
    """Refuse everybody but admins and owners.

    Raises: OnlyWhoSchedules.
    """
    if not may_schedule(actor):
        raise OnlyWhoSchedules(permission="admin")


def set_working_time(*, body: Mapping[str, Any], seen: str, by: Actor, now: datetime) -> WorkingTime:
    """Say when the actor's organisation works. What is due already keeps its time.

    seen: the instant of the working time that was looked at (ISO), empty where there was none.
    Raises: OnlyWhoSchedules, Stale, and what `accounts.set_working_time` refuses.
    """
    with transactions.verb():
        require_scheduler(by)
        organisation = Organisation.objects.select_for_update().get(id=by.organisation_id)
        row = WorkingTime.objects.filter(organisation=organisation).first()
        if seen != (row.set_at.isoformat() if row else ""):
            raise refusals.Stale
        return accounts.set_working_time(organisation=organisation, body=body, by=by, now=now)


def set_room(
    *, inbox_id: UUID, per_day: int | None, stops: bool | None = None, by: Actor, now: datetime
) -> Inbox:
    """Say how many cases may fall due in an inbox on one day, and whether questions stop its clock.

    Raises: OnlyWhoSchedules, NotVisible, and what `reviews.set_room` refuses.
    """
    with transactions.verb():
        require_scheduler(by)
        inbox = Inbox.objects.filter(id=inbox_id, organisation=by.organisation_id).first()
        if inbox is None:
            raise refusals.NotVisible
        return reviews.set_room(inbox=inbox, per_day=per_day, stops=stops, by=by, now=now)
