"""To whom a case can go that somebody has: who is on today first, of those who has its skill."""

from dataclasses import dataclass
from datetime import datetime

from apps.accounts.models import Actor, User
from apps.flow.selectors import skills, staffing
from apps.reviews.models import ReviewItem


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who may be given a case. is_on: today. skill: the one that it asks for, where they have it."""

    user: User
    is_on: bool
    skill: str


def recipients(item: ReviewItem, *, but: Actor, now: datetime) -> list[Recipient]:
    """Return who works the inbox of an item and is at work, but for who has it.

    First who is on today, of those first who has the skill that it asks for, then by name.
    """
    terms = staffing.in_force(item.inbox, now).filter(permission=staffing.WORK).exclude(user__actor=but)
    away = [one for one in staffing.absences(item.inbox, now) if one.from_at <= now]
    users = (
        terms.exclude(user__in=[one.person_id for one in away])
        .select_related("user__actor")
        .order_by("user__name", "id")
    )
    found = [one.user for one in users[: staffing.MOST_OFFERED]]
    on = staffing.on_today(item.inbox, staffing.capacities(item.inbox, now), away, now)
    skill, able = skills.asked_of(item), skills.of_people(item.inbox)
    return [
        Recipient(one, is_on=one.id in on, skill=skill if skill in able.get(one.actor_id, ()) else "")
        for one in sorted(
            found, key=lambda one: (one.id not in on, skill not in able.get(one.actor_id, ()), one.name)
        )
    ]
