"""The shapes of a policy: what parsing makes, evaluating reads and a page explains."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from apps.intake.rules import conditions
from apps.policy.states import Lane

MAX_NODES = 200
MAX_DEPTH = 8
OTHERWISE = "otherwise"
DUE_HOURS = 72  # of a second review, where a policy does not say
UNKNOWN_FACTS = "unknown_facts"

# What flow adds to the contract's facts before a policy is evaluated: name -> type, in the contract's words.
FLOW_FACTS: Mapping[str, str] = {
    "context_state": "enum",
    "recommended_outcome": "code",
    "confidence": "decimal",
    "stake_minor": "money",
    "segment": "code",
    "posture_allows": "boolean",
    "autonomy": "enum",
    "paused": "boolean",
    "person_involved": "boolean",
    "calibration_state": "enum",
    "n_conflicts": "integer",
    "n_missing": "integer",
    "grounding_share": "decimal",  # share of supported statements; unknown without any
    "n_statements": "integer",
    "n_unsupported": "integer",
    "model_version": "string",
    "prompt_version": "string",
}
# Of all others the way knows a value of every case.
MAY_BE_UNKNOWN = frozenset({"stake_minor", "grounding_share", "prompt_version"})
DECIDES: TypeAlias = Callable[[Mapping[str, object]], tuple[int, tuple[int, ...]]]


class BadPolicy(ValueError):
    """A tree that cannot be a policy: a JSON pointer to the clause, and a sentence on how to mend it."""

    def __init__(self, pointer: str, sentence: str) -> None:
        super().__init__(f"{pointer or '/'}: {sentence}")
        self.pointer = pointer
        self.sentence = sentence


class Join(StrEnum):
    ALL = "all"
    ANY = "any"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Condition:
    """One node: a clause about one fact, or a join of parts. `test` is its compiled form."""

    pointer: str
    join: Join | None
    parts: tuple["Condition", ...]
    clause: conditions.Clause | None
    test: conditions.Test = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Then:
    """Where a case goes.

    due_hours: 1 to 8760, of the clock or (in_working_hours) of the organisation's working time; sample_share:
    share of automatic decisions looked at again; four_eyes: decisions wait for a second person;
    first_view: in this share of cases, drawn, whoever decides says their own view before they see the AI's.
    """

    lane: Lane
    inbox: str
    due_hours: int
    sample_share: Decimal
    in_working_hours: bool = False
    four_eyes: bool = False
    first_view: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Because:
    """One reason: a rule's code, `otherwise` or `unknown_facts`, and the sentence a person reads."""

    code: str
    say: str


@dataclass(frozen=True, slots=True)
class Result:
    """What a policy says of one set of facts.

    unknown: names of the facts that left a tried rule undecided, in the order met.
    rule_code: the rule that decided, or `otherwise`.
    """

    lane: Lane
    inbox: str
    due_hours: int
    sample_share: Decimal
    because: tuple[Because, ...]
    unknown: tuple[str, ...]
    rule_code: str
    in_working_hours: bool = False
    four_eyes: bool = False
    first_view: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Rule:
    """The first rule whose condition is True wins. `result`: its answer if nothing was unknown."""

    code: str
    say: str
    when: Condition
    then: Then
    result: Result = field(compare=False, repr=False)


class Counted(StrEnum):
    """What a window counts of a case's subject; the case itself is one of its cases."""

    CASES = "cases"
    DECISIONS = "decisions"  # that people made
    OVERRIDES = "overrides"  # those of them that differ from the AI


@dataclass(frozen=True, slots=True)
class Window:
    """A count over the last days that `flow` freezes into the facts under this name."""

    name: str
    counts: Counted
    days: int


class On(StrEnum):
    """What sends an undecided case up its ladder."""

    OVER_AUTHORITY = "over_authority"
    ADVERSE_OUTCOME = "adverse_outcome"
    LOW_CALIBRATION = "low_calibration"
    FIRST_VIEW = "first_view_differs"
    REPEATED_OVERRIDE = "repeated_override"
    UNSUPPORTED = "unsupported_statement"
    DUE_PASSED = "due_passed"
    RAISED = "raised"


@dataclass(frozen=True, slots=True)
class Level:
    """Where a case waits on a level, which roles decide there (none: all who work there), and how long."""

    inbox: str = ""
    roles: tuple[str, ...] = ()
    minutes: int | None = None
    in_working_hours: bool = False
    is_owner: bool = False


@dataclass(frozen=True, slots=True)
class Trigger:
    """What sends a case up, and to which level (1 is the lowest).

    times: of REPEATED_OVERRIDE, in so many days; of UNSUPPORTED, so many statements at least.
    """

    on: On
    level: int
    outcomes: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    times: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Ladder:
    """The levels above whoever works first, the last of them the owner's, and what leads there."""

    levels: tuple[Level, ...]
    triggers: tuple[Trigger, ...] = ()

    def on(self, on: On) -> Trigger | None:
        """Return the trigger of this kind, if the ladder has it."""
        return next((one for one in self.triggers if one.on is on), None)


class Draw(StrEnum):
    """Why a decision may be looked at again; the first that draws it is kept."""

    RANDOM = "random"  # of all
    UNSURE = "unsure"  # whoever decided was not sure, and much was at stake
    TOO_FAST = "too_fast"  # faster than all but one in twenty
    LONG_RUN = "long_run"  # the last of a long run of approvals
    NO_PAUSE = "no_pause"  # after a long time without a pause


@dataclass(frozen=True, slots=True)
class SecondReviews:
    """Shares of decisions that a second person looks at blind; of the targeted ones, of those that fit.

    known_answers: of the cases that come to people, how many more are put there whose answer is known.
    unsure_from_minor: from so much at stake on an unsure decision fits. due_hours: until they are due.
    """

    random: Decimal = Decimal(0)
    unsure: Decimal = Decimal(0)
    too_fast: Decimal = Decimal(0)
    long_run: Decimal = Decimal(0)
    no_pause: Decimal = Decimal(0)
    known_answers: Decimal = Decimal(0)
    unsure_from_minor: int = 0
    due_hours: int = DUE_HOURS

    def share(self, why: Draw) -> Decimal:
        """Return the share of one kind."""
        found: Decimal = getattr(self, why.value)
        return found

    @property
    def targets(self) -> bool:
        """Say whether anything but chance draws."""
        return any(self.share(one) for one in Draw if one is not Draw.RANDOM)


@dataclass(frozen=True, slots=True)
class Policy:
    """A parsed and compiled tree; immutable, safe to share between threads.

    decides: its compiled form; gives the place of the rule that wins (-1: none) and of those undecided.
    """

    rules: tuple[Rule, ...]
    otherwise: Then
    result: Result = field(compare=False, repr=False)  # of otherwise, when nothing was unknown
    n_nodes: int = 0
    windows: tuple[Window, ...] = ()
    ladder: Ladder | None = None  # none: up the inboxes, then to the owner
    decides: DECIDES = field(compare=False, repr=False, default=lambda _: (-1, ()))
    second_reviews: SecondReviews = SecondReviews()
