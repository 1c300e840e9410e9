"""Skills and single days of the people of an inbox, as template data."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.console.pages import words
from apps.core.speech import speak_kept
from apps.flow.selectors.skills import Segment, SkillState
from apps.flow.selectors.staffing import MemberRow


@dataclass(frozen=True, slots=True)
class SkillRow:
    """A skill: which segments ask for it, who has it, what waits for it. warns: nobody who has it is on."""

    name: str
    asked: str
    people: str
    waiting: str
    warns: str


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """A segment of an AI system, and the skill that its cases ask for here."""

    value: str
    label: str
    system: str
    skill: str


@dataclass(frozen=True, slots=True)
class SingleDay:
    """A day on which somebody is on or off, whatever day of the week it is."""

    user_id: str
    name: str
    day: str
    says: str
    is_on: bool
    on: str


@dataclass(frozen=True, slots=True)
class Skills:
    rows: tuple[SkillRow, ...]
    segments: tuple[SegmentRow, ...]
    names: tuple[str, ...]


def build(found: Sequence[SkillState], segments: Iterable[Segment]) -> Skills:
    """Turn the skills of an inbox into template data."""
    return Skills(
        rows=tuple(row(one) for one in found),
        segments=tuple(
            SegmentRow(
                f"{one.system.slug} {one.key}", speak_kept(one.label), speak_kept(one.system.name), one.skill
            )
            for one in segments
        ),
        names=tuple(one.name for one in found),
    )


def row(one: SkillState) -> SkillRow:
    """Write one skill, and whether its cases are offered to everybody now."""
    waits = ngettext("%(n)s case waits", "%(n)s cases wait", one.n_open) % {"n": words.number(one.n_open)}
    nobody = _("Nobody has it: its cases are offered to everybody.")
    not_on = _("Nobody who has it is on today: its cases are offered to everybody.")
    return SkillRow(
        name=one.name,
        asked=", ".join(speak_kept(each) for each in one.segments) or _("no segment asks for it"),
        people=", ".join(one.people) or _("nobody"),
        waiting=waits if one.segments else "",
        warns=("" if not one.is_for_everybody else not_on if one.people else nobody),
    )


def single_days(rows: Iterable[MemberRow]) -> tuple[SingleDay, ...]:
    """Write the single days of the people of a page, the next one first."""
    found = [(day, one.person, is_on) for one in rows for day, is_on in one.days.items()]
    return tuple(
        SingleDay(
            user_id=str(person.id),
            name=person.name,
            day=words.day_of_week(day),
            says=_("on") if is_on else _("not on"),
            is_on=is_on,
            on=day.isoformat(),
        )
        for day, person, is_on in sorted(found, key=lambda one: (one[0], one[1].name))
    )
