"""Pure decisions of review: urgency, what an answer needs, what a reason needs."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import takewhile
from typing import Any, NamedTuple

from apps.core.words import Words, say
from apps.reviews.states import DecisionKind, MarkUnit

MAX_NOTE = 4000
AMOUNT, AMENDED_AMOUNT = "stake_minor", "amount"  # as a fact that a second person corrects, and of which kind
LARGEST_AMOUNT = 2**53 - 1  # in minor units
EXPLAINED = ("decided", "who", "facts", "missing", "contest")  # the parts of an explanation, in their order
MAX_INPUT = 500
MAX_MARK_NOTE = 200
MOST_MARKS = 50  # of one person on one document
WHOLE_BAND = 1000  # thousandths of a page's height
MOST_REASONS = 3  # a main one and up to two more
NONE_FITS = "none_fits"  # in place of a reason: none of the list, in the person's own words
NONE_FITS_SAYS = say("None of the reasons fits")
NONE_FITS_INPUT: tuple[Mapping[str, Any], ...] = (
    {"key": "text", "kind": "text", "label": say("What the reason is, in your own words"), "required": True},
)
STAKE_POINTS, DUE_POINTS = 40, 30
SUPERVISED_POINTS, ILLEGIBLE_POINTS = 20, 10  # the two parts of the risk
ASKED_POINTS = 20  # a question about it ended: somebody thought of it already
ANSWER_WITHIN, ANSWER_AT_LEAST = timedelta(hours=24), timedelta(hours=1)
_STAKE_FULL_MINOR = 600_000


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason of an override with its own inputs by their keys, as text."""

    reason: str
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Principal:
    """One reason that the affected person is told, by its code; words: where the list leaves it open."""

    code: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reviewer decided. `choices` are the inputs of the main reason, `more` up to two others.

    learning: what whoever had sent the case up can learn from it. principal: what the affected person is
    told, with an outcome that owes them reasons.
    """

    outcome: str
    reason: str | None = None
    choices: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    sure: str = ""
    more: Sequence[Cause] = ()
    learning: str = ""
    principal: Sequence[Principal] = ()

    @property
    def causes(self) -> tuple[Cause, ...]:
        """Return the main reason and the further ones, each once."""
        first = (Cause(self.reason, self.choices),) if self.reason else ()
        return (*first, *(one for one in self.more if one.reason != self.reason))


@dataclass(frozen=True, slots=True)
class Place:
    """A place on a page of a document: lines of its text from 1 on, or thousandths of its height."""

    page: int
    unit: MarkUnit
    first: int
    last: int


def place_fault(place: Place, *, n_lines: int, has_picture: bool) -> Words | None:
    """Say why a place is not on its page, or None when it is."""
    if place.unit is MarkUnit.LINE:
        is_there = 1 <= place.first <= place.last <= n_lines
        return None if is_there else say("This page has lines 1 to %(most)s.", most=n_lines)
    if not has_picture:
        return say("This page has no picture. Mark lines of its text.")
    is_there = 0 <= place.first < place.last <= WHOLE_BAND
    return None if is_there else say("A band begins and ends on the page, and is not empty.")


class Urgency(NamedTuple):
    """Urgency 0 to 100 as the sum of its parts, so that it can be explained."""

    stake: int
    risk: int
    due: int = 0

    @property
    def total(self) -> int:
        """Return the sum, at most 100."""
        return min(100, self.stake + self.risk + self.due)


def urgency(*, stake_minor: int | None, is_supervised: bool, is_legible: bool) -> Urgency:
    """Weigh a new item: up to 40 for the stake (full from 6,000.00 on), up to 30 for risk."""
    stake = min(STAKE_POINTS, (stake_minor or 0) * STAKE_POINTS // _STAKE_FULL_MINOR)
    risk = (SUPERVISED_POINTS if is_supervised else 0) + (0 if is_legible else ILLEGIBLE_POINTS)
    return Urgency(stake=stake, risk=risk)


def answer_due(*, now: datetime, item_due_at: datetime) -> datetime:
    """Say until when an answer is waited for: a day, not past the item's own time, but at least an hour."""
    return max(now + ANSWER_AT_LEAST, min(now + ANSWER_WITHIN, item_due_at))


@dataclass(frozen=True, slots=True)
class InputFault:
    """An input of a reason that is missing or does not fit: its key and a sentence."""

    key: str
    sentence: str


def input_fault(
    spec: Sequence[Mapping[str, object]], given: Mapping[str, str], *, facts: Collection[str] = ()
) -> InputFault | None:
    """Return the first fault of a reason's inputs, or None when they are complete and fit.

    facts: the contract's keys, of which an input of the kind `fact` names one.
    """
    known = {str(one["key"]) for one in spec}
    for key in given:
        if key not in known:
            return InputFault(key, say("This reason does not ask for that."))
    for one in spec:
        value = given.get(str(one["key"]), "").strip()
        fault = _fault(one, value) or _unknown_fact(one, value, facts)
        if fault:
            return InputFault(str(one["key"]), fault)
    return None


def date_fault(
    spec: Sequence[Mapping[str, object]], given: Mapping[str, str], today: date
) -> InputFault | None:
    """Return the first date that lies outside the days that its input allows from today on."""
    for one in spec:
        most, value = one.get("max_days"), given.get(str(one["key"]), "").strip()
        if isinstance(most, int) and value:
            low, high = today.isoformat(), (today + timedelta(days=most)).isoformat()
            if not low <= date.fromisoformat(value).isoformat() <= high:
                label = str(one.get("label", one["key"]))
                said = say("%(label)s: between %(low)s and %(high)s.", label=label, low=low, high=high)
                return InputFault(str(one["key"]), said)
    return None


def _unknown_fact(spec: Mapping[str, object], value: str, facts: Collection[str]) -> str:
    is_unknown = spec.get("kind") == "fact" and value and value not in facts
    return (
        say("%(label)s: choose one of the facts.", label=str(spec.get("label", spec["key"])))
        if is_unknown
        else ""
    )


def _fault(spec: Mapping[str, object], value: str) -> str:
    label = str(spec.get("label", spec["key"]))
    if not value:
        return say("%(label)s: please fill this in.", label=label) if spec.get("required") else ""
    if len(value) > MAX_INPUT:
        return say("%(label)s: at most %(most)s characters.", label=label, most=MAX_INPUT)
    check = _CHECKS.get(str(spec.get("kind")))
    return check(spec, value, label) if check else ""


def _choice_fault(spec: Mapping[str, object], value: str, label: str) -> str:
    options = spec.get("options")
    codes = {str(one["code"]) for one in options} if isinstance(options, list) else set()
    return "" if value in codes else say("%(label)s: choose one of the list.", label=label)


def _number_fault(spec: Mapping[str, object], value: str, label: str) -> str:
    try:
        number = float(value)
    except ValueError:
        return say("%(label)s: give a number.", label=label)
    low, high = float(str(spec.get("min", "-inf"))), float(str(spec.get("max", "inf")))
    return (
        ""
        if low <= number <= high
        else say("%(label)s: between %(low)s and %(high)s.", label=label, low=low, high=high)
    )


def _date_fault(_spec: Mapping[str, object], value: str, label: str) -> str:
    try:
        date.fromisoformat(value)
    except ValueError:
        return say("%(label)s: give a date as 2026-11-22.", label=label)
    return ""


_CHECKS = {"choice": _choice_fault, "number": _number_fault, "date": _date_fault}


def core_category(*, fixed: str, by_choice: Mapping[str, object], choices: Mapping[str, str]) -> str:
    """Return the core category of a reason given its inputs; `by_choice` is {input, map} of the pack."""
    if fixed or not by_choice:
        return fixed
    mapped = by_choice.get("map")
    given = choices.get(str(by_choice.get("input")), "")
    if not isinstance(mapped, Mapping) or not mapped:
        return fixed
    return str(mapped.get(given) or next(iter(mapped.values())))


LONG_RUN = 20  # approvals one after the other, after which one looks no longer
WITHOUT_PAUSE = timedelta(minutes=90)
PAUSE = timedelta(minutes=10)  # so long between two cases is a pause


def run_of_approvals(kinds: Iterable[str]) -> int:
    """Count the approvals at the end of somebody's decisions, given the newest first."""
    return sum(1 for _ in takewhile(lambda kind: kind == DecisionKind.APPROVED, kinds))


def working_since(spans: Iterable[tuple[datetime, datetime]], *, now: datetime) -> datetime | None:
    """Return since when somebody decides without a pause; None where they are in one.

    spans: when each case was taken and decided, the newest first.
    """
    since, later = None, now
    for begun, ended in spans:
        if later - ended >= PAUSE:
            break
        since = later = min(begun, later)
    return since
