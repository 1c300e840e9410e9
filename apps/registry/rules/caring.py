"""Care of a list of reasons: merged, retired or split, and under which one counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from apps.registry.states import CareKind

_LONGEST_CODE = 40


@dataclass(frozen=True, slots=True)
class Changed:
    """What happened to one reason of the list: its code, and which others stand in its place."""

    kind: CareKind
    code: str
    into: tuple[str, ...] = ()


def successors(changes: Sequence[Changed]) -> dict[str, str]:
    """Return former code -> code under which its decisions count: where it was merged, and merged again.

    What was split or retired counts under itself: nobody knows which part a decision of before would be.
    """
    merged = {one.code: one.into[0] for one in changes if one.kind is CareKind.MERGED}

    def last(code: str) -> str:
        seen = {code}
        while code in merged and merged[code] not in seen:
            code = merged[code]
            seen.add(code)
        return code

    return {code: last(code) for code in merged}


def split_code(code: str, place: int, taken: Sequence[str]) -> str:
    """Return a code for one part of a reason that no reason ever had."""
    number = place
    while True:
        ending = f"_{number}"
        made = code[: _LONGEST_CODE - len(ending)] + ending
        if made not in taken:
            return made
        number += 1


def cared_for(
    rows: Sequence[Mapping[str, Any]], changed: Changed, *, texts: Sequence[str] = ()
) -> list[Mapping[str, Any]]:
    """Return the list after a change. texts: what the parts of a split are called.

    A part takes over what its reason asks for and its category; its directions as well.
    """
    listed: list[Mapping[str, Any]] = []
    for row in rows:
        if row["code"] != changed.code:
            listed.append(row)
        elif changed.kind is CareKind.SPLIT:
            parts = zip(changed.into, texts, strict=True)
            listed += [{**row, "code": code, "text": text} for code, text in parts]
    if changed.kind is not CareKind.MERGED:
        return listed
    (former,) = [row for row in rows if row["code"] == changed.code]
    ways = dict.fromkeys(former["directions"])
    return [
        {**row, "directions": list(dict.fromkeys(row["directions"]) | ways)}
        if row["code"] == changed.into[0]
        else row
        for row in listed
    ]
