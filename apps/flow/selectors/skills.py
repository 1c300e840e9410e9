"""The skills of an inbox: who has which, which segments ask for it, and what waits for it now."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from apps.intake.models import CaseKind
from apps.registry.models import AISystem
from apps.reviews.access import skills as access
from apps.reviews.models import Inbox, ReviewItem, Skill, SkillAsked, SkillTerm
from apps.reviews.states import ItemKind, ItemState


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment of an AI system, and the skill that its cases ask for in an inbox; empty: none."""

    system: AISystem
    key: str
    label: str
    skill: str


@dataclass(frozen=True, slots=True)
class SkillState:
    """A skill in use. n_open: open cases that ask for it. n_on: of who has it, who is on today.

    segments: the names of those that ask for it. people: the names of who has it and works the inbox.
    """

    name: str
    segments: Sequence[str]
    people: Sequence[str]
    n_on: int
    n_open: int

    @property
    def is_for_everybody(self) -> bool:
        """Say whether cases ask for it that everybody is offered, because nobody who has it is on."""
        return bool(self.segments) and not self.n_on


def of_people(inbox: Inbox) -> dict[UUID, tuple[str, ...]]:
    """Return the skills of everybody who has any for an inbox, by their actors."""
    found: dict[UUID, list[str]] = {}
    rows = SkillTerm.objects.filter(skill__inbox=inbox, ended_at=None).order_by("skill__name")
    for actor_id, name in rows.values_list("person", "skill__name"):
        found.setdefault(actor_id, []).append(name)
    return {actor_id: tuple(names) for actor_id, names in found.items()}


def asked_of(item: ReviewItem) -> str:
    """Return the skill that an item asks for where it is; empty when it asks for none."""
    if not access.asks_now(item, is_up=item.escalations.filter(closed_at=None).exists()):
        return ""
    rows = ReviewItem.objects.filter(id=item.id).annotate(skill=access.named())
    return rows.values_list("skill", flat=True).get() or ""


def states(inbox: Inbox, *, workers: Collection[UUID], on: Collection[UUID]) -> list[SkillState]:
    """Return the skills of an inbox that somebody has or a segment asks for, by name.

    workers: users who work it. on: those of them who are on today.
    """
    named = list(Skill.objects.filter(inbox=inbox).order_by("name"))
    if not named:
        return []
    asked = list(SkillAsked.objects.filter(inbox=inbox).select_related("system"))
    terms = SkillTerm.objects.filter(skill__inbox=inbox, ended_at=None, person__user__in=workers)
    people: dict[UUID, list[tuple[str, UUID]]] = {}
    for skill_id, name, user_id in terms.order_by("person__name").values_list(
        "skill", "person__name", "person__user"
    ):
        people.setdefault(skill_id, []).append((name, user_id))
    waiting = _waiting(inbox, asked)
    return [
        SkillState(
            name=one.name,
            segments=[_label(each) for each in asked if each.skill_id == one.id],
            people=[name for name, _user in people.get(one.id, ())],
            n_on=sum(user_id in on for _name, user_id in people.get(one.id, ())),
            n_open=sum(waiting[each.system_id, each.segment] for each in asked if each.skill_id == one.id),
        )
        for one in named
        if one.id in people or any(each.skill_id == one.id for each in asked)
    ]


def _label(one: SkillAsked) -> str:
    return one.system.segment_labels.get(one.segment, one.segment)


def _waiting(inbox: Inbox, asked: Sequence[SkillAsked]) -> Counter[tuple[UUID, str]]:
    """Count the open cases of segments that ask for a skill; no statement where none does."""
    if not asked:
        return Counter()
    which = Q()
    for one in asked:
        which |= Q(system=one.system_id, recommendation__segment=one.segment)
    kinds = (ItemKind.RECOMMENDATION, ItemKind.AUDIT)
    items = ReviewItem.objects.filter(which, inbox=inbox, state=ItemState.OPEN, kind__in=kinds)
    rows = items.exclude(case__kind=CaseKind.KNOWN_ANSWER).order_by()
    counted = rows.values_list("system", "recommendation__segment").annotate(n=Count("id"))
    return Counter({(system_id, segment): n for system_id, segment, n in counted})


def segments(inbox: Inbox) -> list[Segment]:
    """Return every segment of the organisation's AI systems with the skill that it asks for in an inbox."""
    asked = {
        (one.system_id, one.segment): one.skill.name
        for one in SkillAsked.objects.filter(inbox=inbox).select_related("skill")
    }
    return [
        Segment(system, one["key"], one["label"], asked.get((system.id, one["key"]), ""))
        for system in AISystem.objects.filter(organisation=inbox.organisation_id).order_by("name")
        for one in system.segments
    ]


def asking(system: AISystem) -> list[tuple[str, str]]:
    """Return the segments of an AI system that ask for a skill somewhere, each with the inbox's name."""
    rows = SkillAsked.objects.filter(system=system).order_by("segment", "inbox__name")
    return list(rows.values_list("segment", "inbox__name"))
