"""Parsing of what pages send. Shapes only: whether it may be recorded is the verb's question."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from apps.core import refusals
from apps.core.words import say

NOTE_LENGTH = (
    10_000  # more than may be recorded: what is too long is refused in words and kept, never cut unseen
)
CODE_LENGTH = 60
CHOICE_LENGTH = 300


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
    """What a person typed into the decision form, whatever becomes of it."""

    act: str = ""
    outcome: str = ""
    reason: str = ""
    why: str = ""
    sure: str = ""
    note: str = ""
    choices: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (self.act or self.note)

    def body(self) -> dict[str, str]:
        """Return it as a draft's body, under the names of the form's fields."""
        inputs = {
            f"in.{reason}.{key}": value
            for reason, given in self.choices.items()
            for key, value in given.items()
        }
        own = {name: getattr(self, name) for name in ("act", "outcome", "reason", "why", "sure", "note")}
        return {name: value for name, value in (own | inputs).items() if value}


def typed(fields: Mapping[str, object]) -> Typed:
    """Read the decision form, or a draft of it; unknown fields are ignored, long text is cut."""
    given = {name: value for name, value in fields.items() if isinstance(value, str)}
    choices: dict[str, dict[str, str]] = {}
    for name, value in given.items():
        start, _, rest = name.partition(".")
        reason, _, key = rest.partition(".")
        if start == "in" and key:
            choices.setdefault(reason[:CODE_LENGTH], {})[key[:CODE_LENGTH]] = value[:CHOICE_LENGTH]
    return Typed(
        act=given.get("act", "")[:CODE_LENGTH],
        outcome=given.get("outcome", "")[:CODE_LENGTH],
        reason=given.get("reason", "")[:CODE_LENGTH],
        why=given.get("why", "")[:CODE_LENGTH],
        sure=given.get("sure", "")[:CODE_LENGTH],
        note=given.get("note", "").replace("\r\n", "\n").strip()[:NOTE_LENGTH],
        choices=choices,
    )


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
