"""What one version of a contract changes against another, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from apps.core.words import Words, say
from apps.intake.rules.aspects import aspects
from apps.intake.rules.shapes import Contract, Exclusion, FactSpec, FactType, IfMissing
from apps.intake.rules.words import in_words


class ChangeKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs; `said` is the sentence. `fact` is empty for what is about the whole."""

    kind: ChangeKind
    fact: str
    aspect: str
    before: str
    after: str
    said: Words


def differences(old: Contract, new: Contract, *, currency: str) -> tuple[Change, ...]:
    """Say what `new` changes; nothing where both ask for the same."""
    return (
        *_facts(old, new, currency),
        *_forbidden(old, new),
        *_exclusions(old, new, currency),
        *_assumptions(old, new),
        *_order(old, new),
    )


def changed_facts(old: Contract, new: Contract) -> frozenset[str]:
    """Name the facts of `new` that are new or asked for otherwise."""
    return frozenset(key for key, spec in new.specs.items() if old.specs.get(key) != spec)


def is_looser(old: Contract, new: Contract) -> bool:
    """Say whether less is asked for: a fact no longer required, or gone, or an exclusion taken back."""
    freed = any(
        (spec.required or spec.required_when) and not _asks_as_much(new.specs.get(key), spec)
        for key, spec in old.specs.items()
    )
    return freed or any(one not in new.exclusions for one in old.exclusions)


def _asks_as_much(now: FactSpec | None, before: FactSpec) -> bool:
    if now is None or (now.if_missing is IfMissing.FALLBACK and before.if_missing is not IfMissing.FALLBACK):
        return False
    return now.required or (not before.required and now.required_when == before.required_when)


def _facts(old: Contract, new: Contract, currency: str) -> Iterator[Change]:
    for key, spec in new.specs.items():
        before = old.specs.get(key)
        if before is None:
            need = aspects(spec, new.specs, currency=currency)[say("needed")]
            said = say("%(fact)s: new, %(need)s", fact=spec.label, need=need)
            yield Change(ChangeKind.ADDED, key, "", "", str(need), said)
        else:
            yield from _changed(key, before, spec, old.specs, new.specs, currency)
    for key, spec in old.specs.items():
        if key not in new.specs:
            said = say(
                "%(fact)s: no longer part of the contract; senders must stop sending it", fact=spec.label
            )
            yield Change(ChangeKind.REMOVED, key, "", "", "", said)


def _changed(
    key: str,
    before: FactSpec,
    after: FactSpec,
    old: Mapping[str, FactSpec],
    new: Mapping[str, FactSpec],
    currency: str,
) -> Iterator[Change]:
    was, now = aspects(before, old, currency=currency), aspects(after, new, currency=currency)
    if was == now and before != after:  # numbers too close together to be told apart in words
        details = say("%(fact)s: changed in its details; compare the texts", fact=after.label)
        yield Change(ChangeKind.CHANGED, key, "", "", "", details)
    for aspect, said in now.items():
        if said == was[aspect]:
            continue
        sentence = _sentence(aspect, after.label, was[aspect], said)
        yield Change(ChangeKind.CHANGED, key, aspect, was[aspect], said, sentence)


BARE = frozenset({"needed", "source", "age"})  # their words speak for themselves


def _sentence(aspect: Words, label: str, was: Words, now: Words) -> Words:
    if aspect in BARE:
        return say("%(fact)s: now %(now)s (was %(was)s)", fact=label, now=now, was=was)
    return say("%(fact)s: %(aspect)s now %(now)s (was %(was)s)", fact=label, aspect=aspect, now=now, was=was)


def _forbidden(old: Contract, new: Contract) -> Iterator[Change]:
    for key in sorted(new.forbidden.keys() | old.forbidden.keys()):
        was, now = old.forbidden.get(key), new.forbidden.get(key)
        if was == now:
            continue
        if was is None:
            said = say("%(fact)s: now forbidden. %(why)s", fact=key, why=now)
            yield Change(ChangeKind.ADDED, key, "", "", str(now), said)
        elif now is None:
            said = say("%(fact)s: no longer forbidden (it was: %(why)s)", fact=key, why=was)
            yield Change(ChangeKind.REMOVED, key, "", was, "", said)
        else:
            said = say("%(fact)s: forbidden, now because: %(why)s", fact=key, why=now)
            yield Change(ChangeKind.CHANGED, key, "", was, now, said)


def exclusion_in_words(one: Exclusion, contract: Contract, currency: str) -> Words:
    """Say when the AI is not asked, and in whose words the page says so."""
    spec = contract.specs[one.when.fact]
    amounts = currency if spec.type is FactType.MONEY else None
    condition = in_words(one.when, label=spec.label, names=spec.values, currency=amounts)
    return say("%(say)s (when %(condition)s)", say=one.say, condition=condition)


def _exclusions(old: Contract, new: Contract, currency: str) -> Iterator[Change]:
    for one in new.exclusions:
        if one not in old.exclusions:
            words = exclusion_in_words(one, new, currency)
            said = say("Now out of scope: %(what)s", what=words)
            yield Change(ChangeKind.ADDED, "", "exclusion", "", words, said)
    for one in old.exclusions:
        if one not in new.exclusions:
            words = exclusion_in_words(one, old, currency)
            said = say("No longer out of scope: %(what)s", what=words)
            yield Change(ChangeKind.REMOVED, "", "exclusion", words, "", said)


def _assumptions(old: Contract, new: Contract) -> Iterator[Change]:
    for one in new.assumptions:
        if one not in old.assumptions:
            said = say("Now taken for granted: %(what)s", what=one.say)
            yield Change(ChangeKind.ADDED, one.fact, "assumption", "", one.say, said)
    for one in old.assumptions:
        if one not in new.assumptions:
            said = say("No longer taken for granted: %(what)s", what=one.say)
            yield Change(ChangeKind.REMOVED, one.fact, "assumption", one.say, "", said)


def _order(old: Contract, new: Contract) -> Iterator[Change]:
    kept = [key for key in new.specs if key in old.specs]
    if kept != [key for key in old.specs if key in new.specs]:
        said = say("The facts stand in another order")
        yield Change(ChangeKind.CHANGED, "", "order", "", "", said)
