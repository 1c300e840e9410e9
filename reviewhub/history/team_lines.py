"""Lines that tell of no case: known answers, who takes how much, skills, days, delegations."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reviewhub.history.reading import BadLine, Body, text, whole


@dataclass(frozen=True, slots=True)
class Know:
    """An invented case with its known answer; `body` as the API takes it."""

    system: str
    body: Body


@dataclass(frozen=True, slots=True)
class BeAway:
    """Somebody is away for so many hours from the line's instant on; `stand_in` takes what they have."""

    person: str
    hours: int
    stand_in: str


@dataclass(frozen=True, slots=True)
class Take:
    """How many cases of an inbox somebody takes a day, and on which days of the week; Monday is 0."""

    person: str
    inbox: str
    per_day: int
    weekdays: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AskSkill:
    """The cases of a segment ask for a skill in an inbox."""

    inbox: str
    system: str
    segment: str
    skill: str


@dataclass(frozen=True, slots=True)
class GiveSkill:
    inbox: str
    person: str
    skill: str
    why: str


@dataclass(frozen=True, slots=True)
class OneDay:
    """Somebody is on, or not, for an inbox so many days after the line's."""

    inbox: str
    person: str
    in_days: int
    is_on: bool


@dataclass(frozen=True, slots=True)
class MayStandIn:
    """Somebody may stand in on an inbox (`inbox:slug`) or AI system (`system:slug`)."""

    on: str
    person: str


@dataclass(frozen=True, slots=True)
class HandOn:
    """A power is handed on for so many hours, to somebody who may stand in."""

    power: str
    on: str
    person: str
    hours: int
    why: str


OfTeam = Know | BeAway | Take | AskSkill | GiveSkill | OneDay | MayStandIn | HandOn


def _know(body: Body) -> Know:
    known = body.get("known")
    if not isinstance(known, Mapping):
        raise BadLine("A known answer is an object.", field="known")
    return Know(text(body, "system"), known)


def _take(body: Body) -> Take:
    days = body.get("weekdays")
    if not isinstance(days, list):
        raise BadLine("List the days of the week.", field="weekdays")
    per_day = whole(body, "per_day")
    return Take(text(body, "person"), text(body, "inbox"), per_day, tuple(int(one) for one in days))


def _one_day(body: Body) -> OneDay:
    is_on = body.get("is_on")
    if not isinstance(is_on, bool):
        raise BadLine("Say true or false.", field="is_on")
    return OneDay(text(body, "inbox"), text(body, "person"), whole(body, "in_days"), is_on)


def _hand_on(body: Body) -> HandOn:
    power, on, person = (text(body, name) for name in ("power", "on", "person"))
    return HandOn(power, on, person, whole(body, "hours"), text(body, "why"))


ACTS: dict[str, Callable[[Body], OfTeam]] = {
    "know": _know,
    "be_away": lambda body: BeAway(text(body, "person"), whole(body, "hours"), text(body, "stand_in")),
    "take": _take,
    "ask_skill": lambda body: AskSkill(
        *(text(body, name) for name in ("inbox", "system", "segment", "skill"))
    ),
    "give_skill": lambda body: GiveSkill(*(text(body, name) for name in ("inbox", "person", "skill", "why"))),
    "one_day": _one_day,
    "may_stand_in": lambda body: MayStandIn(text(body, "on"), text(body, "person")),
    "hand_on": _hand_on,
}
