"""A slice in words."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from apps.learning.rules import bands, found


def in_words(
    conditions: Sequence[found.Condition],
    *,
    facts: Mapping[str, str] | None = None,
    values: Mapping[tuple[str, str], str] | None = None,
) -> str:
    """Say a slice: "hospital stay is yes and body part is lower back".

    `facts` maps a fact to its label (else its key with spaces), `values` maps (fact, value) to words, also
    for bands (else the value with spaces).
    """
    facts, values = facts or {}, values or {}
    return " and ".join(
        f"{facts.get(fact, _spaced(fact))} is "
        + ("missing" if value is None else values.get((fact, value), _spaced(value)))
        for fact, value in conditions
    )


def band_bounds(edges: Sequence[float], value: str) -> tuple[float | None, float | None]:
    """Return a band label's bounds, low included, high not; None is open. For a rule drafted from a slice.

    Raises:
        ValueError: where the edges make no such band.
    """
    place = bands.band_labels(edges).index(value)
    bounds: list[float | None] = [None, *edges, None]
    return bounds[place], bounds[place + 1]


def band_words(edges: Sequence[float], *, write: Callable[[float], str]) -> dict[str, str]:
    """Return band label -> words in which `write` says the edges, for example as money."""
    said = [write(edge) for edge in edges]
    between = [f"{low} to under {high}" for low, high in pairwise(said)]
    words = (f"under {said[0]}", *between, f"{said[-1]} and over")
    return dict(zip(bands.band_labels(edges), words, strict=True))


def _spaced(key: str) -> str:
    return key.replace("_", " ")
