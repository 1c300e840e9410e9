"""A value that a person typed for a fact, read in the type that the contract states; never guessed."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from apps.core.words import Words, say
from apps.intake.rules.shapes import FactSpec, FactType, Value
from apps.intake.rules.values import UnfitValue, read

YES, NO = frozenset({"yes", "true", "ja"}), frozenset({"no", "false", "nein"})
_PLACES = 2

HINTS: dict[FactType, Words] = {
    FactType.BOOLEAN: say("Write yes or no."),
    FactType.INTEGER: say("Write a whole number."),
    FactType.DECIMAL: say("Write a number, for example 9.5."),
    FactType.MONEY: say("Write an amount, for example 298.00."),
    FactType.DATE: say("Write a date as 2026-11-22."),
    FactType.ENUM: say("Write one of the values that the contract knows."),
    FactType.CODE: say("Write one of the values that the contract knows."),
    FactType.STRING: say("Write what is right."),
    FactType.MULTI: say("Write values that the contract knows, with commas between them."),
}


def read_typed(spec: FactSpec, text: str) -> Value | Words:
    """Return the value that a text says for a fact, or the sentence that says what to write instead."""
    try:
        reading = read(spec, _READERS.get(spec.type, _as_it_is)(spec, text.strip()))
    except (UnfitValue, ValueError, InvalidOperation):
        return HINTS[spec.type]
    if reading.value is not None:
        return reading.value
    return reading.rule if isinstance(reading.rule, Words) else HINTS[spec.type]


def _as_it_is(_: FactSpec, text: str) -> object:
    return text


def _boolean(_: FactSpec, text: str) -> object:
    said = text.lower()
    if said not in YES | NO:
        raise ValueError
    return said in YES


def _integer(_: FactSpec, text: str) -> object:
    return int(text)


def _decimal(_: FactSpec, text: str) -> object:
    return text.replace(",", ".") if text.count(",") == 1 and "." not in text else text


def _money(spec: FactSpec, text: str) -> object:
    amount = Decimal(str(_decimal(spec, text)))
    minor = amount.scaleb(_PLACES)
    if not minor.is_finite() or minor != minor.to_integral_value():
        raise ValueError
    return int(minor)


def _coded(spec: FactSpec, text: str) -> object:
    if text in spec.values:
        return text
    return next((code for code, label in spec.values.items() if label.lower() == text.lower()), text)


def _multi(spec: FactSpec, text: str) -> object:
    return [_coded(spec, one.strip()) for one in text.split(",") if one.strip()]


_READERS: dict[FactType, Callable[[FactSpec, str], object]] = {
    FactType.BOOLEAN: _boolean,
    FactType.INTEGER: _integer,
    FactType.DECIMAL: _decimal,
    FactType.MONEY: _money,
    FactType.ENUM: _coded,
    FactType.CODE: _coded,
    FactType.MULTI: _multi,
}
