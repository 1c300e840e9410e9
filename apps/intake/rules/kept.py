"""What a contract says of a stored arrival whose sealed part stays closed.

A snapshot keeps its findings in the clear, so a fact whose rule did not change need not be read again. Only
where a changed rule reads a personal or special fact must the sealed part be opened (`must_open`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from apps.intake.rules.check import AGED, LACKING, OTHER_IS_USED, check
from apps.intake.rules.facts import parse_facts
from apps.intake.rules.shapes import Contract, Exclusion, Fact, FactSpec, FindingKind, Sensitivity, Severity
from apps.intake.states import ContextState

SEALED = frozenset({Sensitivity.PERSONAL, Sensitivity.SPECIAL})


@dataclass(frozen=True, slots=True)
class Kept:
    """What a snapshot holds in the clear, and the contract that it was checked by."""

    by: Contract
    facts: Sequence[Mapping[str, object]]
    findings: Sequence[Mapping[str, object]]
    given: Mapping[str, Sequence[str]]
    state: str

    def sealed_known(self) -> frozenset[str]:
        """Name the sealed facts that have a possible value, from any source."""
        lacking = {
            str(one["fact"])
            for one in self.findings
            if one["kind"] in LACKING and one["way_out"] != OTHER_IS_USED
        }
        return frozenset(key for key in self._sealed() if key not in lacking)

    def sealed_spoken(self) -> Iterable[tuple[str, str]]:
        """Name each sealed fact with each source that sent anything for it."""
        silent = {
            (str(one["fact"]), source)
            for one in self.findings
            if one["kind"] == FindingKind.MISSING and not one.get("is_coded")
            for source in _texts(one.get("sources"))
        }
        pairs = ((key, source) for key in self._sealed() for source in self.given[key])
        return (pair for pair in pairs if pair not in silent)

    def _sealed(self) -> Iterable[str]:
        return (key for key in self.given if _is_sealed(self.by, key))


def _texts(raw: object) -> list[str]:
    return [str(one) for one in raw] if isinstance(raw, list) else []


def must_open(old: Contract, new: Contract) -> bool:
    """Say whether arrivals checked by `old` must be opened to say what `new` makes of them."""
    return any(_is_sealed(old, key) for key in _reads(old, new))


def _is_sealed(contract: Contract, key: str) -> bool:
    spec = contract.specs.get(key)
    return spec is not None and spec.sensitivity in SEALED


def _touched(old: Contract, new: Contract) -> frozenset[str]:
    """Name the facts on which `new` may say something else: their rule, or what it depends on, changed."""
    changed = {key for key in old.specs.keys() | new.specs.keys() if _judged(old, key) != _judged(new, key)}
    changed |= {key for key in old.forbidden.keys() ^ new.forbidden.keys() if key in old.specs}
    leaning = {
        key for key, spec in new.specs.items() if spec.required_when and spec.required_when.fact in changed
    }
    return frozenset(changed | leaning)


def _judged(contract: Contract, key: str) -> FactSpec | None:
    """Return a fact's rule without what the check does not look at."""
    spec = contract.specs.get(key)
    return replace(spec, label="", help="", defined_by="", bands=()) if spec else None


def _reads(old: Contract, new: Contract) -> frozenset[str]:
    touched = _touched(old, new)
    conditions = {
        spec.required_when.fact for key in touched if (spec := new.specs.get(key)) and spec.required_when
    }
    scope = _scope(old, new, touched)
    excluding = frozenset(one.when.fact for one in (*scope.added, *(old.exclusions if scope.is_less else ())))
    return touched | conditions | excluding


@dataclass(frozen=True, slots=True)
class _Scope:
    """How exclusions change: those that are new or judge otherwise, and whether an old one is gone."""

    added: tuple[Exclusion, ...]
    is_less: bool


def _scope(old: Contract, new: Contract, touched: frozenset[str]) -> _Scope:
    """Compare exclusions. Where none is gone, what was out of scope still is; else each is asked anew."""
    as_before = [one.when for one in old.exclusions if one.when.fact not in touched]
    added = tuple(one for one in new.exclusions if one.when not in as_before)
    stay = [one.when for one in new.exclusions if one.when.fact not in touched]
    return _Scope(added, is_less=any(one.when not in stay for one in old.exclusions))


@dataclass(frozen=True, slots=True)
class Rejudged:
    """What a contract says of a kept arrival: the plain facts as it reads them, and what weighs most."""

    state: str
    facts: tuple[Fact, ...]
    because: tuple[str, str] | None


_WEIGHT = {Severity.NOTE.value: 0, Severity.ASK.value: 1, Severity.HOLD.value: 2, Severity.BLOCK.value: 3}


def rejudge(new: Contract, kept: Kept, plain: Sequence[Mapping[str, object]], at: datetime) -> Rejudged:
    """Check anew what changed, and take the rest as it was found; only where `must_open` says no.

    Raises: BadFact.
    """
    touched = _touched(kept.by, new)
    parsed = parse_facts(new, plain, at)
    scope = _scope(kept.by, new, touched)
    fresh = check(new if scope.is_less else replace(new, exclusions=scope.added), parsed, at)
    found = [
        (str(one["fact"]), str(one["kind"]), str(one["severity"]))
        for one in kept.findings
        if one["fact"] not in touched
    ]
    found += [(one.fact, one.kind.value, one.severity.value) for one in fresh.findings if one.fact in touched]
    is_excluded = bool(fresh.exclusions) or (kept.state == ContextState.OUT_OF_SCOPE and not scope.is_less)
    worst = max(found, key=lambda one: _WEIGHT[one[2]], default=None)
    return Rejudged(_state(found, is_excluded=is_excluded), parsed, worst[:2] if worst else None)


def _state(found: Sequence[tuple[str, str, str]], *, is_excluded: bool) -> str:
    """Return the state that these findings make: a finding above a note is one about a needed fact."""
    kinds = {kind for _, kind, severity in found if severity != Severity.NOTE}
    if is_excluded:
        return ContextState.OUT_OF_SCOPE.value
    if FindingKind.CONFLICT in kinds:
        return ContextState.CONFLICTED.value
    if kinds & LACKING:
        return ContextState.INCOMPLETE.value
    return (ContextState.STALE if kinds & AGED else ContextState.LEGIBLE).value
