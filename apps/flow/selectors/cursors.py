"""Keyset pages: a cursor names the last row seen, so that new rows neither repeat nor hide others."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from apps.core import refusals
from apps.core.words import say

M = TypeVar("M", bound=Model)
_LARGEST = 2**31 - 1


class BadCursor(refusals.Invalid):
    code = "bad_cursor"
    sentence = say("This page link is not one of ours. Start again from the first page.")


@dataclass(frozen=True, slots=True)
class Order:
    """An order of rows by columns, the last one unique; a leading minus is descending."""

    columns: tuple[str, ...]
    kinds: str  # of each column: t an instant, n a whole number, u an id

    def page(self, rows: QuerySet[M], after: str | None, limit: int) -> QuerySet[M]:
        """Return the rows behind the cursor, one more than the limit, so that one knows whether more follow.

        Raises: BadCursor.
        """
        if after:
            rows = rows.filter(self._behind(after))
        return rows.order_by(*self.columns)[: limit + 1]

    def cursor(self, row: object) -> str:
        """Return the cursor that names a row."""
        return "~".join(_write(getattr(row, column.lstrip("-"))) for column in self.columns)

    def _behind(self, after: str) -> Q:
        parts = after.split("~")
        if "".join(part[:1] for part in parts) != self.kinds:
            raise BadCursor(field="after")
        values = [_read(part) for part in parts]
        behind, same = Q(), Q()
        for column, value in zip(self.columns, values, strict=True):
            name = column.lstrip("-")
            step = "lt" if column.startswith("-") else "gt"
            behind |= same & Q(**{f"{name}__{step}": value})
            same &= Q(**{name: value})
        return behind


def _write(value: object) -> str:
    if isinstance(value, datetime):
        return "t" + value.astimezone(UTC).isoformat()
    if isinstance(value, int):
        return f"n{value}"
    return f"u{value}"


def _read(part: str) -> object:
    try:
        if part.startswith("t"):
            return datetime.fromisoformat(part[1:]).astimezone(UTC)
        return _small(part[1:]) if part.startswith("n") else UUID(part[1:])
    except (ValueError, OverflowError):
        raise BadCursor(field="after") from None


def _small(digits: str) -> int:
    number = int(digits)
    if abs(number) > _LARGEST:
        raise ValueError(digits)
    return number


POLICY = Order(("-urgency", "due_at", "id"), "ntu")
AGAINST_POLICY = Order(("urgency", "-due_at", "-id"), "ntu")
DUE = Order(("due_at", "id"), "tu")
AGE = Order(("opened_at", "id"), "tu")
AMOUNT = Order(("-stake", "id"), "nu")
WAKES = Order(("snoozed_until", "id"), "tu")
DONE = Order(("-closed_at", "id"), "tu")
DECIDED = Order(("-decided_at", "id"), "tu")
ASKED = Order(("-asked_at", "-id"), "tu")
WORST = Order(("rank", "id"), "nu")
LINES = Order(("id",), "u")
