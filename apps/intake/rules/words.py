"""A clause in words, for the page."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from apps.core.money import Amount
from apps.core.words import Words, say
from apps.intake.rules.conditions import Clause, ConstantKind, Op

SAID: Mapping[Op, str] = {
    Op.EQ: say("%(fact)s is %(value)s"),
    Op.NE: say("%(fact)s is not %(value)s"),
    Op.LT: say("%(fact)s is under %(value)s"),
    Op.LE: say("%(fact)s is at most %(value)s"),
    Op.GT: say("%(fact)s is over %(value)s"),
    Op.GE: say("%(fact)s is at least %(value)s"),
    Op.HAS: say("%(fact)s includes %(value)s"),
}
SAID_OF_DAYS: Mapping[Op, str] = {
    Op.LT: say("%(fact)s is before %(value)s"),
    Op.LE: say("%(fact)s is on or before %(value)s"),
    Op.GT: say("%(fact)s is after %(value)s"),
    Op.GE: say("%(fact)s is on or after %(value)s"),
}


def _named(value: object, names: Mapping[str, str], currency: str | None) -> object:
    if currency and isinstance(value, int):
        return Amount(value, currency)
    return value if isinstance(value, bool | int | Decimal | date) else names.get(str(value), str(value))


def in_words(
    clause: Clause,
    *,
    label: str | None = None,
    names: Mapping[str, str] | None = None,
    currency: str | None = None,
    opposite: bool = False,
) -> Words:
    """Say a clause in a few words; `names` are the labels of coded values, `opposite` denies it.

    currency: of a fact of money, whose values are whole minor units.
    """
    who, known = label or clause.fact.replace("_", " "), names or {}
    if clause.op is Op.IS_MISSING:
        return say("%(fact)s is not missing", fact=who) if opposite else say("%(fact)s is missing", fact=who)
    if isinstance(clause.value, tuple):
        return _of_several(
            clause,
            who,
            [None if one is None else _named(one, known, currency) for one in clause.value],
            opposite=opposite,
        )
    said = SAID_OF_DAYS if clause.kind is ConstantKind.DAY and clause.op in SAID_OF_DAYS else SAID
    whole = say(said[clause.op], fact=who, value=_named(clause.value, known, currency))
    return say("not (%(said)s)", said=whole) if opposite else whole


def _of_several(clause: Clause, who: str, values: Sequence[object], *, opposite: bool) -> Words:
    if clause.op is Op.BANDED:
        return _of_band(who, *values, opposite=opposite)
    if clause.op is Op.BETWEEN:
        low, high = values
        if opposite:
            return say("%(fact)s is not between %(low)s and %(high)s", fact=who, low=low, high=high)
        return say("%(fact)s is between %(low)s and %(high)s", fact=who, low=low, high=high)
    if opposite:
        return say("%(fact)s is not one of %(values)s", fact=who, values=list(values))
    return say("%(fact)s is one of %(values)s", fact=who, values=list(values))


def _of_band(who: str, low: object, high: object, *, opposite: bool) -> Words:
    if low is None:
        whole = say("%(fact)s is under %(high)s", fact=who, high=high)
    elif high is None:
        whole = say("%(fact)s is %(low)s or more", fact=who, low=low)
    else:
        whole = say("%(fact)s is %(low)s to under %(high)s", fact=who, low=low, high=high)
    return say("not (%(said)s)", said=whole) if opposite else whole
