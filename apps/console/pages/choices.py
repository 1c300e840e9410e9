"""What the decision form offers: outcomes, reasons with their inputs, and what a person is told of why."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OutcomeChoice:
    """An outcome a person may choose instead; `direction` is against the suggestion.

    owes: with it the person is told the principal reasons.
    """

    code: str
    label: str
    means: str
    direction: str
    direction_words: str
    key: str = ""
    checked: bool = False
    locked: str = ""
    owes: bool = False


@dataclass(frozen=True, slots=True)
class Input:
    """What a reason also asks for; `kind` is select, text, number, date or yes. lang: of its options."""

    name: str
    label: str
    kind: str
    value: str = ""
    options: tuple[tuple[str, str], ...] = ()
    minimum: str = ""
    maximum: str = ""
    hint: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class ReasonChoice:
    """A reason of an override; `also`: chosen beside the main one."""

    code: str
    text: str
    digit: int
    directions: str
    inputs: tuple[Input, ...] = ()
    checked: bool = False
    also: bool = False


@dataclass(frozen=True, slots=True)
class Digits:
    """Which digits choose a reason, as runs (first, last); `when`: the direction, or `none` as yet."""

    when: str
    runs: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Owing:
    """One principal reason that may be ticked. asks_words: with words of its own."""

    code: str
    text: str
    asks_words: bool
    words: str = ""
    checked: bool = False


@dataclass(frozen=True, slots=True)
class OwedForm:
    """The principal reasons that one outcome owes. is_suggested: it is what the AI suggests."""

    outcome: str
    legend: str
    hint: str
    listed: tuple[Owing, ...]
    is_suggested: bool
