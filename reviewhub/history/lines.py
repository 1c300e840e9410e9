"""Read one line of a past. What a line means for the product is not decided here."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from apps.core import refusals
from apps.reviews.rules import Answer, Principal
from apps.reviews.services import CANNOT_SAY, View
from reviewhub.history import learn_lines, team_lines
from reviewhub.history.reading import BadLine, Body, instant, seconds, text, whole


class NotSimulated(refusals.NotAllowed):
    code = "not_simulated"
    sentence = "A line of an invented past must say that it is simulated, and any other that it is recorded."


class NotPastYet(refusals.Invalid):
    code = "not_past_yet"
    sentence = "This line lies in the future."


@dataclass(frozen=True, slots=True)
class Arrive:
    """`challengers`: what other models said of the same facts at that moment, each written out in full."""

    recommendation: Body
    challengers: tuple[Body, ...] = ()


@dataclass(frozen=True, slots=True)
class Decide:
    """`seconds` from taking the item to the answer; `if_open`: there may be nothing to decide.

    `view`: what they say first, from the facts alone, where the item asks for it. `is_held`: it waits for a
    second person. `may_draw`: whether it may be drawn for a second review, as a decision of today is.
    """

    case_ref: str
    answer: Answer
    seconds: int
    if_open: bool
    view: View | None
    is_held: bool = False
    may_draw: bool = False


@dataclass(frozen=True, slots=True)
class Recount:
    """What had been decided before ReviewHub, as it was recorded: the outcome, no time and no reason."""

    case_ref: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Escalate:
    case_ref: str
    why: str
    note: str
    seconds: int
    view: View | None


@dataclass(frozen=True, slots=True)
class Learn:
    """A later truth about a case."""

    case_ref: str
    measure: str
    value: bool | None
    number: Decimal | None
    known_at: datetime


@dataclass(frozen=True, slots=True)
class Ask:
    """A question about what a fact of an AI system means, put to a person by their address."""

    system: str
    fact: str
    to: str
    text: str


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to the question about a fact that is open."""

    system: str
    fact: str
    text: str


@dataclass(frozen=True, slots=True)
class PassUp:
    """Whoever may resolve a held decision passes it one level up."""

    case_ref: str


@dataclass(frozen=True, slots=True)
class Uphold:
    case_ref: str
    words: str


@dataclass(frozen=True, slots=True)
class SecondLook:
    """What somebody would decide on the same facts, where the decision was drawn for a second review.

    `leaves`: only while more than so many wait, so that some always do.
    """

    case_ref: str
    view: View
    seconds: int
    leaves: int = 0


@dataclass(frozen=True, slots=True)
class Settle:
    """What a third person says is right, where a second review came to another outcome."""

    case_ref: str
    outcome: str
    why: str
    words: str


@dataclass(frozen=True, slots=True)
class Contest:
    """The affected person contests what holds on a case."""

    case_ref: str
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class AnswerAppeal:
    case_ref: str
    result: str
    outcome: str
    words: str
    seconds: int


Act = (
    Arrive | Decide | Recount | Escalate | Learn | Ask | Reply | PassUp | Uphold | SecondLook | Settle
    | Contest | AnswerAppeal | team_lines.OfTeam | learn_lines.OfLearning
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    at: datetime
    who: str
    act: Act


def decode(raw: bytes) -> Body:
    """Return a line's object.

    Raises: BadLine.
    """
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise BadLine("This line is not JSON.") from error
    if not isinstance(body, dict):
        raise BadLine("This line is not a JSON object.")
    return body


def parse(body: Body, *, now: datetime) -> Line:
    """Read a line whose time is not after `now`.

    `simulated`: it is invented. `recorded`: it was recorded elsewhere, and its time is when it is brought in.
    Raises: BadLine (field), NotSimulated, NotPastYet.
    """
    is_recorded = body.get("recorded") is True
    if (body.get("simulated") is True) == is_recorded:
        raise NotSimulated
    at = instant(body, "at")
    if at > now:
        raise NotPastYet(field="at")
    do = text(body, "do")
    if do not in _ACTS:
        raise BadLine(f"A line does one of: {', '.join(_ACTS)}.", field="do")
    act = _ACTS[do](body)
    if isinstance(act, Recount) and not is_recorded:
        raise BadLine("Only what was recorded elsewhere has no reason.", field="recorded")
    return Line(at=at, who=text(body, "who"), act=act)


def _arrive(body: Body) -> Arrive:
    recommendation = body.get("recommendation")
    if not isinstance(recommendation, Mapping):
        raise BadLine("An arrival holds a recommendation.", field="recommendation")
    return Arrive(recommendation, tuple({**recommendation, **one} for one in _objects(body, "challengers")))


def _decide(body: Body) -> Decide:
    given = body.get("input") or {}
    if not isinstance(given, Mapping):
        raise BadLine("The reason's input is an object of texts.", field="input")
    answer = Answer(
        outcome=text(body, "outcome"),
        reason=text(body, "reason", needed=False) or None,
        choices={str(key): str(value) for key, value in given.items()},
        note=text(body, "note", needed=False),
        sure=text(body, "sure", needed=False),
        learning=text(body, "learning", needed=False),
        principal=[
            Principal(text(one, "code"), text(one, "words", needed=False))
            for one in _objects(body, "principal_reasons")
        ],
    )
    ref, is_open = text(body, "case_ref"), body.get("if_open") is True
    is_held, may_draw = body.get("held") is True, body.get("may_draw") is True
    return Decide(ref, answer, seconds(body), is_open, _view(body), is_held, may_draw)


def _objects(body: Body, key: str) -> list[Body]:
    given = body.get(key) or []
    if not isinstance(given, list) or not all(isinstance(one, Mapping) for one in given):
        raise BadLine("List them, each as an object.", field=key)
    return given


def _recount(body: Body) -> Recount:
    for never in ("reason", "input", "decided_at", "principal_reasons"):
        if body.get(never):
            raise BadLine("Only what was not recorded is brought in so: leave this out.", field=never)
    return Recount(text(body, "case_ref"), text(body, "outcome"))


def _view(body: Body) -> View | None:
    said = body.get("view")
    if said is None:
        return None
    if not isinstance(said, Mapping):
        raise BadLine("A first view is an object with outcome and sure.", field="view")
    outcome = text(said, "outcome", needed=False) or CANNOT_SAY
    return View(outcome, text(said, "sure", needed=False), text(said, "words", needed=False))


def _escalate(body: Body) -> Escalate:
    note = text(body, "note", needed=False)
    return Escalate(text(body, "case_ref"), text(body, "why"), note, seconds(body), _view(body))


def _learn(body: Body) -> Learn:
    value, number = body.get("value"), body.get("number")
    if value is not None and not isinstance(value, bool):
        raise BadLine("Say true, false or null.", field="value")
    if number is not None and (isinstance(number, bool) or not isinstance(number, int | float)):
        raise BadLine("Give a number or null.", field="number")
    return Learn(
        case_ref=text(body, "case_ref"),
        measure=text(body, "measure"),
        value=value,
        number=None if number is None else Decimal(str(number)),
        known_at=instant(body, "known_at"),
    )


def _ask(body: Body) -> Ask:
    return Ask(text(body, "system"), text(body, "fact"), text(body, "to"), text(body, "text"))


def _reply(body: Body) -> Reply:
    return Reply(text(body, "system"), text(body, "fact"), text(body, "text"))


def _second_look(body: Body) -> SecondLook:
    view = _view(body)
    if view is None:
        raise BadLine("A second look says what they would decide.", field="view")
    leaves = whole(body, "leaves") if "leaves" in body else 0
    return SecondLook(text(body, "case_ref"), view, seconds(body), leaves)


def _answer_appeal(body: Body) -> AnswerAppeal:
    result, outcome = text(body, "result"), text(body, "outcome", needed=False)
    return AnswerAppeal(text(body, "case_ref"), result, outcome, text(body, "words"), seconds=seconds(body))


_ACTS: dict[str, Callable[[Body], Act]] = {
    "arrive": _arrive,
    "decide": _decide,
    "resolve": _decide,
    "decided": _recount,
    "escalate": _escalate,
    "outcome": _learn,
    "ask": _ask,
    "answer": _reply,
    "pass_up": lambda body: PassUp(text(body, "case_ref")),
    "uphold": lambda body: Uphold(text(body, "case_ref"), text(body, "words")),
    "second_look": _second_look,
    "settle": lambda body: Settle(*(text(body, name) for name in ("case_ref", "outcome", "why", "words"))),
    "contest": lambda body: Contest(*(text(body, name) for name in ("case_ref", "kind", "words"))),
    "answer_appeal": _answer_appeal,
    **team_lines.ACTS,
    **learn_lines.ACTS,
}
