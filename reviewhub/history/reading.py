"""The parts of a line: texts, numbers, instants."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from apps.core import refusals

Body = Mapping[str, object]
_LONGEST_LOOK = 4 * 60 * 60
_FIRST_YEAR = 1900
_BROKEN = re.compile("[\x00\ud800-\udfff]")  # what PostgreSQL does not store


class BadLine(refusals.Invalid):
    code = "bad_line"
    sentence = "This line cannot be read."


def text(body: Body, field: str, *, needed: bool = True) -> str:
    """Read a text.

    Raises: BadLine.
    """
    value = body.get(field)
    if value is None and not needed:
        return ""
    if not isinstance(value, str) or (needed and not value):
        raise BadLine("Text is missing here.", field=field)
    if _BROKEN.search(value):
        raise BadLine("Send text without NUL or broken characters.", field=field)
    return value


def instant(body: Body, field: str) -> datetime:
    """Read an instant with its offset.

    Raises: BadLine.
    """
    try:
        found = datetime.fromisoformat(text(body, field))
    except ValueError as error:
        raise BadLine("Give an instant such as 2026-11-22T08:00:00Z.", field=field) from error
    if found.tzinfo is None or found.year < _FIRST_YEAR:
        raise BadLine("Give an instant with its offset, such as 2026-11-22T08:00:00Z.", field=field)
    return found.astimezone(UTC)


def seconds(body: Body) -> int:
    """Read how long somebody looked.

    Raises: BadLine.
    """
    value = body.get("seconds", 0)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _LONGEST_LOOK:
        raise BadLine(f"Give whole seconds, at most {_LONGEST_LOOK}.", field="seconds")
    return value


def whole(body: Body, field: str) -> int:
    """Read a whole number.

    Raises: BadLine.
    """
    value = body.get(field)
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadLine("Give a whole number.", field=field)
    return value
