"""Pure mining: where do people overrule the AI more than chance? No ORM, no clock, no randomness."""

from apps.learning.rules.bands import Features, Table, encode
from apps.learning.rules.cube import Cube, TooManyCells, count, merge
from apps.learning.rules.found import (
    Condition,
    Confirmation,
    MineResult,
    Params,
    PatternFound,
    SmallestEffect,
    Window,
)
from apps.learning.rules.mine import mine, mine_features
from apps.learning.rules.words import band_bounds, band_words, in_words
from apps.measures.rules import adjust, tail

__all__ = [
    "Condition",
    "Confirmation",
    "Cube",
    "Features",
    "MineResult",
    "Params",
    "PatternFound",
    "SmallestEffect",
    "Table",
    "TooManyCells",
    "Window",
    "adjust",
    "band_bounds",
    "band_words",
    "count",
    "encode",
    "in_words",
    "merge",
    "mine",
    "mine_features",
    "tail",
]
