"""Template data of one case: the review screen, the escalation, the timeline, a pattern."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apps.console.pages.charts import Scale
from apps.console.pages.choices import Digits, OutcomeChoice, OwedForm, ReasonChoice
from apps.console.pages.ladder import Rung
from apps.console.pages.lists import Due, Fate, Option
from apps.console.pages.shell import ChangedLine, Note
from apps.console.pages.words import Moment

if TYPE_CHECKING:
    from apps.console.pages.asking import Put
    from apps.console.pages.first_view import Panel, Said
    from apps.console.pages.related import Line
    from apps.console.pages.walk import Walk


@dataclass(frozen=True, slots=True)
class FactValue:
    text: str
    source: str
    age: str
    as_of: Moment | None = None
    simulated: bool = False
    chosen: bool = False
    past: bool = False
    read_from: "Cite | None" = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact; `state` is plain, changed, conflict, missing, stale or optional (missing and not required).

    may_ask: the reader may ask for a new value. asked: that somebody did, in a sentence.
    corrected: what people said is right instead, a sentence each.
    """

    key: str
    label: str
    state: str
    values: tuple[FactValue, ...] = ()
    rule: str = ""
    used: bool = True
    may_ask: bool = False
    asked: str = ""
    corrected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cite:
    """What a statement rests on: a fact of the page, or a page of a document; `view` is its part alone."""

    url: str
    label: str
    view: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a statement: in a few words, and in a sentence that quotes it."""

    tag: str
    says: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One line of the AI's rationale; `fault` is None when what it cites supports it.

    lang: its language, where the page is in another one.
    """

    text: str
    cites: tuple[Cite, ...]
    fault: Fault | None = None
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Outdated:
    """How far a suggestion is behind the facts."""

    title: str
    lines: tuple[ChangedLine, ...]
    text: str
    when: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    outcome: str
    means: str
    model: str
    made_at: Moment
    stated: str
    trust: str
    weakest: str
    arguments_for: tuple[Statement, ...]
    arguments_against: tuple[Statement, ...]
    outdated: Outdated | None = None
    stands_in: str = ""
    scale: Scale | None = None
    broken_url: str = ""
    broken_kinds: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """One of the equal acts; locked when the person may not do it, with the sentence why."""

    value: str
    label: str
    key: str
    text: str = ""
    consequence: str = ""
    checked: bool = False
    locked: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    icon: str
    strong: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Follows:
    """What follows from one act; `when` is the act, `none` before one is chosen, empty whatever is chosen."""

    when: str
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """An error beside its field."""

    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class LaterForm:
    """What doing a case later asks for."""

    when: tuple[Option, ...]
    why: tuple[Option, ...]
    until: str = ""


@dataclass(frozen=True, slots=True)
class AskForm:
    """What asking asks for. people, teams, business: whom; is_cut: others by their e-mail address."""

    people: tuple[Option, ...]
    teams: tuple[Option, ...]
    business: tuple[Option, ...]
    facts: tuple[Option, ...]
    show: tuple[Option, ...]
    text: str
    until: str
    other: str
    is_cut: bool


@dataclass(frozen=True, slots=True)
class DecisionForm:
    """The right column. `state` is open, free, other, expired, stale or closed; only open may record."""

    state: str
    post_url: str
    hold_url: str
    acts: tuple[Act, ...]
    outcomes: tuple[OutcomeChoice, ...]
    reasons: tuple[ReasonChoice, ...]
    why_options: tuple[Option, ...]
    sure_options: tuple[Option, ...]
    follows: tuple[Follows, ...]
    item: str = ""
    version: str = ""
    token: str = ""
    key: str = ""
    note: str = ""
    learning: str = ""
    errors: tuple[Field, ...] = ()
    notice: Note | None = None
    held_for: int = 0
    suggested: str = ""
    next_url: str = ""
    draft_url: str = ""
    note_hint: str = "optional"
    take_label: str = ""
    case_url: str = ""
    case_label: str = ""
    request_url: str = ""
    snapshot: str = ""
    watch_url: str = ""
    digits: tuple[Digits, ...] = ()
    more: bool = False
    none_fits: ReasonChoice | None = None
    later: LaterForm | None = None
    ask: AskForm | None = None
    wake_url: str = ""
    take_over: tuple[Option, ...] = ()
    leave_why: tuple[Option, ...] = ()
    skip_url: str = ""
    owed: tuple[OwedForm, ...] = ()

    def error(self, name: str) -> str:
        """Return the sentence beside a field, or nothing."""
        return next((each.sentence for each in self.errors if each.name == name), "")

    @property
    def outcome_error(self) -> str:
        return self.error("outcome")

    @property
    def reason_error(self) -> str:
        return self.error("reason")

    @property
    def input_error(self) -> str:
        return self.error("input")

    @property
    def owed_error(self) -> str:
        return self.error("principal_reasons") or self.error("owed")

    @property
    def note_error(self) -> str:
        return self.error("note")

    @property
    def learning_error(self) -> str:
        return self.error("learning")

    @property
    def sure_error(self) -> str:
        return self.error("sure")

    @property
    def act_error(self) -> str:
        return self.error("act")

    @property
    def later_error(self) -> str:
        return self.error("later") or self.error("until") or self.error("later_why")

    @property
    def leave_error(self) -> str:
        return self.error("leave_why")

    @property
    def ask_error(self) -> str:
        names = ("ask_to", "ask_text", "ask_fact", "ask_until")
        return next((found for name in names if (found := self.error(name))), "")

    @property
    def why_error(self) -> str:
        return self.error("why")


@dataclass(frozen=True, slots=True)
class Voice:
    """What a person said about the case before: the officer who escalated, or the one who decided."""

    name: str
    at: Moment | None
    headline: str
    words: str = ""
    quote: str = ""
    tag: str = ""
    icon: str = "user-check"
    fate: Fate | None = None


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The review screen, also used for an escalation (then `voices` and `ladder` are filled)."""

    title: str
    ref: str
    subtitle: str
    list_label: str
    list_url: str
    case_url: str
    heads: tuple[tuple[str, str], ...]
    facts: tuple[Fact, ...]
    facts_summary: str
    ask_url: str
    withdraw_url: str
    put: "tuple[Put, ...]"
    assumptions: tuple[str, ...]
    why_here: tuple[Effect, ...]
    related: "tuple[Line, ...]"
    walk: "Walk"
    form: DecisionForm
    suggestion: Suggestion | None = None
    no_suggestion: str = ""
    first_view: "Panel | None" = None
    own_view: "Said | None" = None
    acts_words: str = ""
    due: Due | None = None
    due_at: str = ""
    hold: str = ""
    voices: tuple[Voice, ...] = ()
    ladder: tuple[Rung, ...] = ()
    escalation: bool = False
    give_url: str = ""
    footer: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the record as a sentence; `voice` is person, ai or system."""

    at: Moment
    time: str
    voice: str
    icon: str
    title: str
    detail: str = ""
    entry: str = ""
    document_url: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    label: str
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A pattern that a decision of the case stands behind; `for_it` says on which side."""

    url: str
    words: str
    for_it: bool


@dataclass(frozen=True, slots=True)
class TimelinePage:
    title: str
    ref: str
    summary: str
    days: tuple[Day, ...]
    state_rows: tuple[tuple[str, str], ...]
    review_url: str = ""
    waits: str = ""
    patterns: tuple[Evidence, ...] = ()
    record_rows: tuple[tuple[str, str], ...] = ()
    seen_rows: tuple[tuple[str, str, str], ...] = ()
