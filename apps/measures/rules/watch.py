"""When a source has suddenly changed. The rule stands here before any figure is looked at.

A complete week against the 8 before it: Fisher's exact test, one-sided, of the share at fault, corrected over
all facts, sources and kinds of the week (Benjamini and Hochberg 1995), at 5 %. Told only from 30 cases in the
week and 100 before, and where the share rose by at least 5 points. Silent: a source that gave a value with a
share p of the arrivals gives none for n >= 30 arrivals in a row, with (1 - p)^n under 1 in 1,000.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from apps.measures.rules.significance import adjust, tail
from apps.measures.rules.weekly import WEEK

WEEKS_BEFORE = 8
WEEKS_BACK = 4  # weeks that a late run still looks at
LEAST_N = 30
LEAST_BEFORE = 100
LEAST_RISE = 0.05
FALSE_SHARE = 0.05
CHANCE = 0.001
SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Key:
    """What is watched: one kind of fault of one source in one fact; no fact is the source as a whole."""

    fact: str
    source: str
    kind: str


@dataclass(frozen=True, slots=True)
class Tally:
    """So many at fault of n."""

    n: int = 0
    k: int = 0

    @property
    def share(self) -> float:
        return self.k / self.n if self.n else 0.0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.n + other.n, self.k + other.k)


Weeks = Mapping[dt.date, Tally]


@dataclass(frozen=True, slots=True)
class Change:
    """A sudden change: since when, the figures it rests on, and the corrected p."""

    key: Key
    onset_on: dt.date
    now: Tally
    before: Tally
    q: float


@dataclass(frozen=True, slots=True)
class Told:
    """An alarm as it stands: `closed_on` is the week or day that ended it, None while it is open."""

    key: Key
    onset_on: dt.date
    before: Tally
    closed_on: dt.date | None = None

    def covers(self, day: dt.date) -> bool:
        return self.onset_on <= day and (self.closed_on is None or day < self.closed_on)


def before(weeks: Weeks, week: dt.date) -> Tally:
    """Add up the 8 weeks before one."""
    return sum((weeks.get(week - WEEK * back, Tally()) for back in range(1, WEEKS_BEFORE + 1)), Tally())


def risen(figures: Mapping[Key, Weeks], week: dt.date) -> list[Change]:
    """Return what rose in a week, by the rule above; the strongest first."""
    tested = [
        (key, weeks[week], earlier)
        for key, weeks in figures.items()
        if week in weeks and weeks[week].n >= LEAST_N and (earlier := before(weeks, week)).n >= LEAST_BEFORE
    ]
    if not tested:
        return []
    ps = [_p(now, earlier) for _, now, earlier in tested]
    corrected = adjust(np.array(ps))
    found = [
        Change(key, week, now, earlier, float(q))
        for (key, now, earlier), q in zip(tested, corrected, strict=True)
        if q <= FALSE_SHARE and now.share - earlier.share >= LEAST_RISE
    ]
    return sorted(found, key=lambda one: (one.q, one.key.source, one.key.fact, one.key.kind))


def _p(now: Tally, earlier: Tally) -> float:
    n_all, k_all = now.n + earlier.n, now.k + earlier.k
    return float(tail(np.array([now.n]), np.array([now.k]), n_all=n_all, k_all=k_all)[0])


def is_back(told: Told, weeks: Weeks, week: dt.date) -> bool:
    """Say whether a later week shows the share of before again."""
    now = weeks.get(week, Tally())
    return week > told.onset_on and now.n >= LEAST_N and now.share - told.before.share < LEAST_RISE


def silent(key: Key, given: Mapping[dt.date, int], arrived: Mapping[dt.date, int]) -> Change | None:
    """Say whether a source has gone silent: its values and all arrivals by day."""
    spoken = [day for day, n in given.items() if n]
    if not spoken:
        return None
    last = max(spoken)
    onset = min((day for day in arrived if day > last), default=None)
    since = sum(n for day, n in arrived.items() if day > last)
    usual = [day for day in arrived if last - WEEK * WEEKS_BEFORE < day <= last]
    n_before, n_given = sum(arrived[day] for day in usual), sum(given.get(day, 0) for day in usual)
    if onset is None or since < LEAST_N or n_before < LEAST_BEFORE:
        return None
    chance = (1 - min(1.0, n_given / n_before)) ** since
    if chance > CHANCE:
        return None
    return Change(key, onset, Tally(since, since), Tally(n_before, n_before - n_given), chance)


def is_covered(change: Change, told: Sequence[Told]) -> bool:
    """Say whether an alarm of the same thing, open or closed later, has told of it."""
    return any(
        one.key == change.key and (one.covers(change.onset_on) or one.closed_on is None) for one in told
    )
