"""Pure rules of intake: the contract, the facts of one arrival, the context check, grounding."""

from apps.intake.rules.aspects import aspects, needed
from apps.intake.rules.changes import decisive, differing
from apps.intake.rules.check import check, current
from apps.intake.rules.cites import Cite, Texts, of_evidence, parse_cite
from apps.intake.rules.contract import parse_contract
from apps.intake.rules.contract_text import MAX_BYTES, parse_text
from apps.intake.rules.contract_written import as_body, as_text
from apps.intake.rules.differences import (
    Change,
    ChangeKind,
    changed_facts,
    differences,
    exclusion_in_words,
    is_looser,
)
from apps.intake.rules.entries import Entries
from apps.intake.rules.facts import (
    MAX_ENTRIES,
    check_cited,
    check_used,
    jsonable,
    parse_facts,
    parse_protected,
    revive,
    sources_of,
    split_by_sensitivity,
)
from apps.intake.rules.ground import ground
from apps.intake.rules.kept import Kept, must_open
from apps.intake.rules.mentions import Lexicon, Text, lexicon
from apps.intake.rules.recommendation import parse_recommendation, parse_ref
from apps.intake.rules.schema import Schema, schema
from apps.intake.rules.shapes import (
    Assumption,
    BadContract,
    BadFact,
    BadField,
    CaseKind,
    Check,
    Contract,
    Direction,
    Exclusion,
    Fact,
    FactSpec,
    FactType,
    Finding,
    FindingKind,
    Grounded,
    Grounding,
    IfConflict,
    IfMissing,
    Origin,
    RecommendationIn,
    Resolved,
    Said,
    Sensitivity,
    Severity,
    Statement,
    Support,
    Value,
)
from apps.intake.rules.sources import Standing, silent_words, standing
from apps.intake.rules.stored import StoredFacts
from apps.intake.rules.trial import Age as SourceAge
from apps.intake.rules.typed import read_typed
from apps.intake.rules.values import band

__all__ = [
    "MAX_BYTES",
    "MAX_ENTRIES",
    "Assumption",
    "BadContract",
    "BadFact",
    "BadField",
    "CaseKind",
    "Change",
    "ChangeKind",
    "Check",
    "Cite",
    "Contract",
    "Direction",
    "Entries",
    "Exclusion",
    "Fact",
    "FactSpec",
    "FactType",
    "Finding",
    "FindingKind",
    "Grounded",
    "Grounding",
    "IfConflict",
    "IfMissing",
    "Kept",
    "Lexicon",
    "Origin",
    "RecommendationIn",
    "Resolved",
    "Said",
    "Schema",
    "Sensitivity",
    "Severity",
    "SourceAge",
    "Standing",
    "Statement",
    "StoredFacts",
    "Support",
    "Text",
    "Texts",
    "Value",
    "as_body",
    "as_text",
    "aspects",
    "band",
    "changed_facts",
    "check",
    "check_cited",
    "check_used",
    "current",
    "decisive",
    "differences",
    "differing",
    "exclusion_in_words",
    "ground",
    "is_looser",
    "jsonable",
    "lexicon",
    "must_open",
    "needed",
    "of_evidence",
    "parse_cite",
    "parse_contract",
    "parse_facts",
    "parse_protected",
    "parse_recommendation",
    "parse_ref",
    "parse_text",
    "read_typed",
    "revive",
    "schema",
    "silent_words",
    "sources_of",
    "split_by_sensitivity",
    "standing",
]
