"""A clause in words, for the page."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from apps.intake.rules.conditions import Clause, ConstantKind, Op

VERBS: Mapping[Op, str] = {
    Op.EQ: "is",
    Op.NE: "is not",
    Op.LT: "is under",
    Op.LE: "is at most",
    Op.GT: "is over",
    Op.GE: "is at least",
    Op.IN: "is one of",
    Op.HAS: "includes",
}
DAY_VERBS: Mapping[Op, str] = {
    Op.LT: "is before",
    Op.LE: "is on or before",
    Op.GT: "is after",
    Op.GE: "is on or after",
}


def _written(value: object, names: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, Decimal):
        return f"{value:,f}"
    if isinstance(value, date):
        return value.isoformat()
    return names.get(str(value), str(value))


def in_words(
    clause: Clause,
    *,
    label: str | None = None,
    names: Mapping[str, str] | None = None,
    opposite: bool = False,
) -> str:
    """Say a clause in a few English words; `names` are the labels of coded values, `opposite` denies it."""
    who, known = label or clause.fact.replace("_", " "), names or {}
    no = "not " if opposite else ""
    if clause.op is Op.IS_MISSING:
        return f"{who} is {no}missing"
    if isinstance(clause.value, tuple):
        words = [_written(one, known) for one in clause.value]
        if clause.op is Op.BETWEEN:
            return f"{who} is {no}between {words[0]} and {words[1]}"
        return f"{who} is {no}one of {', '.join(words)}"
    verb = (DAY_VERBS if clause.kind is ConstantKind.DAY else VERBS)[clause.op]
    said = f"{who} {verb} {_written(clause.value, known)}"
    return f"not ({said})" if opposite else said
