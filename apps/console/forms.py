"""Parsing of what pages send. Shapes only: whether it may be recorded is the verb's question."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from apps.core import refusals
from apps.core.words import say
from apps.reviews.rules import Cause, Principal

NOTE_LENGTH = (
    10_000  # more than may be recorded: what is too long is refused in words and kept, never cut unseen
)
CODE_LENGTH = 60
CHOICE_LENGTH = 300
NAME_LENGTH = 2 * CODE_LENGTH + 1  # of an outcome and one of its principal reasons
CODES = (
    "act",
    "outcome",
    "reason",
    "why",
    "sure",
    "more",
    "view",
    "view_sure",
    "later",
    "until",
    "later_why",
    "leave_why",
    "ask_to",
    "ask_fact",
    "ask_until",
    "amount",
)
TEXTS = ("note", "learning", "view_words", "ask_text", "ask_other")


class FormIncomplete(refusals.Missing):
    code = "form_incomplete"
    sentence = say(
        "This form does not say which version of the case it is about. "
        "Open the page again; what you typed is kept."
    )


class ActMissing(refusals.Invalid):
    code = "act_missing"
    sentence = say("Choose what you decide.")


class OutcomeMissing(refusals.Invalid):
    code = "outcome_missing"
    sentence = say("Choose the outcome that you decide instead.")


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person typed into the decision form, whatever becomes of it; `view`: their own before advice."""

    act: str = ""
    outcome: str = ""
    reason: str = ""
    why: str = ""
    sure: str = ""
    note: str = ""
    learning: str = ""
    view: str = ""
    view_sure: str = ""
    view_words: str = ""
    choices: dict[str, dict[str, str]] = field(default_factory=dict)
    more: str = ""
    also: tuple[str, ...] = ()
    later: str = ""
    until: str = ""
    later_why: str = ""
    leave_why: str = ""
    ask_to: str = ""
    ask_other: str = ""
    ask_text: str = ""
    ask_fact: str = ""
    ask_until: str = ""
    show: tuple[str, ...] = ()
    owed: dict[str, dict[str, str]] = field(default_factory=dict)
    amount: str = ""  # of which an amended decision shall be

    @property
    def is_empty(self) -> bool:
        return not (self.act or self.note or self.view or self.view_words or self.ask_text)

    def body(self) -> dict[str, str]:
        """Return it as a draft's body, under the names of the form's fields."""
        inputs = {
            f"in.{reason}.{key}": value
            for reason, given in self.choices.items()
            for key, value in given.items()
        }
        own = {name: getattr(self, name) for name in (*CODES, *TEXTS)}
        also = {f"also.{reason}": "1" for reason in self.also} | {f"show.{fact}": "1" for fact in self.show}
        told: dict[str, str] = {}
        for outcome, said in self.owed.items():
            told |= {f"owed.{outcome}.{code}": "1" for code in said}
            told |= {f"owed_words.{outcome}.{code}": words for code, words in said.items()}
        return {name: value for name, value in (own | also | inputs | told).items() if value}

    def causes(self) -> tuple[Cause, ...]:
        """Return the further reasons that were chosen, where the person asked for more than one."""
        return tuple(Cause(code, self.given(code)) for code in self.also) if self.more else ()

    def principal(self, outcome: str) -> tuple[Principal, ...]:
        """Return what the affected person is told of why, with this outcome."""
        return tuple(Principal(code, words) for code, words in self.owed.get(outcome, {}).items())

    def given(self, reason: str) -> dict[str, str]:
        """Return what was filled in for a reason."""
        return {key: value for key, value in self.choices.get(reason, {}).items() if value}


def typed(fields: Mapping[str, object]) -> Typed:
    """Read the decision form, or a draft of it; unknown fields are ignored, long text is cut."""
    given = {name: value for name, value in fields.items() if isinstance(value, str)}
    choices: dict[str, dict[str, str]] = {}
    for name, value in given.items():
        start, _, rest = name.partition(".")
        reason, _, key = rest.partition(".")
        if start == "in" and key:
            choices.setdefault(reason[:CODE_LENGTH], {})[key[:CODE_LENGTH]] = value[:CHOICE_LENGTH]
    texts = {name: _text(given.get(name, "")) for name in TEXTS}
    return Typed(
        **{name: given.get(name, "")[:CODE_LENGTH] for name in CODES},
        **texts,
        choices=choices,
        also=_chosen(given, "also."),
        owed=_owed(given),
        show=_chosen(given, "show."),
    )


def _owed(given: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Read the principal reasons that were ticked, by outcome, each with its words."""
    found: dict[str, dict[str, str]] = {}
    for name in _chosen(given, "owed."):
        outcome, _, code = name.partition(".")
        words = given.get(f"owed_words.{outcome}.{code}", "")
        found.setdefault(outcome, {})[code] = words[:CHOICE_LENGTH]
    return found


def _chosen(given: Mapping[str, str], start: str) -> tuple[str, ...]:
    found = (name for name, value in given.items() if name.startswith(start) and value)
    return tuple(name.removeprefix(start)[:NAME_LENGTH] for name in found)


def _text(given: str) -> str:
    return given.replace("\r\n", "\n").strip()[:NOTE_LENGTH]


@dataclass(frozen=True, slots=True)
class Guard:
    """Which state of the item the person looked at, and under which lease."""

    version: int
    token: int


def guard(post: QueryDict) -> Guard:
    """Read version and token.

    Raises: FormIncomplete.
    """
    try:
        return Guard(version=int(post.get("version", "")), token=int(post.get("token", "")))
    except ValueError:
        raise FormIncomplete from None
