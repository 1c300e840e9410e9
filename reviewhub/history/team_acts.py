"""What a past tells of the people of an inbox: known answers, absences, skills, days, what they hand on."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from apps.accounts import selectors as accounts
from apps.accounts.models import Actor
from apps.flow import services as flow
from apps.flow.services import delegating, skilling
from apps.flow.services import staffing as team
from apps.reviews import services as reviews
from apps.reviews.models import RotaDay
from reviewhub.history import team_lines


def _know(act: team_lines.Know, by: Actor, at: datetime) -> bool:
    told: Mapping[str, Any] = act.body
    names = ("about", "facts", "suggested", "right", "why", "statements", "stake_minor")
    said: dict[str, Any] = {name: told.get(name) for name in names}
    known = reviews.Known(**said, confidence=Decimal(str(told.get("confidence"))))
    flow.write_known_answer(slug=act.system, said=known, by=by, now=at)
    return True


def _be_away(act: team_lines.BeAway, by: Actor, at: datetime) -> bool:
    person = accounts.actor_of_email(act.person)
    until = at + timedelta(hours=act.hours)
    team.state_away(user_id=person.user.id, from_at=at, until_at=until, stand_in=act.stand_in, by=by, now=at)
    return True


def _take(act: team_lines.Take, by: Actor, at: datetime) -> bool:
    person = accounts.actor_of_email(act.person)
    team.set_capacity(
        slug=act.inbox,
        user_id=person.user.id,
        per_day=act.per_day,
        version=0,
        weekdays=act.weekdays,
        by=by,
        now=at,
    )
    return True


def _ask_skill(act: team_lines.AskSkill, by: Actor, at: datetime) -> bool:
    skilling.ask_for_skill(
        slug=act.inbox, system_slug=act.system, segment=act.segment, name=act.skill, by=by, now=at
    )
    return True


def _give_skill(act: team_lines.GiveSkill, by: Actor, at: datetime) -> bool:
    user_id = accounts.actor_of_email(act.person).user.id
    skilling.give_skill(slug=act.inbox, user_id=user_id, name=act.skill, why=act.why, by=by, now=at)
    return True


def _one_day(act: team_lines.OneDay, by: Actor, at: datetime) -> bool:
    person = accounts.actor_of_email(act.person)
    today = at.astimezone(ZoneInfo(person.organisation.time_zone)).date()
    day_on = today + timedelta(days=act.in_days)
    row: RotaDay | None = skilling.set_rota_day(
        slug=act.inbox, user_id=person.user.id, day_on=day_on, is_on=act.is_on, by=by, now=at
    )
    return row is not None


def _may_stand_in(act: team_lines.MayStandIn, by: Actor, at: datetime) -> bool:
    delegating.list_stand_in(on=act.on, email=act.person, by=by, now=at)
    return True


def _hand_on(act: team_lines.HandOn, by: Actor, at: datetime) -> bool:
    delegating.delegate(
        power=act.power,
        on=act.on,
        to=act.person,
        why=act.why,
        begins_at=at,
        ends_at=at + timedelta(hours=act.hours),
        by=by,
        now=at,
    )
    return True


DOES: dict[type, Callable[[Any, Actor, datetime], bool]] = {
    team_lines.Know: _know,
    team_lines.BeAway: _be_away,
    team_lines.Take: _take,
    team_lines.AskSkill: _ask_skill,
    team_lines.GiveSkill: _give_skill,
    team_lines.OneDay: _one_day,
    team_lines.MayStandIn: _may_stand_in,
    team_lines.HandOn: _hand_on,
}
