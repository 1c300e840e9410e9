"""What an AI system's week came to, as it is kept: counts, codes and ids, in words when it is read.

Money is in minor units of `Worth.currency`; None says that it is not known, never that it is nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

FORM = 1  # of what is kept


@dataclass(frozen=True, slots=True)
class Corrected:
    """Decisions of persons in the week, overrides among them, and the same of the week before.

    reasons: (code, overrides whose main reason it is); ways: (suggested, decided, overrides); facts: (fact,
    overrides that corrected it); each the commonest first.
    """

    n: int = 0
    k: int = 0
    before_n: int = 0
    before_k: int = 0
    reasons: Sequence[tuple[str, int]] = ()
    ways: Sequence[tuple[str, str, int]] = ()
    facts: Sequence[tuple[str, int]] = ()
    n_notes: int = 0
    n_sharp: int = 0
    n_broken: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """What came into use in the week. `number`, `name` or `id` say which."""

    kind: str
    at: str
    number: int = 0
    name: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of findings and fixes in the week."""

    found: int = 0
    dismissed: int = 0
    live: int = 0
    measured: int = 0


@dataclass(frozen=True, slots=True)
class Judged:
    """Overrides whose later truth became due in the week: how many are known, and proved right.

    saved_minor: the price of the errors that the AI's suggestion would have been; lost_minor: of those that
    people made instead; None without a price. posture: whose prices.
    """

    n: int = 0
    k: int = 0
    n_due: int = 0
    saved_minor: int | None = None
    lost_minor: int | None = None
    posture: int | None = None


@dataclass(frozen=True, slots=True)
class FixWorth:
    """A fix that was measured in the week. avoided, low, high: in decisions, at `level`; less than 0: more.

    The same in money where what was counted has a price.
    """

    id: str
    number: int
    verdict: str
    counts: str
    n_after: int
    avoided: float
    low: float
    high: float
    level: float
    minor: int | None = None
    low_minor: int | None = None
    high_minor: int | None = None


@dataclass(frozen=True, slots=True)
class Worth:
    """stake_minor: what the corrected cases are about, of those that say it; judged: None without a truth."""

    currency: str = ""
    n_stake: int = 0
    stake_minor: int = 0
    n_without_stake: int = 0
    judged: Judged | None = None
    fixes: Sequence[FixWorth] = ()
    n_unmeasured: int = 0


@dataclass(frozen=True, slots=True)
class Unseen:
    """What nobody has looked at: how many of a kind as the report was written, the oldest since when."""

    what: str
    n: int
    since: str | None = None


@dataclass(frozen=True, slots=True)
class Week:
    """is_first: the AI system began within the week, or no week before it has a decision."""

    corrected: Corrected
    changes: Sequence[Change]
    moved: Moved
    worth: Worth
    unseen: Sequence[Unseen]
    is_first: bool = False

    @property
    def n_unseen(self) -> int:
        """How many things nobody has looked at."""
        return sum(one.n for one in self.unseen)

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was decided, nothing changed, and no truth became known."""
        judged = self.worth.judged
        return not (self.corrected.n or self.changes or self.moved != Moved() or (judged and judged.n))


def to_kept(week: Week) -> dict[str, Any]:
    """Write a week as JSON."""
    return {"form": FORM, **asdict(week)}


def from_kept(body: Mapping[str, Any]) -> Week:
    """Read a week as it was kept."""
    worth = body["worth"]
    judged = worth["judged"]
    return Week(
        corrected=Corrected(**body["corrected"]),
        changes=[Change(**one) for one in body["changes"]],
        moved=Moved(**body["moved"]),
        worth=Worth(
            **worth
            | {"judged": judged and Judged(**judged), "fixes": [FixWorth(**one) for one in worth["fixes"]]}
        ),
        unseen=[Unseen(**one) for one in body["unseen"]],
        is_first=body["is_first"],
    )


@dataclass(frozen=True, slots=True)
class Priced:
    """How many overrides ended alike: what was suggested and decided, the value that became known."""

    suggested: str
    decided: str
    value: bool
    is_right: bool
    n: int


def saved(
    rows: Sequence[Priced], *, wrong: Mapping[str, bool], error_minor: Mapping[str, int]
) -> tuple[int, int] | None:
    """Return what corrections saved and what they lost, at the prices of errors; None where none is priced.

    An override saved the price of the suggestion's error where the suggestion would have been one, and lost
    that of the decision's error where the decision was one.
    """
    if not error_minor:
        return None
    gained = lost = 0
    for one in rows:
        if wrong.get(one.suggested) == one.value:
            gained += one.n * error_minor.get(one.suggested, 0)
        if wrong.get(one.decided) == one.value:
            lost += one.n * error_minor.get(one.decided, 0)
    return gained, lost


def fix_money(
    avoided: float, low: float, high: float, *, n_wrong: int, cost_minor: int | None
) -> tuple[int, int, int] | None:
    """Price the decisions that a fix spared by the mean price of its group's errors; None without one."""
    if cost_minor is None or not n_wrong:
        return None
    price = cost_minor / n_wrong
    return round(avoided * price), round(low * price), round(high * price)
