"""JSON as data and nothing else: what two readers could understand differently is refused."""

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any

import orjson
from rest_framework.parsers import BaseParser

from apps.core import refusals

MAX_DEPTH = 40
MAX_BYTES = 256 * 1024
LONGEST_NUMBER = 40
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_DIGITS_ALIKE = bytes.maketrans(b"123456789", b"000000000")
_LONG = b"0" * 16  # a number of so many digits may be none that a machine keeps exactly


class BodyUnreadable(refusals.Invalid):
    code = "body_unreadable"
    sentence = "The body is no JSON object in UTF-8."


class BodyUnfit(refusals.Invalid):
    code = "value_unfit"
    sentence = "This value is NaN, infinite, too long a number, or has a character that cannot be stored."


class BodyTooLarge(refusals.Invalid):
    """Mapped to 413."""

    code = "body_too_large"
    sentence = "The body is larger than this address takes. Send it in smaller parts."


class StrictJSONParser(BaseParser):
    """One JSON object of bounded size and depth; no NaN, no infinity, no name twice, no NUL."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,  # noqa: ARG002 - DRF's signature
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, object]:
        """Return the object.

        Raises: BodyTooLarge, BodyUnreadable, BodyUnfit.
        """
        limit = getattr((parser_context or {}).get("view"), "max_bytes", MAX_BYTES)
        raw = stream.read(limit + 1)
        if len(raw) > limit:
            raise BodyTooLarge(f"The body may have at most {limit} bytes. Send it in smaller parts.")
        return read(raw)


def read(raw: bytes) -> dict[str, object]:
    """Read one JSON object.

    Raises: BodyUnreadable, BodyUnfit.
    """
    found = _plainly(raw)
    if found is None:
        found = _carefully(raw)
    if not isinstance(found, dict):
        raise BodyUnreadable("The body must be one JSON object, with names and values in braces.")
    return found


def _plainly(raw: bytes) -> object:
    """Read an ordinary body fast; None when it might be one that needs the careful reader.

    orjson keeps the last of two equal names and reads very long numbers roughly. Without escapes a body has
    as many colons as what was read of it, unless a name stood there twice.
    """
    # One byte is found many times faster than two, and most bodies have none of it.
    if (b"\\" in raw and b"\\u" in raw) or _LONG in raw.translate(_DIGITS_ALIKE) or _may_be_deep(raw):
        return None
    try:
        found = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return None
    return found if raw.count(b":") == orjson.dumps(found).count(b":") else None


def _carefully(raw: bytes) -> object:
    numbers = _Numbers()
    try:
        found = json.loads(
            raw.decode(),
            object_pairs_hook=_object,
            parse_constant=numbers.constant,
            parse_float=numbers.decimal,
            parse_int=numbers.whole,
        )
    except RecursionError:
        raise _too_deep() from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise BodyUnreadable(f"The body is no JSON: {error.msg} at {where}.") from None
    except UnicodeDecodeError:
        raise BodyUnreadable("The body is not UTF-8 text.") from None
    if numbers.unfit or b"\\u" in raw or _may_be_deep(raw):  # nothing else can be unfit
        _check(found)
    return found


def _may_be_deep(raw: bytes) -> bool:
    """Say whether the nesting might be too deep; brackets inside texts may make it say so of a flat body.

    Each round takes the innermost brackets away, all at once and in C.
    """
    if raw.count(b"{") + raw.count(b"[") <= MAX_DEPTH:
        return False
    left = raw.translate(None, _NO_BRACKETS)
    for _ in range(MAX_DEPTH):
        if not left:
            return False
        left = left.replace(b"{}", b"").replace(b"[]", b"")
    return bool(left)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise BodyUnreadable("A name stands twice in one object. Send it once.", field=twice[:60])
    return found


class _Numbers:
    """Reads numbers and remembers whether one of them is none: NaN, infinite or too long."""

    unfit = False

    def constant(self, text: str) -> float:
        self.unfit = True
        return float(text)

    def decimal(self, text: str) -> float:
        value = float(text) if len(text) <= LONGEST_NUMBER else math.inf
        self.unfit |= not math.isfinite(value)
        return value

    def whole(self, text: str) -> int | float:
        if len(text) <= LONGEST_NUMBER:
            return int(text)
        return self.constant("inf")


def _too_deep() -> BodyUnreadable:
    return BodyUnreadable(f"The body is nested more than {MAX_DEPTH} levels deep. Make it flatter.")


def _check(found: object) -> None:
    """Refuse what is nested too deep, numbers that are none, and texts that no column can hold."""
    level: list[object] = [found]
    for _ in range(MAX_DEPTH + 1):  # what stands in the deepest object is a level below it
        if any(map(_is_unfit, level)):
            raise BodyUnfit(field=next(_unfit_places(found, ""), "body"))
        level = [inner for value in level for inner in _inside(value)]
        if not level:
            return
    raise _too_deep()


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return (*value, *value.values())
    return value if isinstance(value, list) else ()


def _is_unfit(value: object) -> bool:
    if isinstance(value, str):
        return "\x00" in value or (not value.isascii() and any("\ud800" <= one <= "\udfff" for one in value))
    return isinstance(value, float) and not math.isfinite(value)


def _unfit_places(value: object, path: str) -> Iterator[str]:
    """Give the path of each unfit value, for example `facts[3].value`."""
    if _is_unfit(value):
        yield path
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _unfit_places(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _unfit_places(inner, f"{path}[{place}]")
