"""Values, ages and sources as a person reads them."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from apps.core import money
from apps.intake.rules import FactSpec, FactType, Value
from apps.measures.models import Outcome

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_MONTH, _YEAR = timedelta(days=60), timedelta(days=730)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_PLURALS = frozenset({"minutes", "hours", "days", "weeks", "months", "years"})


def value(spec: FactSpec, given: Value | None, *, currency: str) -> str:
    """Write a fact's value by its type; empty when there is none."""
    if given is None:
        return ""
    if spec.type is FactType.BOOLEAN:
        return "Yes" if given else "No"
    if spec.type is FactType.MONEY and isinstance(given, int):
        return money.words(given, currency)
    if isinstance(given, tuple):
        return ", ".join(spec.values.get(one, one) for one in given) or "None"
    if isinstance(given, str):
        return day(given) if spec.type is FactType.DATE else spec.values.get(given, given)
    return _with_unit(spec, given)


def _with_unit(spec: FactSpec, given: int | Decimal) -> str:
    unit = spec.unit.removesuffix("s") if given == 1 and spec.unit in _PLURALS else spec.unit
    return f"{given:,} {unit}".strip()


def day(text: str) -> str:
    """Write an ISO date as a person does, for example `20 Nov 2026`; anything else stays as it is."""
    try:
        on = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


def outcome(told: Outcome) -> str:
    """Write what happened later, for example `Long claim: no`; the number only when nothing else is told."""
    name = told.measure.replace("_", " ").capitalize()
    if told.value is None:
        return f"{name}: {told.number:f}"
    return f"{name}: {'yes' if told.value else 'no'}"


def refusal(code: str, detail: str) -> str:
    """Write why the business system refused a decision: its code, then its own words."""
    told = [part for part in (code, detail) if part]
    return ": ".join(told) or "The business system gave no reason"


def source(slug: str) -> str:
    """Write a source's name."""
    return slug.replace("_", " ").replace("-", " ").capitalize()


def age(as_of: datetime | None, now: datetime) -> str:
    """Write how old a value is, in the largest unit that still tells something."""
    if as_of is None:
        return "no date"
    past = now - as_of
    for limit, unit, name in ((_HOUR, _MINUTE, "min"), (_DAY * 2, _HOUR, "h"), (_MONTH, _DAY, "d")):
        if past < limit:
            return f"{max(0, past // unit)} {name}"
    if past < _YEAR:
        return f"{past // timedelta(days=30)} months"
    return f"{past // timedelta(days=365)} years"
