"""Skills of an inbox: which segments ask for which, and who has which, each said with its entry."""

from datetime import datetime

from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import refusals, transactions
from apps.core.words import say
from apps.registry.models import AISystem
from apps.reviews.models import Inbox, Skill, SkillAsked, SkillTerm

NAME_LENGTH, WHY_LENGTH = 40, 300
MOST_SKILLS = 50  # of one inbox


class SkillInvalid(refusals.Invalid):
    code = "skill_invalid"
    sentence = say("Name the skill, in at most %(most)s characters.", most=NAME_LENGTH)


class TooManySkills(refusals.IllegalMove):
    code = "too_many_skills"
    sentence = say("An inbox has at most %(most)s skills. Use one of those that it has.", most=MOST_SKILLS)


class SkillWhyMissing(refusals.Invalid):
    code = "skill_why"
    sentence = say("Say why, in at most %(most)s characters. The person reads it.", most=WHY_LENGTH)


class SegmentUnknown(refusals.Invalid):
    code = "segment_unknown"
    sentence = say("Choose a segment that the AI system has.")


class SkillMoved(refusals.IllegalMove):
    code = "skill_moved"
    sentence = say("Somebody changed this person's skills already. They are shown as they are now.")


def ask_for_skill(
    *, inbox: Inbox, system: AISystem, segment: str, name: str, by: Actor, now: datetime
) -> SkillAsked | None:
    """Say which skill the cases of a segment ask for in an inbox; an empty name: none.

    Raises: SegmentUnknown, SkillInvalid, TooManySkills.
    """
    transactions.require()
    rows = SkillAsked.objects.filter(inbox=inbox, system=system, segment=segment)
    row = None
    if name.strip():
        if segment not in {one["key"] for one in system.segments}:
            raise SegmentUnknown(field="segment")
        said = {"skill": _skill(inbox, name), "set_by": by, "set_at": now}
        row, _ = rows.update_or_create(inbox=inbox, system=system, segment=segment, defaults=said)
    else:
        rows.delete()
    data = {"system": system.id, "segment": segment, "skill": row.skill.name if row else None}
    audit.record("inbox.skill_asked", on=("inbox", inbox.id), by=by, at=now, data=data)
    return row


def _skill(inbox: Inbox, name: str) -> Skill:
    """Return a skill of an inbox by its name, whatever its letters' case; a new one where it has none so."""
    said = " ".join(name.split())
    if not 0 < len(said) <= NAME_LENGTH:
        raise SkillInvalid(field="skill")
    found = Skill.objects.filter(inbox=inbox, name__iexact=said).first()
    if found is None and Skill.objects.filter(inbox=inbox).count() >= MOST_SKILLS:
        raise TooManySkills
    return found or Skill.objects.create(inbox=inbox, name=said)


def give_skill(*, inbox: Inbox, person: Actor, name: str, why: str, by: Actor, now: datetime) -> SkillTerm:
    """Say that a person has a skill for an inbox.

    Raises: SkillInvalid, TooManySkills, SkillWhyMissing, SkillMoved.
    """
    transactions.require()
    skill, said = _skill(inbox, name), _reason(why)
    if SkillTerm.objects.filter(skill=skill, person=person, ended_at=None).exists():
        raise SkillMoved
    row = SkillTerm.objects.create(skill=skill, person=person, given_by=by, given_at=now, why=said)
    _record("inbox.skill_given", row, said, by, now)
    return row


def take_skill(*, inbox: Inbox, person: Actor, name: str, why: str, by: Actor, now: datetime) -> SkillTerm:
    """Say that a person no longer has a skill for an inbox.

    Raises: SkillWhyMissing, SkillMoved.
    """
    transactions.require()
    said = _reason(why)
    held = SkillTerm.objects.select_related("skill").filter(skill__inbox=inbox, person=person, ended_at=None)
    row = held.filter(skill__name__iexact=" ".join(name.split())).first()
    if row is None:
        raise SkillMoved
    row.ended_at, row.ended_by, row.ended_why = now, by, said
    row.save(update_fields=["ended_at", "ended_by", "ended_why"])
    _record("inbox.skill_taken", row, said, by, now)
    return row


def _record(verb: str, row: SkillTerm, why: str, by: Actor, now: datetime) -> None:
    data = {"person": row.person_id, "skill": row.skill.name}
    on = ("inbox", row.skill.inbox_id)
    audit.record(verb, on=on, by=by, at=now, data=data, rows=[{"term": row.id, "why": why}])


def _reason(why: str) -> str:
    if not 0 < len(why.strip()) <= WHY_LENGTH:
        raise SkillWhyMissing(field="why")
    return why.strip()
