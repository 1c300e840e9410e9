"""Values, ages and sources as a person reads them."""

from datetime import datetime, timedelta
from decimal import Decimal

from apps.core import money
from apps.intake.rules import FactSpec, FactType, Value

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_MONTH, _YEAR = timedelta(days=60), timedelta(days=730)


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
        return spec.values.get(given, given)
    return _with_unit(spec, given)


def _with_unit(spec: FactSpec, given: int | Decimal) -> str:
    return f"{given:,} {spec.unit}".strip()


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
