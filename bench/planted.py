"""Decisions with habits planted in them, by two generators: no miner is judged by its own model alone.

`additive`: a slice adds to the override rate, nothing else moves it. `logit`: a slice adds to the log odds,
on top of small effects of the values of six facts that are no habit. Facts are uneven and partly follow each
other.
"""

from dataclasses import dataclass

import numpy as np

from apps.learning import rules

SIZES = (12, 8, 7, 5, 4, 10, 6, 5, 10, 5, 6, 20, 7, 3, 4, 5, 8, 3)  # 18 facts, 285,812 conjunctions of 1 to 3
KINDS = ("additive", "logit")
BASE = 0.12
LIFTS = (0.10, 0.25)  # what a planted slice adds to the rate
N_PLANTED = 5
LEAST_SHARE = 0.002  # of the rows in a planted slice
BACKGROUND = 0.15  # spread of the log odds that values have which are no habit
FOLLOWS = 0.3
TRULY = 1.2  # times the rate outside of all that is planted: what a returned slice must really have


@dataclass(frozen=True)
class Planted:
    """Codes by fact, override flags, what was planted, and the true rate of each row."""

    codes: tuple[np.ndarray, ...]
    overridden: np.ndarray
    rate: np.ndarray
    slices: tuple[frozenset[tuple[int, int]], ...]
    background: float

    @property
    def table(self) -> rules.Table:
        columns = {
            fact(number): rules.Coded(tuple(map(value, range(SIZES[number]))), codes)
            for number, codes in enumerate(self.codes)
        }
        return rules.Table(columns, self.overridden, order=np.arange(len(self.overridden)) // 100)


def fact(number: int) -> str:
    return f"fact_{number:02d}"


def value(code: int) -> str:
    return f"v{code:02d}"


def plant(n: int, *, seed: int, kind: str, n_planted: int = N_PLANTED) -> Planted:
    dice = np.random.default_rng(seed)
    codes = tuple(_column(dice, n, size) for size in SIZES)
    for follower, leader in ((5, 1), (16, 0)):
        follows = dice.random(n) < FOLLOWS
        codes[follower][follows] = codes[leader][follows] % SIZES[follower]
    slices, inside = _slices(dice, codes, n_planted)
    lifts = dice.uniform(*LIFTS, n_planted)
    if kind == "additive":
        rate = np.full(n, BASE)
        for rows, lift in zip(inside, lifts, strict=True):
            rate[rows] += lift
        rate = np.minimum(rate, 0.95)
    else:
        odds = np.full(n, _logit(BASE))
        for number in range(6):
            odds += dice.normal(0, BACKGROUND, SIZES[number])[codes[number]]
        for rows, lift in zip(inside, lifts, strict=True):
            odds[rows] += _logit(BASE + lift) - _logit(BASE)
        rate = 1 / (1 + np.exp(-odds))
    outside = ~np.any(inside, axis=0) if inside else np.ones(n, dtype=bool)
    return Planted(codes, dice.random(n) < rate, rate, slices, float(rate[outside].mean()))


def judged(planted: Planted, found: list[frozenset[tuple[int, int]]], *, first: int = 20) -> tuple[int, int]:
    """Return how many planted slices are among the first found, and how many found ones truly stand out."""
    n_hit = sum(one in found[:first] for one in planted.slices)
    truly = [planted.rate[_rows(planted.codes, one)].mean() >= TRULY * planted.background for one in found]
    return n_hit, sum(truly)


def as_slice(pattern: rules.PatternFound) -> frozenset[tuple[int, int]]:
    return frozenset((int(name[5:]), int(label[1:])) for name, label in pattern.conditions if label)


def _logit(share: float) -> float:
    return float(np.log(share / (1 - share)))


def _column(dice: np.random.Generator, n: int, size: int) -> np.ndarray:
    shares = np.maximum(dice.dirichlet(np.full(size, 5.0)), 0.02)
    return dice.choice(size, n, p=shares / shares.sum()).astype(np.uint8)


def _slices(dice, codes, n_planted):
    """Draw slices of 1 to 3 facts, none of whose facts is another's, with rows enough."""
    free, slices, inside = list(dice.permutation(len(SIZES))), [], []
    while len(slices) < n_planted:
        size = 1 + len(slices) % 3
        dice.shuffle(free)
        facts = [int(number) for number in free[:size]]
        one = frozenset((number, int(dice.integers(SIZES[number]))) for number in facts)
        rows = _rows(codes, one)
        if LEAST_SHARE <= rows.mean() <= 0.2:  # noqa: PLR2004
            free = free[size:]
            slices.append(one)
            inside.append(rows)
    return tuple(slices), inside


def _rows(codes, one):
    return np.all([codes[number] == code for number, code in one], axis=0)
