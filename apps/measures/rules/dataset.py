"""The data set of decisions: its columns and their version, which facts may be in it, and its months.

Whoever changes a column's meaning or takes one away raises VERSION; a new column says since which version it
is there (docs/dataset.md).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from apps.intake import rules as intake_rules
from apps.intake.rules import FactSpec, FactType, Sensitivity

VERSION = 2
NOT_RECORDED = "not-recorded"  # the month of decisions whose moment nobody recorded (ADR 0059)
FACT, OUTCOME = "fact_", "outcome_"
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_LAST = 12  # month of a year
_NUMERIC = frozenset({FactType.INTEGER, FactType.DECIMAL, FactType.MONEY})
_LISTED = frozenset({FactType.ENUM, FactType.CODE})


class Kind(StrEnum):
    """What a column holds; each is one type of Parquet."""

    ID = "id"
    CODE = "code"
    CODES = "list of codes"
    WHOLE = "whole number"
    NUMBER = "number"
    FLAG = "yes or no"
    INSTANT = "instant (UTC)"
    FAULTS = "list of (fact, kind)"
    OUTCOMES = "list of (measure, value, number, known_at)"
    TOLD = "list of (measure, value, number, known_at, row_id)"
    SIGNS = "list of (kind, row_id)"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name and kind, what it says, and since which version of the schema it is there."""

    name: str
    kind: Kind
    says: str
    since: int = 1


class Table(StrEnum):
    """The two tables: one row per decision in force, one row per sign of work."""

    DECISIONS = "decisions"
    SIGNALS = "signals"


COLUMNS: Mapping[Table, tuple[Column, ...]] = {
    Table.DECISIONS: (
        Column("decision_id", Kind.ID, "The decision; other rows name it by this id."),
        Column("case_id", Kind.ID, "Its case; a case may have several decisions."),
        Column("item_id", Kind.ID, "The item it was decided on, by which signals join; empty: by machine."),
        Column("row_id", Kind.ID, "The row itself; what was written later has a greater id."),
        Column("kind", Kind.CODE, "APPROVED, OVERRIDDEN, AUTOMATIC or REVERSED (compensates another one)."),
        Column("replaces", Kind.ID, "The decision that this one reverses, or was made instead of."),
        Column("by_kind", Kind.CODE, "PERSON, MACHINE or SYSTEM."),
        Column("by_pseudonym", Kind.CODE, "Who, as a keyed hash: the same person, never which one."),
        Column("recommended", Kind.CODE, "The outcome code that the AI suggested."),
        Column("decided", Kind.CODE, "The outcome code that was decided."),
        Column("is_override", Kind.FLAG, "Whether a person decided otherwise than suggested."),
        Column("direction", Kind.CODE, "more_cautious, less_cautious, sideways or same."),
        Column("reason", Kind.CODE, "The main reason; of a restricted one only its category."),
        Column("core_category", Kind.CODE, "The core category of the main reason."),
        Column("reasons", Kind.CODES, "All reasons, the main one first; restricted ones by category."),
        Column("corrected", Kind.CODES, "The facts that whoever overrode said are wrong; no value."),
        Column("amount_minor", Kind.WHOLE, "The amount decided, in minor units."),
        Column("stake_minor", Kind.WHOLE, "The amount at stake as suggested, in minor units."),
        Column("confidence", Kind.NUMBER, "The confidence that the AI stated."),
        Column("model_version", Kind.CODE, "The version of the model."),
        Column("prompt_version", Kind.CODE, "The version of the prompt; empty: none stated."),
        Column("policy_version", Kind.WHOLE, "The number of the policy version that it was decided under."),
        Column("lane", Kind.CODE, "What policy said: AUTOMATIC, OFFICER, SUPERVISOR or HOLD."),
        Column("segment", Kind.CODE, "The kind of case, by the segments in force as it arrived."),
        Column("sample_share", Kind.NUMBER, "With which probability such a case is drawn for audit."),
        Column("is_audit", Kind.FLAG, "Whether this is the second look at what a machine had decided."),
        Column("was_escalated", Kind.FLAG, "Whether the case had been sent up."),
        Column("view_asked", Kind.FLAG, "Whether whoever decided said their view before the suggestion."),
        Column("viewed", Kind.CODE, "That view, an outcome code; empty: they could not say."),
        Column("sure", Kind.CODE, "How sure whoever decided said they were."),
        Column("n_questions", Kind.WHOLE, "How many questions had been asked about the item."),
        Column("n_returns", Kind.WHOLE, "How often it had been returned undecided."),
        Column("context", Kind.CODE, "The state of the context that was decided on."),
        Column("faults", Kind.FAULTS, "What was wrong with which fact then."),
        Column("arrived_at", Kind.INSTANT, "When the suggestion reached ReviewHub."),
        Column("claimed_at", Kind.INSTANT, "When whoever decided had taken it."),
        Column("decided_at", Kind.INSTANT, "When it was decided; empty: not recorded."),
        Column("released_at", Kind.INSTANT, "When it came into force."),
        Column("seconds_to_decide", Kind.WHOLE, "From taken to decided."),
        Column("reversed_by", Kind.ID, "The decision in force that reverses this one; comes later."),
        Column("second_result", Kind.CODE, "What a blind second review gave; comes later."),
        Column("second_outcome", Kind.CODE, "The outcome code that the second person chose; comes later."),
        Column("second_holds", Kind.CODE, "What a third person let hold, where they differed; comes later."),
        Column("outcomes", Kind.OUTCOMES, "What became known, per measure the latest; comes later."),
        Column("told", Kind.TOLD, "All that became known, in that order, also what was told anew since.", 2),
        Column("reversal_row_id", Kind.ID, "The row that put the reversal in force; comes later.", 2),
        Column("second_at", Kind.INSTANT, "When the second person had said it; comes later.", 2),
        Column("settled_at", Kind.INSTANT, "When a third person settled it; comes later.", 2),
        Column("due_at", Kind.INSTANT, "By when its inbox promised it; empty: by machine.", 2),
        Column("n_statements", Kind.WHOLE, "Statements of the suggestion that were checked on arrival.", 2),
        Column("n_unsupported", Kind.WHOLE, "How many of them the facts did not support.", 2),
        Column("signs", Kind.SIGNS, "Signs of work on its item, by kind: skipped, released, snoozed ...", 2),
    ),
    Table.SIGNALS: (
        Column("item_id", Kind.ID, "The item it is about; decisions join by it."),
        Column("kind", Kind.CODE, "What happened: skipped, released, snoozed, resorted, asked ..."),
        Column("code", Kind.CODE, "The coded reason, where there is one."),
        Column("by_pseudonym", Kind.CODE, "Who, as in the decisions."),
        Column("at", Kind.INSTANT, "When."),
    ),
}


def may_be_kept(spec: FactSpec) -> bool:
    """Say whether a fact is a code of a known list, or is put into bands: then an analytic row holds it.

    Free text, dates and what is protected never are; nor is a code of no list, unless it is marked plain.
    """
    if spec.sensitivity is Sensitivity.PROTECTED:
        return False
    if spec.type in _NUMERIC:
        return bool(spec.bands)
    listed = spec.type in _LISTED and (bool(spec.values) or spec.sensitivity is Sensitivity.PLAIN)
    return listed or spec.type is FactType.BOOLEAN


def may_leave(spec: FactSpec) -> bool:
    """Say whether a fact may leave ReviewHub, coded or in bands: only what is marked plain."""
    return may_be_kept(spec) and spec.sensitivity is Sensitivity.PLAIN


@dataclass(frozen=True, slots=True)
class Facts:
    """Which facts are columns, by their key, and which are not and why, over every version of a contract."""

    kept: tuple[str, ...]
    left_out: Mapping[str, str]


def facts_of(contracts: Iterable[intake_rules.Contract], *, leaving: bool) -> Facts:
    """Choose the facts of a data set; where versions of the contract differ, the strictest one counts."""
    why: dict[str, str] = {}
    keys: set[str] = set()
    for contract in contracts:
        for spec in contract.specs.values():
            keys.add(spec.key)
            if not (may_leave(spec) if leaving else may_be_kept(spec)):
                why.setdefault(spec.key, _why(spec))
    return Facts(tuple(sorted(keys - why.keys())), dict(sorted(why.items())))


def _why(spec: FactSpec) -> str:
    return spec.sensitivity.value if may_be_kept(spec) or spec.sensitivity is Sensitivity.PROTECTED else "raw"


def feature(spec: FactSpec, value: intake_rules.Value | None) -> str | None:
    """Return the band or the code of a fact that may be kept; None where it is missing or in no list."""
    if spec.type in _NUMERIC:
        return intake_rules.band(spec, value)
    if value is None or (spec.values and str(value) not in spec.values):
        return None
    return str(value).lower()


def month_of(at: datetime | None) -> str:
    """Name the month of an instant, as in "2026-11"; of a moment that nobody recorded, say so."""
    return NOT_RECORDED if at is None else f"{at.astimezone(UTC):%Y-%m}"


def is_month(text: str) -> bool:
    """Say whether a text names a month that a person may ask for."""
    return bool(_MONTH.fullmatch(text))


def span_of(month: str) -> tuple[datetime, datetime]:
    """Return the instants from which and until which a month runs."""
    year, number = map(int, month.split("-"))
    until = (year + 1, 1) if number == _LAST else (year, number + 1)
    return datetime(year, number, 1, tzinfo=UTC), datetime(*until, 1, tzinfo=UTC)
