"""What the affected person is told of why a decision was made."""

from collections.abc import Mapping
from typing import Any

from apps.api.serializers.fields import In, Text
from apps.reviews.rules import MAX_INPUT, Principal

LONGEST_CODE = 60


class PrincipalBody(In):
    code = Text(max_length=LONGEST_CODE)
    words = Text(
        required=False,
        allow_blank=True,
        default="",
        max_length=MAX_INPUT,
        help_text="Where the list asks for words.",
    )


class WithPrincipal(In):
    """What may end in an outcome that owes the affected person reasons."""

    principal_reasons = PrincipalBody(
        many=True,
        required=False,
        default=list,
        help_text="What the affected person is told of why, with an outcome that owes them reasons.",
    )


def told(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return a checked body as a verb takes it."""
    rest = {name: value for name, value in said.items() if name != "principal_reasons"}
    return rest | {"principal": principal(said)}


def principal(said: Mapping[str, Any]) -> list[Principal]:
    """Return what the affected person is told, as a checked body says it."""
    return [Principal(one["code"], one["words"]) for one in said["principal_reasons"]]
