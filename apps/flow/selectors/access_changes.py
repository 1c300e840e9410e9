"""What admins and supervisors changed of somebody's access, newest first: roles, permissions, sign-in."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.accounts.models import GrantChange, PersonChange, User


@dataclass(frozen=True, slots=True)
class Changed:
    """What was changed of somebody's access: a role, a permission on a thing, or whether they may sign in."""

    what: str
    role: str
    permission: str
    object_id: UUID | None
    why: str
    by_name: str
    at: datetime


def changes_of(user: User, *, limit: int) -> list[Changed]:
    """Return the newest changes of somebody's roles, permissions and access."""
    own = PersonChange.objects.filter(person=user).select_related("by").order_by("-id")[:limit]
    given = GrantChange.objects.filter(person=user).select_related("by").order_by("-id")[:limit]
    found = [Changed(one.what, one.role, "", None, one.why, one.by.name, one.at) for one in own] + [
        Changed(
            what="let_in" if one.is_given else "shut_out",
            role="",
            permission=one.permission,
            object_id=one.object_id,
            why=one.why,
            by_name=one.by.name,
            at=one.at,
        )
        for one in given
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)[:limit]
