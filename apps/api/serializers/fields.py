"""Fields that take one JSON type each: a text is no number, and an instant has its offset."""

import datetime as dt
from collections.abc import Mapping
from contextlib import suppress
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_datetime
from rest_framework import serializers

from apps.core import clock

MOST_DIGITS = 18


class Text(serializers.CharField):
    """A JSON text, blanks at its ends removed."""

    def to_internal_value(self, data: object) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Whole(serializers.IntegerField):
    """A JSON whole number."""

    def to_internal_value(self, data: object) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return data


class Truth(serializers.BooleanField):
    """true or false, and nothing that looks like it."""

    default_error_messages = {"invalid": "Send true or false."}

    def to_internal_value(self, data: object) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid")
        return data


class Exact(serializers.FloatField):
    """A JSON number, kept as the decimal it is written as."""

    default_error_messages = {"too_long": f"At most {MOST_DIGITS} digits."}

    def to_internal_value(self, data: object) -> Decimal:  # type: ignore[override] # exact where DRF has floats
        if isinstance(data, bool) or not isinstance(data, int | float):
            self.fail("invalid")
        value = Decimal(str(data))
        if abs(value) >= 10**MOST_DIGITS:
            self.fail("too_long")
        return value


class Instant(serializers.DateTimeField):
    """ISO 8601 with an offset or Z, read and written in UTC."""

    default_error_messages = {"invalid": "Send an instant with its offset, for example 2026-11-22T08:00:00Z."}

    def __init__(self, **options: Any) -> None:
        super().__init__(default_timezone=dt.UTC, **options)

    def to_internal_value(self, value: object) -> dt.datetime:
        found = _instant(value) if isinstance(value, str) else None
        if found is None:
            self.fail("invalid")
        return found


class DecidedAt(Instant):
    """The moment of a decision; null for one that was brought in from before ReviewHub without its moment."""

    def __init__(self, **options: Any) -> None:
        told = "Null: decided before ReviewHub, and nobody recorded when."
        super().__init__(**{"read_only": True, "allow_null": True, "help_text": told, **options})

    def to_representation(self, value: dt.datetime) -> Any:
        return None if value == clock.NOT_RECORDED else super().to_representation(value)


def _instant(text: str) -> dt.datetime | None:
    with suppress(ValueError, OverflowError):
        found = parse_datetime(text)
        return found.astimezone(dt.UTC) if found is not None and found.tzinfo is not None else None
    return None


class Id(serializers.UUIDField):
    """A UUID as text."""

    def to_internal_value(self, data: object) -> UUID:
        if not isinstance(data, str):
            self.fail("invalid", value=data)
        return super().to_internal_value(data)


# No docstrings on In and Out: the OpenAPI description would repeat them for every class below.
# What comes in: a field the schema does not list is refused, never ignored (promise P18).
class In(serializers.Serializer[Any]):
    default_error_messages = {
        "unknown_field": "There is no such field here. Leave it out.",
        "invalid": "Send an object here.",
    }

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            known = {name for name, field in self.fields.items() if not field.read_only}
            unknown = sorted(str(name) for name in data if name not in known)
            if unknown:
                message = serializers.ErrorDetail(str(self.error_messages["unknown_field"]), "unknown_field")
                raise serializers.ValidationError({unknown[0][:60]: [message]})
        return super().to_internal_value(data)


# What goes out: exactly the fields listed, from an object, a mapping or a tuple in order.
class Out(serializers.Serializer[Any]):
    def to_representation(self, instance: Any) -> dict[str, Any]:
        if type(instance) is tuple:
            names = [str(field.source) for field in self.fields.values()]
            instance = dict(zip(names, instance, strict=True))
        return dict(super().to_representation(instance))
