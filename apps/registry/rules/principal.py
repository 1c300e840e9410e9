"""The principal reasons that an outcome owes to the affected person, as a pack lists them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Listed:
    """One principal reason that may be given. asks_words: whoever gives it says in words which one."""

    code: str
    text: str
    asks_words: bool = False


@dataclass(frozen=True, slots=True)
class Owed:
    """From `least` to `most` of a list, with every decision for that outcome."""

    least: int
    most: int
    listed: tuple[Listed, ...]

    def by_code(self) -> dict[str, Listed]:
        """Return what may be given, by its code."""
        return {one.code: one for one in self.listed}


def read_owed(body: Mapping[str, Any]) -> Owed | None:
    """Read what an outcome owes; None where it owes no reasons."""
    if not body:
        return None
    listed = tuple(Listed(one["code"], one["text"], bool(one.get("words", False))) for one in body["list"])
    return Owed(body["least"], body["most"], listed)


def owed_fault(body: Mapping[str, Any], *, machine_may: bool) -> str:
    """Say why a pack's principal reasons of an outcome make no sense; empty where they do."""
    if not body:
        return ""
    if machine_may:
        return "A machine gives no principal reasons, so it may not decide an outcome that owes them."
    codes: Sequence[str] = [one["code"] for one in body["list"]]
    if len(set(codes)) != len(codes):
        return "A code stands twice in the principal reasons."
    if not 1 <= body["least"] <= body["most"] <= len(codes):
        return "Principal reasons: at least one, no more than are listed, and least not above most."
    return ""
