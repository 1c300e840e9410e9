"""The shapes of intake: a contract, the facts of one arrival, what the check says of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from apps.intake.rules.conditions import Clause
from apps.intake.states import ContextState

Value: TypeAlias = bool | int | Decimal | str | tuple[str, ...]

FUTURE_TOLERANCE = timedelta(minutes=5)  # clocks of other systems may run this far ahead


class FactType(StrEnum):
    BOOLEAN = "boolean"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"  # minor units, never negative
    ENUM = "enum"
    CODE = "code"
    STRING = "string"
    DATE = "date"  # kept as ISO text, which sorts as the days do
    MULTI = "multi"  # kept as a sorted tuple without repeats


NUMERIC = frozenset({FactType.INTEGER, FactType.DECIMAL, FactType.MONEY})


class IfMissing(StrEnum):
    BLOCK = "block"
    ASK = "ask"
    FALLBACK = "fallback"
    HOLD = "hold"


class IfConflict(StrEnum):
    AUTHORITATIVE = "authoritative"
    NEWEST = "newest"
    PERSON = "person"


class Sensitivity(StrEnum):
    PLAIN = "plain"
    PERSONAL = "personal"
    SPECIAL = "special"
    PROTECTED = "protected"


class Origin(StrEnum):
    REAL = "real"
    SIMULATED = "simulated"


class BadContract(ValueError):
    """A body that cannot be a contract: a JSON pointer to the clause, and a sentence on how to mend it.

    line: where it stands in the text it was read from, from 1; None when it came as an object.
    """

    def __init__(self, pointer: str, sentence: str, *, line: int | None = None) -> None:
        super().__init__(f"{pointer or '/'}: {sentence}")
        self.pointer = pointer
        self.sentence = sentence
        self.line = line


class BadField(ValueError):
    """A field of a submission that is refused: its path (`facts[3].value`), a stable code, a sentence."""

    def __init__(self, field: str, code: str, sentence: str) -> None:
        super().__init__(f"{field}: {sentence}")
        self.field = field
        self.code = code
        self.sentence = sentence


class BadFact(BadField):
    """A fact that the contract refuses."""


# --- contract ---


@dataclass(frozen=True, slots=True)
class FactSpec:
    """What the contract asks of one fact.

    sources: accepted ones, the first is the source of truth; empty accepts any. values: code -> label; empty
    accepts any. low, high: inclusive. missing_codes: what means "missing", as text. bands: rising edges.
    """

    key: str
    label: str
    type: FactType
    sensitivity: Sensitivity
    unit: str = ""
    help: str = ""
    required: bool = False
    ai_may_use: bool = True
    simulated: bool = False
    sources: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    max_age: timedelta | None = None
    if_missing: IfMissing = IfMissing.ASK
    if_conflict: IfConflict = IfConflict.PERSON
    fallback: Value | None = None
    low: int | Decimal | str | None = None
    high: int | Decimal | str | None = None
    missing_codes: frozenset[str] = frozenset()
    bands: tuple[int | Decimal, ...] = ()
    required_when: Clause | None = None
    defined_by: str = ""
    is_bare: bool = field(init=False, compare=False, repr=False)  # any value of its type is one

    def __post_init__(self) -> None:
        """Find what every reading of a value asks."""
        is_bare = not self.missing_codes and self.low is None and self.high is None
        object.__setattr__(self, "is_bare", is_bare)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A case the AI is not for; `say` is the sentence shown."""

    say: str
    when: Clause


@dataclass(frozen=True, slots=True)
class Assumption:
    """What is taken for granted and travels with every case; `fact` names the fact it is about, if one."""

    say: str
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Contract:
    """A parsed contract. `specs` in the contract's order; forbidden: key -> why.

    What every check asks is found once: judged are the facts that it looks at, conditional those that other
    facts make required, required those that always are, sendable those that may be among the facts, plain
    those that may be kept in the clear, closed those that the AI may not use.
    """

    specs: Mapping[str, FactSpec]
    forbidden: Mapping[str, str]
    exclusions: tuple[Exclusion, ...]
    assumptions: tuple[Assumption, ...] = ()
    judged: tuple[FactSpec, ...] = field(init=False, compare=False, repr=False)
    conditional: Mapping[str, Clause] = field(init=False, compare=False, repr=False)
    required: frozenset[str] = field(init=False, compare=False, repr=False)
    sendable: Mapping[str, FactSpec] = field(init=False, compare=False, repr=False)
    plain: frozenset[str] = field(init=False, compare=False, repr=False)
    closed: frozenset[str] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Find what every check asks."""
        specs = self.specs.values()
        found = {
            "judged": tuple(one for one in specs if one.sensitivity is not Sensitivity.PROTECTED),
            "conditional": {one.key: one.required_when for one in specs if one.required_when},
            "required": frozenset(one.key for one in specs if one.required),
            "closed": frozenset(self.forbidden)
            | {one.key for one in specs if one.sensitivity is Sensitivity.PROTECTED or not one.ai_may_use},
            "plain": frozenset(one.key for one in specs if one.sensitivity is Sensitivity.PLAIN),
            "sendable": {
                key: one
                for key, one in self.specs.items()
                if one.sensitivity is not Sensitivity.PROTECTED and key not in self.forbidden
            },
        }
        for name, value in found.items():
            object.__setattr__(self, name, value)

    def kinds(self) -> dict[str, str]:
        """Name -> type of every fact a rule may read; protected ones are not among them."""
        return {
            key: s.type.value for key, s in self.specs.items() if s.sensitivity is not Sensitivity.PROTECTED
        }

    def labels(self) -> dict[str, str]:
        return {key: spec.label for key, spec in self.specs.items()}

    def value_names(self) -> dict[str, Mapping[str, str]]:
        return {key: spec.values for key, spec in self.specs.items() if spec.values}


# --- facts ---


class Fact(NamedTuple):  # made by the thousand: a tuple is made in a third of the time of a dataclass
    """One value of one fact from one source.

    given: as it came, in the contract's type. value: the same, or None where it counts as missing; `nulled`
    then says why: "missing" (nothing, or a code that means missing) or "impossible" (outside what can be).
    evidence: the document it was read from, `<external_ref>[#page]`, where its sender says so.
    """

    key: str
    type: FactType
    value: Value | None
    given: Value | None
    source: str
    as_of: datetime | None
    origin: Origin
    nulled: str = ""
    rule: str = ""
    evidence: str = ""


# --- check ---


class FindingKind(StrEnum):
    MISSING = "missing"
    STALE = "stale"
    CONFLICT = "conflict"
    IMPOSSIBLE = "impossible"
    UNDATED = "undated"


class Severity(StrEnum):
    """What a finding asks for: nothing, a question, waiting, or no approval until it is mended."""

    NOTE = "note"
    ASK = "ask"
    HOLD = "hold"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Said:
    """What one source said, for the page; personal facts' values must not be stored outside the vault."""

    source: str
    value: Value | None
    as_of: datetime | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the check found about one fact. Rule and way out quote the contract, never the values."""

    fact: str
    kind: FindingKind
    severity: Severity
    rule: str
    way_out: str
    values: tuple[Said, ...] = ()

    def stored(self) -> dict[str, object]:
        """Return the finding without any value, as it may be kept in the clear.

        sources: whose values it is about, empty when nobody sent one. is_coded: a value came that the
        contract reads as missing.
        """
        return {
            "fact": self.fact,
            "kind": self.kind.value,
            "severity": self.severity.value,
            "rule": self.rule,
            "way_out": self.way_out,
            "sources": sorted({one.source for one in self.values}),
            "is_coded": self.kind is FindingKind.MISSING
            and any(one.value is not None for one in self.values),
        }


class Resolved(NamedTuple):
    """The value used for a fact. age_hours: None when undated; fallback: the contract's value was used."""

    value: Value
    source: str
    as_of: datetime | None
    origin: Origin
    age_hours: float | None
    fallback: bool = False


class Check(NamedTuple):
    """The state of the context and why.

    n_missing: required facts without a value of their own (a fallback counts); n_conflicts: facts on which
    sources differ, settled or not. exclusions: sentences of those that apply. required: the facts that this
    case needs, conditions of the contract applied. known: the value of every known fact by its name.
    """

    state: ContextState
    findings: tuple[Finding, ...]
    resolved: Mapping[str, Resolved]
    exclusions: tuple[str, ...]
    blocks_approval: bool
    holds: bool
    n_missing: int
    n_conflicts: int
    required: frozenset[str]
    known: Mapping[str, Value]

    def values(self) -> Mapping[str, Value]:
        """Return name -> value of every known fact, ready for policy."""
        return self.known


# --- grounding ---


class Direction(StrEnum):
    FOR = "for"
    AGAINST = "against"


class Statement(NamedTuple):
    """One sentence of the AI's rationale and the facts it says it rests on."""

    text: str
    cites: tuple[str, ...]
    direction: Direction


class Support(StrEnum):
    """How a statement stands to what it cites; CONTRADICTED: what it cites says otherwise."""

    SUPPORTED = "supported"
    NO_CITATION = "no citation"
    UNKNOWN_CITATION = "unknown citation"
    UNSUPPORTED_NUMBER = "unsupported number"
    UNSUPPORTED_DATE = "unsupported date"
    UNSUPPORTED_NAME = "unsupported name"
    UNSUPPORTED_VALUE = "unsupported value"
    CONTRADICTED = "contradicted"


class Grounded(NamedTuple):
    """How one statement stands; detail: the citation or the quote at fault, "" when supported.

    elsewhere: the fact that bears (or contradicts) the quote and is not cited, "" when none does.
    """

    support: Support
    detail: str = ""
    elsewhere: str = ""


class Grounding(NamedTuple):
    """Per statement, in order; supported_share is None when the AI gave no rationale."""

    statements: tuple[Grounded, ...]
    supported_share: Decimal | None

    @property
    def n_unsupported(self) -> int:
        """Count the statements that what they cite does not support, those without a citation included."""
        return sum(1 for one in self.statements if one.support is not Support.SUPPORTED)


# --- recommendation ---


class CaseKind(StrEnum):
    REAL = "REAL"
    KNOWN_ANSWER = "KNOWN_ANSWER"
    TEST = "TEST"


class RecommendationIn(NamedTuple):
    """One submission, checked for form; facts and protected are still as they came (see parse_facts)."""

    external_id: str
    ai_system: str
    case_ref: str
    case_kind: CaseKind
    subject_ref: str
    subject_name: str
    outcome: str
    stake_minor: int | None
    currency: str
    confidence: Decimal
    model_version: str
    prompt_version: str
    made_at: datetime
    facts: tuple[Mapping[str, object], ...]
    protected: tuple[Mapping[str, object], ...]
    used: tuple[str, ...]
    rationale: tuple[Statement, ...]
