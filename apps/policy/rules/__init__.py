"""Pure rules of policy: parse a tree once, evaluate facts to a lane, explain it, draw the audit sample."""

from apps.policy.rules.evaluate import because_of, evaluate
from apps.policy.rules.parse import parse
from apps.policy.rules.reads import reads
from apps.policy.rules.sample import draw, sampled
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
    Join,
    Policy,
    Result,
    Rule,
    Then,
)

__all__ = [
    "FLOW_FACTS",
    "MAX_DEPTH",
    "MAX_NODES",
    "OTHERWISE",
    "UNKNOWN_FACTS",
    "BadPolicy",
    "Because",
    "Condition",
    "Join",
    "Policy",
    "Result",
    "Rule",
    "Step",
    "Then",
    "Truth",
    "because_of",
    "draw",
    "evaluate",
    "in_words",
    "parse",
    "reads",
    "sampled",
    "trace",
]
