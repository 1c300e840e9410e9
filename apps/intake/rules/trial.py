"""A contract tried on what has arrived: the same check as on arrival, over stored facts."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from apps.intake.rules.check import check
from apps.intake.rules.facts import parse_facts
from apps.intake.rules.kept import Kept, rejudge
from apps.intake.rules.shapes import (
    BadFact,
    Contract,
    Fact,
    FactType,
    Sensitivity,
    Severity,
)
from apps.intake.states import ContextState

REFUSED = "REFUSED"
SEGMENT = "segment"
MAX_FIRST = 20
MAX_GROUPS = 12  # values by which missing facts are told apart

Stored = Mapping[str, object]


class Age(StrEnum):
    """Whether a source still speaks."""

    ALIVE = "alive"
    SILENT = "silent"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Arrival:
    """One stored arrival: its facts as they came, when, and what the contract of then said (`state`).

    state: empty when it shall be found out by the contract to compare with. kept: what its snapshot holds in
    the clear, where its sealed part stays closed; `facts` are the plain ones then.
    """

    case_ref: str
    facts: Sequence[Stored]
    at: datetime
    segment: str
    by_machine: bool
    state: str = ""
    kept: Kept | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """What a contract says of one arrival; `because` is (fact, kind) of the finding that weighs most.

    REFUSED: the contract would not have taken the fact that `because` names.
    """

    state: str
    facts: tuple[Fact, ...]
    because: tuple[str, str] | None

    def known(self) -> frozenset[str]:
        """Name the facts that have a value of their own."""
        return frozenset(one.key for one in self.facts if one.value is not None)


_WEIGHT = {Severity.NOTE: 0, Severity.ASK: 1, Severity.HOLD: 2, Severity.BLOCK: 3}


def try_one(contract: Contract, facts: Iterable[Stored], at: datetime, kept: Kept | None = None) -> Tried:
    """Check stored facts as if they arrived under this contract.

    Facts that the contract has no more are left out, as their senders must stop sending them; what it would
    not take (another source, a code it does not list) makes the arrival REFUSED. With `kept`, the facts are
    the plain ones and what was found of the others is taken from there.
    """
    taken = [one for one in facts if one["fact"] in contract.specs or one["fact"] in contract.forbidden]
    try:
        if kept is not None:
            again = rejudge(contract, kept, taken, at)
            return Tried(again.state, again.facts, again.because)
        parsed = parse_facts(contract, taken, at)
    except BadFact as bad:
        place = int(bad.field.partition("[")[2].partition("]")[0])
        return Tried(REFUSED, (), (str(taken[place]["fact"]), ""))
    found = check(contract, parsed, at)
    worst = max(found.findings, key=lambda one: _WEIGHT[one.severity], default=None)
    return Tried(found.state.value, parsed, (worst.fact, worst.kind.value) if worst else None)


@dataclass(slots=True)
class Tally:
    """Counts over many arrivals, for one contract against the one in force; `result` is JSON-able."""

    contract: Contract
    live: Contract
    n: int = 0
    before: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)
    stored: Counter[str] = field(default_factory=Counter)
    n_newly: int = 0
    n_freed: int = 0
    n_machine: int = 0
    first: list[dict[str, str]] = field(default_factory=list)
    groups: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    lacking: dict[str, dict[str, Counter[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Counter))
    )
    last: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    newest: datetime | None = None
    oldest: datetime | None = None

    def add(self, one: Arrival) -> frozenset[str]:
        """Count one arrival; returns the facts it has a value for."""
        tried = try_one(self.contract, one.facts, one.at, one.kept)
        before = one.state or try_one(self.live, one.facts, one.at, one.kept).state
        self.n += 1
        self.before[before] += 1
        self.after[tried.state] += 1
        self.newest = one.at if self.newest is None else max(self.newest, one.at)
        self.oldest = one.at if self.oldest is None else min(self.oldest, one.at)
        self._note_move(one, before, tried)
        self._note_sources(one)
        known = _known(one, tried)
        self._note_lacking(one, tried, known)
        return known

    def _note_move(self, one: Arrival, before: str, tried: Tried) -> None:
        legible = ContextState.LEGIBLE.value
        if before != legible and tried.state == legible:
            self.n_freed += 1
        if before != legible or tried.state == legible:
            return
        self.n_newly += 1
        self.n_machine += one.by_machine
        if len(self.first) < MAX_FIRST:
            fact, kind = tried.because or ("", "")
            self.first.append(
                {
                    "case_ref": one.case_ref,
                    "before": before,
                    "after": tried.state,
                    "fact": fact,
                    "kind": kind,
                }
            )

    def _note_sources(self, one: Arrival) -> None:
        at = one.at.isoformat()
        spoken = [(str(fact["fact"]), str(fact["source"])) for fact in one.facts if fact["value"] is not None]
        for key, source in (*spoken, *(one.kept.sealed_spoken() if one.kept else ())):
            said = self.last[key]
            said[source] = max(at, said.get(source, at))

    def _note_lacking(self, one: Arrival, tried: Tried, known: frozenset[str]) -> None:
        self.stored.update(known)
        places = _places(self.contract, one, tried)
        for group, value in places.items():
            self.groups[group][value] += 1
        for key, spec in self.contract.specs.items():
            if key in known or spec.sensitivity is Sensitivity.PROTECTED:
                continue
            for group, value in places.items():
                if group != key:
                    self.lacking[key][group][value] += 1

    def result(self) -> dict[str, object]:
        """Return every count, ready to be stored."""
        return {
            "n": self.n,
            "before": dict(self.before),
            "after": dict(self.after),
            "stored": dict(self.stored),
            "n_newly": self.n_newly,
            "n_freed": self.n_freed,
            "n_machine": self.n_machine,
            "first": self.first,
            "groups": {group: dict(counts) for group, counts in self.groups.items()},
            "lacking": {
                key: {group: dict(counts) for group, counts in by.items()} for key, by in self.lacking.items()
            },
            "last": {key: dict(said) for key, said in self.last.items()},
            "newest": self.newest.isoformat() if self.newest else None,
            "oldest": self.oldest.isoformat() if self.oldest else None,
        }


def _known(one: Arrival, tried: Tried) -> frozenset[str]:
    """Name the facts an arrival has a value for; of one that is refused, those for which one was sent."""
    if tried.state == REFUSED:
        spoken = one.kept.sealed_spoken() if one.kept else ()
        return _sent(one.facts) | {key for key, _source in spoken}
    return tried.known() | (one.kept.sealed_known() if one.kept else frozenset())


def _sent(facts: Iterable[Stored]) -> frozenset[str]:
    return frozenset(str(one["fact"]) for one in facts if one["value"] is not None)


def _places(contract: Contract, one: Arrival, tried: Tried) -> dict[str, str]:
    """Say where an arrival belongs: its segment, and its value of each plain fact with a short list."""
    places = {SEGMENT: one.segment}
    for fact in tried.facts:
        spec = contract.specs[fact.key]
        is_open = spec.type is FactType.ENUM and spec.sensitivity is Sensitivity.PLAIN
        if is_open and fact.value is not None and len(spec.values) <= MAX_GROUPS:
            places.setdefault(fact.key, str(fact.value))
    return places
