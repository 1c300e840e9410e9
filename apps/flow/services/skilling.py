"""Skills and single days of the people of an inbox: said by an admin, or by whoever supervises it."""

from datetime import date, datetime
from uuid import UUID

from apps.accounts.models import Actor
from apps.core import refusals, transactions
from apps.flow.selectors.staffing import Staffed
from apps.flow.services import staffing
from apps.flow.services.staffing import NotWorking
from apps.notify import services as notify
from apps.registry import selectors as registry
from apps.reviews.models import RotaDay, SkillAsked, SkillTerm
from apps.reviews.services import skilling
from apps.reviews.services import staffing as reviews


def ask_for_skill(
    *, slug: str, system_slug: str, segment: str, name: str, by: Actor, now: datetime
) -> SkillAsked | None:
    """Say which skill the cases of a segment ask for in an inbox; an empty name: none.

    Raises: refusals.NotVisible, OnlyWhoStaffs, and what `skilling.ask_for_skill` refuses.
    """
    with transactions.verb():
        found = staffing.locked(slug, by)
        systems = registry.systems_of(by.organisation_id)
        system = next((one for one in systems if one.slug == system_slug), None)
        if system is None:
            raise refusals.NotVisible
        return skilling.ask_for_skill(
            inbox=found.inbox, system=system, segment=segment, name=name, by=by, now=now
        )


def give_skill(*, slug: str, user_id: UUID, name: str, why: str, by: Actor, now: datetime) -> SkillTerm:
    """Say that somebody who works an inbox has a skill for it; they are told by whom and why.

    Raises: refusals.NotVisible, OnlyWhoStaffs, NotWorking, and what `skilling.give_skill` refuses.
    """
    with transactions.verb():
        found, person = _worker(slug, user_id, by, now)
        row = skilling.give_skill(inbox=found.inbox, person=person, name=name, why=why, by=by, now=now)
        _tell(row, "skill_given", now=now, by=by)
        return row


def take_skill(*, slug: str, user_id: UUID, name: str, why: str, by: Actor, now: datetime) -> SkillTerm:
    """Say that somebody no longer has a skill for an inbox; they are told by whom and why.

    Raises: refusals.NotVisible, OnlyWhoStaffs, and what `skilling.take_skill` refuses.
    """
    with transactions.verb():
        found = staffing.locked(slug, by)
        person = staffing.person_of(user_id, found).actor
        row = skilling.take_skill(inbox=found.inbox, person=person, name=name, why=why, by=by, now=now)
        _tell(row, "skill_taken", now=now, by=by)
        return row


def _tell(row: SkillTerm, kind: str, *, by: Actor, now: datetime) -> None:
    if row.person_id != by.id:
        notify.tell(to_actor_id=row.person_id, kind=kind, about_id=row.id, case_id=None, now=now)


def set_rota_day(
    *, slug: str, user_id: UUID, day_on: date, is_on: bool | None, by: Actor, now: datetime
) -> RotaDay | None:
    """Say that somebody who works an inbox is on for it on one day, or not; None: as usual.

    Raises: refusals.NotVisible, OnlyWhoStaffs, NotWorking, RotaDayInvalid.
    """
    with transactions.verb():
        found, person = _worker(slug, user_id, by, now)
        return reviews.set_rota_day(
            inbox=found.inbox, person=person, day_on=day_on, is_on=is_on, by=by, now=now
        )


def _worker(slug: str, user_id: UUID, by: Actor, now: datetime) -> tuple[Staffed, Actor]:
    found = staffing.locked(slug, by)
    person = staffing.person_of(user_id, found)
    if not staffing.works(found.inbox, person, now=now):
        raise NotWorking
    return found, person.actor
