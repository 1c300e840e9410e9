"""Pure mining: where do people overrule the AI more than chance? No ORM, no clock, no randomness."""

from apps.learning.rules.bands import Coded, Encoding, Features, Table
from apps.learning.rules.candidates import Literals
from apps.learning.rules.crossing import Crossed, added, cross, no_cells
from apps.learning.rules.cube import MAX_CELLS, Cube, TooManyCells, merge
from apps.learning.rules.cube import count as count_cells
from apps.learning.rules.emerging import Change, Recent, count_weeks, recent, without_weeks
from apps.learning.rules.found import (
    Condition,
    Confirmation,
    MineResult,
    Note,
    NoteCode,
    Params,
    PatternFound,
    SmallestEffect,
    Window,
)
from apps.learning.rules.packing import packed, unpacked_counted, unpacked_crossed, unpacked_survey
from apps.learning.rules.planning import Plan, Rows, Weeks, plan, prepared
from apps.learning.rules.protecting import Protected, Side, Tally, Told, family, revived, tally
from apps.learning.rules.protecting import added as added_tallies
from apps.learning.rules.protecting import as_json as tally_as_json
from apps.learning.rules.steps import Counted, Offered, conclude, count, merged, mine, rows_of, test
from apps.learning.rules.surveying import Survey, survey
from apps.learning.rules.surveying import merged as merged_surveys
from apps.learning.rules.words import band_bounds, band_words, in_code, in_words, is_band
from apps.measures.rules import adjust, tail

__all__ = [
    "MAX_CELLS",
    "Change",
    "Coded",
    "Condition",
    "Confirmation",
    "Counted",
    "Crossed",
    "Cube",
    "Encoding",
    "Features",
    "Literals",
    "MineResult",
    "Note",
    "NoteCode",
    "Offered",
    "Params",
    "PatternFound",
    "Plan",
    "Protected",
    "Recent",
    "Rows",
    "Side",
    "SmallestEffect",
    "Survey",
    "Table",
    "Tally",
    "Told",
    "TooManyCells",
    "Weeks",
    "Window",
    "added",
    "added_tallies",
    "adjust",
    "band_bounds",
    "band_words",
    "conclude",
    "count",
    "count_cells",
    "count_weeks",
    "cross",
    "family",
    "in_code",
    "in_words",
    "is_band",
    "merge",
    "merged",
    "merged_surveys",
    "mine",
    "no_cells",
    "packed",
    "plan",
    "prepared",
    "recent",
    "revived",
    "rows_of",
    "survey",
    "tail",
    "tally",
    "tally_as_json",
    "test",
    "unpacked_counted",
    "unpacked_crossed",
    "unpacked_survey",
    "without_weeks",
]
