"""Read one value in the type the contract states; refuse what is of another type, never guess."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Context, Decimal
from math import isfinite
from typing import NamedTuple

from apps.core.words import Words, say
from apps.intake.rules.shapes import FUTURE_TOLERANCE, FactSpec, FactType, Value

MAX_INTEGER = 10**15
MAX_STRING = 2_000
MAX_CODE = 100
MAX_CHOICES = 100
MAX_TIMESTAMP = 40
OLDEST_YEAR = 1900
MAX_PLACES = 18
DECIMAL_TEXT = re.compile(r"[+-]?\d{1,15}(\.\d{1,18})?", re.ASCII)
WIDE = Context(prec=80)
DAY_TEXT = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class UnfitValue(ValueError):
    """A value that is refused; the caller knows its field."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


def storable(text: str) -> bool:
    """Tell whether a text can be stored and shown: no NUL, no half of a surrogate pair."""
    if text.isascii():
        return "\x00" not in text
    return "\x00" not in text and not any("\ud800" <= one <= "\udfff" for one in text)


def _wrong(what: str) -> UnfitValue:
    return UnfitValue("wrong_type", f"Send {what} here.")


def _boolean(_: FactSpec, raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    raise _wrong("true or false")


def _integer(_: FactSpec, raw: object) -> int:
    if type(raw) is int and -MAX_INTEGER <= raw <= MAX_INTEGER:
        return raw
    if not isinstance(raw, int) or isinstance(raw, bool):
        refuse_infinite(raw)
        raise _wrong("a whole number")
    if abs(raw) > MAX_INTEGER:
        raise UnfitValue("out_of_range", "Send a whole number of at most 15 digits.")
    return raw


def _money(spec: FactSpec, raw: object) -> int:
    minor = _integer(spec, raw)
    if minor < 0:
        raise UnfitValue("negative_money", "Send an amount in minor units that is not negative.")
    return minor


def refuse_infinite(raw: object) -> None:
    """Raise UnfitValue for NaN and infinities; they are numbers of no size."""
    if (isinstance(raw, float) and not isfinite(raw)) or (isinstance(raw, Decimal) and not raw.is_finite()):
        raise UnfitValue(
            "not_finite", "Send a finite number; leave the fact out, or send null, when it is unknown."
        )


def _decimal(_: FactSpec, raw: object) -> Decimal:
    if type(raw) is float and -MAX_INTEGER <= raw <= MAX_INTEGER:
        written = float.__repr__(raw)
        if len(written) < MAX_PLACES and "e" not in written:
            return Decimal(written)  # in order at a glance: too short for too many places
    refuse_infinite(raw)
    if isinstance(raw, float):
        raw = Decimal(float.__repr__(raw))
    elif isinstance(raw, str):
        raw = _decimal_of_text(raw)
    elif isinstance(raw, int) and not isinstance(raw, bool):
        raw = Decimal(raw) if abs(raw) <= MAX_INTEGER else Decimal("Infinity")
    if not isinstance(raw, Decimal):
        raise _wrong("a number, or a decimal written as text")
    if abs(raw) > MAX_INTEGER:
        raise UnfitValue("out_of_range", "Send a number of at most 15 digits before the point.")
    if int(raw.as_tuple().exponent) < -MAX_PLACES:  # the noise of a binary fraction, not a measurement
        return raw.quantize(Decimal(1).scaleb(-MAX_PLACES), context=WIDE)
    return raw


def _decimal_of_text(raw: str) -> Decimal:
    if raw.strip().lower().lstrip("+-") in {"nan", "snan", "inf", "infinity"}:
        raise UnfitValue("not_finite", "Send a finite number; leave the fact out when it is unknown.")
    if not DECIMAL_TEXT.fullmatch(raw):
        raise _wrong("a number, or a decimal written as text")
    return Decimal(raw)


def _coded(spec: FactSpec, raw: object) -> str:
    if isinstance(raw, int) and not isinstance(raw, bool) and abs(raw) <= MAX_INTEGER:
        raw = str(raw)
    if not isinstance(raw, str):
        raise _wrong("one of the fact's codes")
    if spec.values:
        if raw in spec.values:
            return raw
        raise UnfitValue("unknown_value", "Send one of the codes that the contract lists for this fact.")
    return _text(raw, MAX_CODE)


def _text(raw: object, longest: int) -> str:
    if type(raw) is str and len(raw) <= longest and raw.isascii() and "\x00" not in raw:
        return raw  # in order at a glance, as nearly all are
    if not isinstance(raw, str):
        raise _wrong("text")
    if len(raw) > longest:
        raise UnfitValue("too_long", f"Send at most {longest} characters.")
    if not storable(raw):
        raise _wrong("text without NUL or broken characters")
    return raw


def _string(_: FactSpec, raw: object) -> str:
    return _text(raw, MAX_STRING)


def _date(_: FactSpec, raw: object) -> str:
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw.isoformat()
    if not isinstance(raw, str) or not DAY_TEXT.fullmatch(raw):
        raise _wrong("a date as YYYY-MM-DD")
    try:
        date.fromisoformat(raw)
    except ValueError:
        raise _wrong("a date that exists, as YYYY-MM-DD") from None
    return raw


def _multi(spec: FactSpec, raw: object) -> tuple[str, ...]:
    if not isinstance(raw, list | tuple):
        raise _wrong("a list of the fact's codes")
    if len(raw) > MAX_CHOICES:
        raise UnfitValue("too_long", f"Send at most {MAX_CHOICES} codes.")
    return tuple(sorted({_coded(spec, one) for one in raw}))


READ: Mapping[FactType, Callable[[FactSpec, object], Value]] = {
    FactType.BOOLEAN: _boolean,
    FactType.INTEGER: _integer,
    FactType.DECIMAL: _decimal,
    FactType.MONEY: _money,
    FactType.ENUM: _coded,
    FactType.CODE: _coded,
    FactType.STRING: _string,
    FactType.DATE: _date,
    FactType.MULTI: _multi,
}


class Reading(NamedTuple):
    """value None means: counts as missing; given is what came; nulled and rule say why."""

    value: Value | None
    given: Value | None
    nulled: str = ""
    rule: str = ""


NOTHING = Reading(None, None, "missing", say("no value was sent"))
EMPTY = Reading(None, "", "missing", say("an empty text says nothing"))


def read(spec: FactSpec, raw: object) -> Reading:
    """Read one value by the contract; what counts as missing is kept and says so.

    Raises: UnfitValue.
    """
    if raw is None:
        return NOTHING
    if spec.missing_codes:
        code = as_code(raw)
        if code in spec.missing_codes:
            return Reading(None, code, "missing", say("the value %(code)s means missing", code=code))
    if raw == "" and spec.type is not FactType.BOOLEAN:
        return EMPTY
    value = READ[spec.type](spec, raw)
    if (spec.low is None and spec.high is None) or possible(spec, value):
        return Reading(value, value)
    return Reading(
        None, value, "impossible", say("possible values are %(limits)s", limits=limits_in_words(spec))
    )


def as_code(raw: object) -> str | None:
    """Write a scalar as the text under which missing codes are kept: 999, 999.0 and "999" are one code."""
    if isinstance(raw, bool):
        return None
    if isinstance(raw, str):
        return raw
    if isinstance(raw, int):
        return str(raw) if abs(raw) <= MAX_INTEGER else None
    if isinstance(raw, float) and isfinite(raw):
        return str(int(raw)) if raw.is_integer() and abs(raw) <= MAX_INTEGER else float.__repr__(raw)
    if isinstance(raw, Decimal) and raw.is_finite() and abs(raw) <= MAX_INTEGER:
        return str(int(raw)) if raw == int(raw) else str(raw.normalize())
    return None


def possible(spec: FactSpec, value: Value) -> bool:
    """Tell whether a value lies within the contract's limits, both inclusive."""
    low, high = spec.low, spec.high
    if isinstance(value, str):
        return not (isinstance(low, str) and value < low) and not (isinstance(high, str) and value > high)
    if isinstance(value, tuple):
        return True
    above = low is None or isinstance(low, str) or value >= low
    return above and (high is None or isinstance(high, str) or value <= high)


def limits_in_words(spec: FactSpec) -> Words:
    if spec.low is None:
        return say("at most %(high)s", high=spec.high)
    if spec.high is None:
        return say("at least %(low)s", low=spec.low)
    return say("%(low)s to %(high)s", low=spec.low, high=spec.high)


def read_instant(raw: object, now: datetime) -> datetime:
    """Read a timestamp with its offset into UTC; up to five minutes ahead of `now` are forgiven.

    Raises: UnfitValue (wrong_type, naive_timestamp, future_timestamp, out_of_range).
    """
    found = _instant(raw)
    if found.tzinfo is None:
        raise UnfitValue("naive_timestamp", "Say the offset from UTC, for example 2026-05-20T08:00:00Z.")
    try:
        found = found.astimezone(UTC)
    except OverflowError:
        raise UnfitValue("out_of_range", "Send a time after the year 1900.") from None
    if found.year < OLDEST_YEAR:
        raise UnfitValue("out_of_range", "Send a time after the year 1900.")
    if found > now + FUTURE_TOLERANCE:
        raise UnfitValue("future_timestamp", "This time lies in the future; check the sender's clock.")
    return found


def _instant(raw: object) -> datetime:
    if isinstance(raw, datetime):
        return raw
    if not isinstance(raw, str) or len(raw) > MAX_TIMESTAMP:
        raise _wrong("a time as ISO 8601 text, for example 2026-05-20T08:00:00Z")
    try:
        return datetime.fromisoformat(raw)
    except ValueError:
        raise _wrong("a time as ISO 8601 text, for example 2026-05-20T08:00:00Z") from None


def band(spec: FactSpec, value: Value | None) -> str | None:
    """Name the business band of a number ("25 to 34", "under 25", "55 and over"); None without either.

    Each edge belongs to the band above it.
    """
    if not spec.bands or value is None or isinstance(value, bool | str | tuple):
        return None
    n_below = sum(1 for edge in spec.bands if edge <= value)
    if n_below == 0:
        return f"under {spec.bands[0]}"
    low = spec.bands[n_below - 1]
    return f"{low} and over" if n_below == len(spec.bands) else f"{low} to under {spec.bands[n_below]}"
