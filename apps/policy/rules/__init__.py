"""Pure rules of policy: parse a tree once, evaluate facts to a lane, explain it, draw the audit sample."""

from apps.policy.rules.differences import Change, Kind, Named, differences, then_in_words, window_in_words
from apps.policy.rules.due import Calendar, NeverWorks, due_at, next_day
from apps.policy.rules.evaluate import because_of, evaluate
from apps.policy.rules.examples import Example, Where, examples
from apps.policy.rules.licensed import Licence, Looser, looser
from apps.policy.rules.parse import parse
from apps.policy.rules.reach import Fault, Unreachable, unreachable
from apps.policy.rules.reads import codes_asked, gives_away, places_by_advice, reads, tells_advice
from apps.policy.rules.sample import asks_first_view, draw, sampled
from apps.policy.rules.segments import Overlap, read_segments, refuse_overlap
from apps.policy.rules.table import Line, Literal, columns, lines
from apps.policy.rules.trace import Step, Truth, in_words, trace
from apps.policy.rules.tree import (
    FLOW_FACTS,
    MAX_DEPTH,
    MAX_NODES,
    OTHERWISE,
    UNKNOWN_FACTS,
    BadPolicy,
    Because,
    Condition,
    Counted,
    Join,
    Policy,
    Result,
    Rule,
    Then,
    Window,
)

__all__ = [
    "FLOW_FACTS",
    "MAX_DEPTH",
    "MAX_NODES",
    "OTHERWISE",
    "UNKNOWN_FACTS",
    "BadPolicy",
    "Because",
    "Calendar",
    "Change",
    "Condition",
    "Counted",
    "Example",
    "Fault",
    "Join",
    "Kind",
    "Licence",
    "Line",
    "Literal",
    "Looser",
    "Named",
    "NeverWorks",
    "Overlap",
    "Policy",
    "Result",
    "Rule",
    "Step",
    "Then",
    "Truth",
    "Unreachable",
    "Where",
    "Window",
    "asks_first_view",
    "because_of",
    "codes_asked",
    "columns",
    "differences",
    "draw",
    "due_at",
    "evaluate",
    "examples",
    "gives_away",
    "in_words",
    "lines",
    "looser",
    "next_day",
    "parse",
    "places_by_advice",
    "read_segments",
    "reads",
    "refuse_overlap",
    "sampled",
    "tells_advice",
    "then_in_words",
    "trace",
    "unreachable",
    "window_in_words",
]
