"""A slice in words."""

import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import reduce
from itertools import pairwise

from apps.core import money
from apps.core.words import Words, say
from apps.learning.rules import bands, found

BANDS = (
    (re.compile(r"(?P<low>-?[\d.,]+) to under (?P<high>-?[\d.,]+)"), "%(low)s to under %(high)s"),
    (re.compile(r"under (?P<high>-?[\d.,]+)"), "under %(high)s"),
    (re.compile(r"(?P<low>-?[\d.,]+) and over"), "%(low)s and over"),
)


def in_words(
    conditions: Sequence[found.Condition],
    *,
    facts: Mapping[str, str] | None = None,
    values: Mapping[tuple[str, str], str] | None = None,
) -> Words:
    """Say a slice: "hospital stay is yes and body part is lower back".

    `facts` maps a fact to its label (else its key with spaces), `values` maps (fact, value) to words, also
    for bands (else the value with spaces).
    """
    facts, values = facts or {}, values or {}
    return reduce(
        lambda first, last: say("%(first)s and %(last)s", first=first, last=last),
        (
            say("%(fact)s is missing", fact=facts.get(fact, _spaced(fact)))
            if value is None
            else say(
                "%(fact)s is %(value)s",
                fact=facts.get(fact, _spaced(fact)),
                value=values.get((fact, value)) or _plain(value),
            )
            for fact, value in conditions
        ),
    )


def in_code(
    conditions: Sequence[found.Condition], *, amounts: Collection[str] = (), currency: str = ""
) -> str:
    """Write a slice as a rule: `body_part = "44" and weekly_wage >= 350.00 USD`. amounts: facts of money."""
    return " and ".join(
        f"{fact} is missing" if value is None else _code(fact, value, currency if fact in amounts else "")
        for fact, value in conditions
    )


def is_band(value: str | None) -> bool:
    return value is not None and any(known.fullmatch(value) for known, _sentence in BANDS)


def _code(fact: str, value: str, currency: str) -> str:
    band = next((found for known, _sentence in BANDS if (found := known.fullmatch(value))), None)
    if band is None:
        return f"{fact} = {json.dumps(value)}"
    ends = band.groupdict()
    return " and ".join(
        f"{fact} {op} {_edge(ends[name], currency)}"
        for op, name in ((">=", "low"), ("<", "high"))
        if name in ends
    )


def _edge(number: str, currency: str) -> str:
    return f"{money.major(round(float(number)), currency)} {currency}" if currency else number


def band_bounds(edges: Sequence[float], value: str) -> tuple[float | None, float | None]:
    """Return a band label's bounds, low included, high not; None is open. For a rule drafted from a slice.

    Raises:
        ValueError: where the edges make no such band.
    """
    place = bands.band_labels(edges).index(value)
    bounds: list[float | None] = [None, *edges, None]
    return bounds[place], bounds[place + 1]


def band_words(edges: Sequence[float], *, write: Callable[[float], object]) -> dict[str, Words]:
    """Return band label -> words in which `write` says the edges, for example as money."""
    said = [write(edge) for edge in edges]
    between = [say("%(low)s to under %(high)s", low=low, high=high) for low, high in pairwise(said)]
    words = (say("under %(high)s", high=said[0]), *between, say("%(low)s and over", low=said[-1]))
    return dict(zip(bands.band_labels(edges), words, strict=True))


def _plain(value: str) -> str:
    """Say a band as its label does, in every language; any other value as it is."""
    for known, sentence in BANDS:
        if found := known.fullmatch(value):
            return say(sentence, **found.groupdict())
    return _spaced(value)


def _spaced(key: str) -> str:
    return key.replace("_", " ")
