"""Two policies over the same past cases, counted: where cases go, what would pass, what it would cost.

Only what is stored counts: facts and suggestions as they came, what people decided, what became known. What
people would have decided on a case that the machine decided then is not known: there the suggestion is taken.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

MACHINE = "AUTOMATIC"
HOLD = "HOLD"
PERSON = "OFFICER"
LONGEST_LIST = 20


class Meaning(StrEnum):
    """What a change of lane means for one case, the worst first.

    PASSES: the suggestion proved wrong and nobody would look first; whether an audit would afterwards
    does not count. STOPPED: it proved right and a person would look first, as none did. OPEN: the machine
    part changes, nothing is known yet. CAUGHT, FREED: the opposites of the first two. MOVED: people stay,
    but others, or it is held.
    """

    PASSES = "passes"
    STOPPED = "stopped"
    OPEN = "open"
    CAUGHT = "caught"
    FREED = "freed"
    MOVED = "moved"


RANKS: Mapping[Meaning, int] = {meaning: place for place, meaning in enumerate(Meaning)}


@dataclass(frozen=True, slots=True)
class Past:
    """One past arrival.

    decided: what a person decided, empty where none did. value: the later truth, None where it is not known
    or the case too young. may_act: what was frozen on arrival lets the machine act. drawn: the audit draw in
    [0, 1); least: the share that is audited at least. day: of arrival, in the organisation's time zone.
    """

    recommended: str
    segment: str
    decided: str
    value: bool | None
    may_act: bool
    drawn: float
    least: float
    day: str


@dataclass(frozen=True, slots=True)
class Way:
    """Where a policy sends a case: the lane as it acts, and the inbox of whoever looks (empty: nobody)."""

    lane: str
    inbox: str
    is_audited: bool

    @property
    def is_looked_at(self) -> bool:
        """Say whether a person looks: before it is decided, or afterwards."""
        return self.lane != MACHINE or self.is_audited

    @property
    def key(self) -> str:
        """Name the place a case goes to, as the lane matrix does."""
        return MACHINE if self.lane == MACHINE else f"{self.lane}:{self.inbox}"


@dataclass(frozen=True, slots=True)
class Prices:
    """What the owner's posture says an error costs, in minor units.

    wrong: what is recommended or decided -> the value that proves it wrong. error_minor: the same -> its
    cost; labels: the same -> what the posture calls that error. review_minor: of one look by a person, None
    where the posture does not say. posture: its number, None where there was none.
    """

    wrong: Mapping[str, bool]
    error_minor: Mapping[str, int]
    review_minor: int | None
    labels: Mapping[str, str] = field(default_factory=dict)
    posture: int | None = None


@dataclass(slots=True)
class Sum:
    """What one version makes of all cases; every field is a count, but error_minor is money.

    bad and good: decided by the machine, audited or not, and proved wrong or right; unknown: neither known.
    bad_minor: what the errors of `bad` cost; replays of before 27 November 2026 do not have it.
    n_errors: of every case with a known truth, decided by whom ever, as error_minor; errors: the same by what
    was decided.
    """

    people: int = 0
    machine: int = 0
    held: int = 0
    audits: int = 0
    bad: int = 0
    bad_minor: int = 0
    good: int = 0
    unknown: int = 0
    n_errors: int = 0
    error_minor: int = 0
    errors: dict[str, int] = field(default_factory=dict)

    def reviews(self) -> int:
        """Count the looks of people: cases that go to them, and second looks at the machine's."""
        return self.people + self.audits


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the money: errors that happen with an outcome, or reviews where it is empty.

    each_minor: the price of one, None where the posture names none.
    """

    outcome: str
    each_minor: int | None
    before: int
    after: int

    @property
    def gain_minor(self) -> int | None:
        """What the second version gains by it; None without a price."""
        return None if self.each_minor is None else self.each_minor * (self.before - self.after)


@dataclass(slots=True)
class Tally:
    """The running count of a replay; `kept` is what `as_json` gave when it was interrupted."""

    prices: Prices
    n_steps: int
    n: int = 0
    n_known: int = 0
    n_erased: int = 0
    n_checked: int = 0
    n_same: int = 0
    n_assumed: int = 0
    n_changed: int = 0
    n_overlap: int = 0
    odd: list[str] = field(default_factory=list)
    base: Sum = field(default_factory=Sum)
    draft: Sum = field(default_factory=Sum)
    steps: list[Sum] = field(default_factory=list)
    touched: list[int] = field(default_factory=list)
    lanes: dict[str, int] = field(default_factory=dict)
    meanings: dict[str, int] = field(default_factory=dict)
    segments: dict[str, dict[str, int]] = field(default_factory=dict)
    days: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    differs: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.steps = self.steps or [Sum() for _ in range(self.n_steps)]
        self.touched = self.touched or [0] * self.n_steps

    def add(self, past: Past, base: Way, draft: Way, steps: Sequence[Way]) -> Meaning | None:
        """Count one case; gives what its change means, None where it goes the same way."""
        is_wrong = self._is_wrong(past.recommended, value=past.value)
        self.n += 1
        self.n_known += past.value is not None
        self.n_assumed += draft.lane != MACHINE and not past.decided and past.value is not None
        self._sum(self.base, past, base, is_wrong=is_wrong)
        self._sum(self.draft, past, draft, is_wrong=is_wrong)
        for place, way in enumerate(steps):
            self._sum(self.steps[place], past, way, is_wrong=is_wrong)
            self.touched[place] += way.key != base.key
        self.n_overlap += sum(way.key != base.key for way in steps) > 1
        lane = f"{base.key}>{draft.key}"
        self.lanes[lane] = self.lanes.get(lane, 0) + 1
        self._segment(past, base, draft, is_wrong=is_wrong)
        self._day(past.day, base, draft)
        if base != draft:
            self._differ(past, base, draft, is_wrong=is_wrong)
        if base.key == draft.key:
            return None
        self.n_changed += 1
        meaning = _meaning(base, draft, is_wrong=is_wrong)
        self.meanings[meaning] = self.meanings.get(meaning, 0) + 1
        return meaning

    def checked(self, ref: str, *, is_same: bool) -> None:
        """Count whether the version in force says again what it said then."""
        self.n_checked += 1
        self.n_same += is_same
        if not is_same and len(self.odd) < LONGEST_LIST:
            self.odd.append(ref)

    def money_minor(self, of: Sum) -> int:
        """Say what a version gains against the base, in minor units; negative: it costs more."""
        return self.base.error_minor - of.error_minor + self.looks_minor(of)

    def looks_minor(self, of: Sum) -> int:
        """Say what a version gains by its reviews alone; negative: they cost more."""
        return (self.prices.review_minor or 0) * (self.base.reviews() - of.reviews())

    def seen_minor(self, of: Sum) -> int | None:
        """Say what the errors cost that a person would first have seen; None where no price is known."""
        return self.base.bad_minor - of.bad_minor or None

    def parts(self, of: Sum) -> tuple[Part, ...]:
        """Take that money apart: each kind of error, and the reviews; together they are `money_minor`."""
        kinds = sorted({*self.base.errors, *of.errors})
        errors = tuple(
            Part(
                outcome,
                self.prices.error_minor.get(outcome),
                self.base.errors.get(outcome, 0),
                of.errors.get(outcome, 0),
            )
            for outcome in kinds
        )
        return (*errors, Part("", self.prices.review_minor, self.base.reviews(), of.reviews()))

    def _is_wrong(self, outcome: str, *, value: bool | None) -> bool | None:
        wrong = self.prices.wrong.get(outcome)
        return None if value is None or wrong is None else value == wrong

    def _sum(self, of: Sum, past: Past, way: Way, *, is_wrong: bool | None) -> None:
        by_machine = way.lane == MACHINE
        if by_machine:
            of.machine += 1
            of.audits += way.is_audited
            of.bad += is_wrong is True
            of.bad_minor += self.prices.error_minor.get(past.recommended, 0) if is_wrong else 0
            of.good += is_wrong is False
            of.unknown += is_wrong is None
        else:
            of.people += 1
            of.held += way.lane == HOLD
        decided = _decided(past, way)
        if self._is_wrong(decided, value=past.value):
            of.n_errors += 1
            of.errors[decided] = of.errors.get(decided, 0) + 1
            of.error_minor += self.prices.error_minor.get(decided, 0)

    def _differ(self, past: Past, base: Way, draft: Way, *, is_wrong: bool | None) -> None:
        """Add what the draft does otherwise in one case, and its square for the width of an estimate."""
        looks = draft.is_looked_at - base.is_looked_at
        bad = (draft.lane == MACHINE) - (base.lane == MACHINE) if is_wrong else 0
        gain = self._cost(past, base) - self._cost(past, draft) - (self.prices.review_minor or 0) * looks
        for name, value in (("reviews", looks), ("bad", bad), ("money", gain)):
            sums = self.differs.setdefault(name, [0, 0])
            sums[0] += value
            sums[1] += value * value

    def _cost(self, past: Past, way: Way) -> int:
        decided = _decided(past, way)
        is_wrong = self._is_wrong(decided, value=past.value)
        return self.prices.error_minor.get(decided, 0) if is_wrong else 0

    def _segment(self, past: Past, base: Way, draft: Way, *, is_wrong: bool | None) -> None:
        row = self.segments.setdefault(past.segment, {})
        row["n"] = row.get("n", 0) + 1
        for name, way in (("base", base), ("draft", draft)):
            if way.lane == MACHINE:
                row[name] = row.get(name, 0) + 1
                if is_wrong is not None:
                    row[f"{name}_known"] = row.get(f"{name}_known", 0) + 1
                    row[f"{name}_bad"] = row.get(f"{name}_bad", 0) + is_wrong
        row["changed"] = row.get("changed", 0) + (base.key != draft.key)

    def _day(self, day: str, base: Way, draft: Way) -> None:
        for place, way in enumerate((base, draft)):
            if way.inbox and (way.lane != MACHINE or way.is_audited):
                self.days.setdefault(way.inbox, {}).setdefault(day, [0, 0])[place] += 1


def _decided(past: Past, way: Way) -> str:
    """Say what would be decided: the suggestion by the machine, and where nobody is known to have decided."""
    return past.recommended if way.lane == MACHINE or not past.decided else past.decided


def _meaning(base: Way, draft: Way, *, is_wrong: bool | None) -> Meaning:
    if (base.lane == MACHINE) == (draft.lane == MACHINE):
        return Meaning.MOVED
    if is_wrong is None:
        return Meaning.OPEN
    if draft.lane == MACHINE:
        return Meaning.PASSES if is_wrong else Meaning.FREED
    return Meaning.CAUGHT if is_wrong else Meaning.STOPPED


_PLAIN = (
    "n",
    "n_known",
    "n_erased",
    "n_checked",
    "n_same",
    "n_assumed",
    "n_changed",
    "n_overlap",
    "odd",
    "touched",
    "lanes",
    "meanings",
    "segments",
    "days",
    "differs",
)
_SUMS = tuple(Sum.__dataclass_fields__)


def as_json(tally: Tally) -> dict[str, Any]:
    """Write a tally down; `revived` reads it again."""
    return {
        **{name: getattr(tally, name) for name in _PLAIN},
        "prices": asdict(tally.prices),
        "base": _sum_json(tally.base),
        "draft": _sum_json(tally.draft),
        "steps": [_sum_json(one) for one in tally.steps],
    }


def _sum_json(one: Sum) -> dict[str, Any]:
    return {name: getattr(one, name) for name in _SUMS}


def revived(kept: Mapping[str, Any], prices: Prices, n_steps: int) -> Tally:
    """Go on with a tally that was written down, and with its prices; an empty one begins with those given."""
    if not kept:
        return Tally(prices, n_steps)
    if "prices" in kept:  # tallies of before the prices were kept have none
        prices = Prices(**kept["prices"])
    plain = {name: kept[name] for name in _PLAIN if name in kept}
    return Tally(
        prices,
        n_steps,
        **plain,
        base=Sum(**kept["base"]),
        draft=Sum(**kept["draft"]),
        steps=[Sum(**one) for one in kept["steps"]],
    )


@dataclass(frozen=True, slots=True)
class Licence:
    """What an arrival's frozen facts allow the machine, whatever policy says; of flow, which is above.

    may_act: whether it may decide alone. least: the share of its decisions that is audited at least.
    """

    may_act: Callable[[Mapping[str, object]], bool]
    least: Callable[[Mapping[str, object]], float]
