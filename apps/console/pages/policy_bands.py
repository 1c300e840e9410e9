"""Bands that the contract draws, each a choice beside its fact in the form of a rule: nothing to type."""

from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any

from apps.console.pages import policy_cells as cells
from apps.console.pages import policy_words
from apps.flow.selectors.policy_state import Vocabulary
from apps.policy import rules

AT = "@"
Edge = int | Decimal | None


def options(knows: Vocabulary, names: rules.Named) -> list[tuple[str, str]]:
    """Name every band of the contract."""
    found = []
    for fact in knows.bands:
        for place, (low, high) in enumerate(_bands(fact, knows)):
            ends = [
                None if one is None else policy_words.value_words(fact, one, knows, names)
                for one in (low, high)
            ]
            found.append((f"{fact}{AT}{place}", f"{names.labels.get(fact, fact)}: {cells.band(*ends)}"))
    return found


def clause(choice: str, knows: Vocabulary) -> dict[str, object] | None:
    """Return the clause of a band that was chosen; None where the choice is no band."""
    fact, _at, place = choice.partition(AT)
    drawn = _bands(fact, knows)
    if not place.isdecimal() or int(place) >= len(drawn):
        return None
    return {"fact": fact, "op": "banded", "value": [_kept(one) for one in drawn[int(place)]]}


def choice(said: Mapping[str, Any], knows: Vocabulary) -> str:
    """Return the choice that stands for a clause; empty where it is no band of the contract."""
    if said.get("op") != "banded":
        return ""
    known = (f"{said['fact']}{AT}{place}" for place in range(len(_bands(said["fact"], knows))))
    return next((one for one in known if clause(one, knows) == dict(said)), "")


def _bands(fact: str, knows: Vocabulary) -> list[tuple[Edge, Edge]]:
    edges = knows.bands.get(fact, ())
    return list(pairwise([None, *edges, None])) if edges else []


def _kept(edge: Edge) -> object:
    return str(edge) if isinstance(edge, Decimal) else edge  # decimals are kept as text, so exactly
