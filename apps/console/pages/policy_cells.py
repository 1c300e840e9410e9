"""What stands in the cells of a decision table: one clause in as few words as its column allows."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.console.pages import words
from apps.core import speech
from apps.intake.rules.conditions import ConstantKind, Op
from apps.policy import rules

Say = Callable[[str, object], str]
SAID: Mapping[Op, object] = {
    Op.EQ: "%(value)s",
    Op.NE: gettext_lazy("not %(value)s"),
    Op.LT: gettext_lazy("under %(value)s"),
    Op.LE: gettext_lazy("at most %(value)s"),
    Op.GT: gettext_lazy("over %(value)s"),
    Op.GE: gettext_lazy("%(value)s or more"),
    Op.HAS: gettext_lazy("includes %(value)s"),
}
SAID_OF_DAYS: Mapping[Op, object] = {
    Op.LT: gettext_lazy("before %(value)s"),
    Op.LE: gettext_lazy("on or before %(value)s"),
    Op.GT: gettext_lazy("after %(value)s"),
    Op.GE: gettext_lazy("on or after %(value)s"),
}
OPPOSITE: Mapping[Op, Op] = {
    Op.EQ: Op.NE, Op.NE: Op.EQ, Op.LT: Op.GE, Op.GE: Op.LT, Op.LE: Op.GT, Op.GT: Op.LE,
}  # fmt: skip


def literal(one: rules.Literal, value_words: Say) -> str:
    """Say one clause without its fact, which stands over the column."""
    clause, op = one.clause, one.clause.op
    if op is Op.IS_MISSING:
        return _("known") if one.opposite else _("missing")
    if isinstance(clause.value, tuple):
        told = _several(op, clause.fact, clause.value, value_words)
        return _("not %(value)s") % {"value": told} if one.opposite else told
    said = {"value": value_words(clause.fact, clause.value)}
    turned = OPPOSITE.get(op) if one.opposite else op
    if turned is None:
        return _("not %(value)s") % {"value": str(SAID[op]) % said}
    known = SAID_OF_DAYS if clause.kind is ConstantKind.DAY and turned in SAID_OF_DAYS else SAID
    return str(known[turned]) % said


def _several(op: Op, fact: str, values: tuple[object, ...], value_words: Say) -> str:
    if op is Op.IN:
        return speech.listed([value_words(fact, one) for one in values])
    low, high = (None if one is None else value_words(fact, one) for one in values)
    if op is Op.BETWEEN:
        return _("%(low)s to %(high)s") % {"low": low, "high": high}
    return band(low, high)


def band(low: str | None, high: str | None) -> str:
    """Say a band: its lower edge belongs to it, its upper one does not; either may be open."""
    if low is None:
        return str(SAID[Op.LT]) % {"value": high}
    if high is None:
        return str(SAID[Op.GE]) % {"value": low}
    return _("%(low)s to under %(high)s") % {"low": low, "high": high}


def due(then: rules.Then | rules.Result) -> str:
    """Say until when, in hours or whole days of the clock."""
    if then.in_working_hours:
        said = ngettext("%(n)s working hour", "%(n)s working hours", then.due_hours)
    else:
        said = ngettext("%(n)s hour", "%(n)s hours", then.due_hours)
    return said % {"n": words.number(then.due_hours)}


def share(value: Decimal) -> str:
    """Say how many of a hundred; nothing for none."""
    said = {"n": speech.number((value * 100).normalize())}
    return _("%(n)s of 100") % said if value else ""
