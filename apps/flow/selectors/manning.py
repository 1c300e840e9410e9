"""Whether somebody decides on each level of a ladder, before it counts."""

from datetime import datetime
from uuid import UUID

from apps.accounts import access as accounts
from apps.policy import rules
from apps.reviews.models import Inbox


def unmanned(*, ladder: rules.Ladder | None, organisation_id: UUID, now: datetime) -> tuple[int, ...]:
    """Return the levels, from 1, in whose inbox nobody works who may decide there; the owner always may.

    A statement for each level; none where a policy has no ladder of its own.
    """
    if ladder is None:
        return ()
    slugs = [one.inbox for one in ladder.levels if one.inbox]
    found = Inbox.objects.filter(organisation=organisation_id, slug__in=slugs)
    ids = dict(found.values_list("slug", "id"))
    return tuple(
        number
        for number, level in enumerate(ladder.levels, start=1)
        if not level.is_owner and not _decide(ids.get(level.inbox), level, now)
    )


def _decide(inbox_id: UUID | None, level: rules.Level, now: datetime) -> bool:
    if inbox_id is None:
        return False
    people = accounts.holders("work_inbox", inbox_id, now=now)
    if level.roles:
        people = people.filter(user__role_assignments__role__in=level.roles)
    return people.exists()
