"""Whether the sources of a fact still speak, as stored arrivals show it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from apps.core.words import Words, say
from apps.intake.rules.aspects import source as named
from apps.intake.rules.shapes import FactSpec
from apps.intake.rules.trial import Age

SILENT_AFTER = timedelta(days=7)
ENOUGH = 20  # stored cases under which nobody can tell that a source fell silent
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Standing:
    """How the source of truth of a fact stands; `is_blocking` when no source of the fact speaks any more."""

    source: str
    age: Age
    last_on: date | None
    n_days: int
    is_blocking: bool


def standing(spec: FactSpec, result: Mapping[str, Any], now: datetime) -> Standing:
    """Judge a fact's sources by a trial's result; where nothing arrived of late, nobody can tell: alive."""
    said = {source: datetime.fromisoformat(at) for source, at in result["last"].get(spec.key, {}).items()}
    newest = result.get("newest")
    is_quiet = result["n"] < ENOUGH or newest is None or datetime.fromisoformat(newest) <= now - SILENT_AFTER
    accepted = spec.sources or tuple(said)
    first = accepted[0] if accepted else ""
    ages = {source: _age(said.get(source), now, is_quiet=is_quiet) for source in accepted}
    last = said.get(first)
    return Standing(
        source=first,
        age=ages.get(first, Age.ALIVE if is_quiet else Age.NEVER),
        last_on=last.date() if last else None,
        n_days=(now - last) // DAY if last else 0,
        is_blocking=not is_quiet and all(age is not Age.ALIVE for age in ages.values()),
    )


def _age(last: datetime | None, now: datetime, *, is_quiet: bool) -> Age:
    if is_quiet:
        return Age.ALIVE
    if last is None:
        return Age.NEVER
    return Age.ALIVE if last > now - SILENT_AFTER else Age.SILENT


def silent_words(spec: FactSpec, stands: Standing) -> Words:
    """Say that a source is silent, since when, and the two ways out."""
    then = say(
        "New cases would stop for %(fact)s. Choose a source that is alive, or keep this optional.",
        fact=spec.label,
    )
    if stands.age is Age.NEVER or stands.last_on is None:
        return say(
            "%(source)s has sent no %(fact)s with any stored case. %(then)s",
            source=named(stands.source) or say("No source"),
            fact=spec.label,
            then=then,
        )
    return say(
        "%(source)s has sent no %(fact)s for %(n)s days (last %(day)s). %(then)s",
        source=named(stands.source),
        fact=spec.label,
        n=stands.n_days,
        day=stands.last_on,
        then=then,
    )
