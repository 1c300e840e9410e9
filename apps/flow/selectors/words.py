"""Values, ages and sources as a person reads them."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from apps.core import speech
from apps.core.words import Words, say_many
from apps.intake.rules import FactSpec, FactType, Value
from apps.intake.rules import words as clause_words
from apps.intake.rules.conditions import Clause
from apps.measures.models import Outcome

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_MONTH, _YEAR = timedelta(days=60), timedelta(days=730)
_UNITS = {
    "minutes": say_many("%(n)s minute", "%(n)s minutes", n=0),
    "hours": say_many("%(n)s hour", "%(n)s hours", n=0),
    "days": say_many("%(n)s day", "%(n)s days", n=0),
    "weeks": say_many("%(n)s week", "%(n)s weeks", n=0),
    "months": say_many("%(n)s month", "%(n)s months", n=0),
    "years": say_many("%(n)s year", "%(n)s years", n=0),
}
_AGES: tuple[tuple[timedelta, timedelta, Callable[[], str]], ...] = (
    (_HOUR, _MINUTE, lambda: pgettext("duration", "%(n)s min")),
    (_DAY * 2, _HOUR, lambda: pgettext("duration", "%(n)s h")),
    (_MONTH, _DAY, lambda: pgettext("duration", "%(n)s d")),
    (_YEAR, timedelta(days=30), lambda: _("%(n)s months")),
)


def condition(clause: Clause, specs: Mapping[str, FactSpec], *, currency: str) -> Words:
    """Say a clause about one of a contract's facts, as the contract calls it."""
    spec = specs[clause.fact]
    amounts = currency if spec.type is FactType.MONEY else None
    return clause_words.in_words(clause, label=spec.label, names=spec.values, currency=amounts)


def value(spec: FactSpec, given: Value | None, *, currency: str) -> str:
    """Write a fact's value by its type; empty when there is none."""
    if given is None:
        return ""
    if spec.type is FactType.BOOLEAN:
        return _("Yes") if given else _("No")
    if spec.type is FactType.MONEY and isinstance(given, int):
        return speech.amount(given, currency)
    if isinstance(given, tuple):
        return speech.listed([spec.values.get(one, one) for one in given]) or _("None")
    if isinstance(given, str):
        return day(given) if spec.type is FactType.DATE else spec.values.get(given, given)
    return _with_unit(spec, given)


def _with_unit(spec: FactSpec, given: int | Decimal) -> str:
    known = _UNITS.get(spec.unit)
    if known is None:
        return f"{speech.number(given)} {speech.speak_kept(spec.unit)}".strip()
    one = 1 if given == 1 else 2  # no language counts in fractions of a plural
    return ngettext(known.msgid, known.plural, one) % {"n": speech.number(given)}


def day(text: str) -> str:
    """Write an ISO date as a person does, for example `20 Nov 2026`; anything else stays as it is."""
    try:
        on = date.fromisoformat(text)
    except ValueError:
        return text
    return speech.day(on)


def outcome(told: Outcome) -> str:
    """Write what happened later, for example `Long claim: no`; the number only when nothing else is told."""
    name = speech.speak_kept(told.measure.replace("_", " ").capitalize())
    if told.value is None:
        return f"{name}: {speech.number(told.number or 0)}"
    return _("%(name)s: yes") % {"name": name} if told.value else _("%(name)s: no") % {"name": name}


def refusal(code: str, detail: str) -> str:
    """Write why the business system refused a decision: its code, then its own words."""
    told = [part for part in (code, detail) if part]
    return ": ".join(told) or _("The business system gave no reason")


def source(slug: str) -> str:
    """Write a source's name."""
    return speech.speak_kept(slug.replace("_", " ").replace("-", " ").capitalize())


def age(as_of: datetime | None, now: datetime) -> str:
    """Write how old a value is, in the largest unit that still tells something."""
    if as_of is None:
        return _("no date")
    past = now - as_of
    for limit, unit, name in _AGES:
        if past < limit:
            return name() % {"n": max(0, past // unit)}
    n_years = past // timedelta(days=365)
    return ngettext("%(n)s year", "%(n)s years", n_years) % {"n": n_years}
