"""Stored facts resolved again, only those that are asked for: what a replay of very many arrivals needs."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from apps.intake.rules import values
from apps.intake.rules.check import resolve
from apps.intake.rules.facts import revive
from apps.intake.rules.shapes import Contract, Sensitivity, Value

Entry = Mapping[str, object]
_SCALARS = (str, int, bool)
MOST_REMEMBERED = 10_000


class StoredFacts:
    """Resolves some facts of one contract as `check` would; remembers what a stored value reads as."""

    def __init__(self, contract: Contract, keys: Iterable[str]) -> None:
        self._contract = contract
        self._read: dict[tuple[str, type, object], Value | None] = {}
        self._specs = {
            key: contract.specs[key]
            for key in keys
            if key in contract.specs and contract.specs[key].sensitivity is not Sensitivity.PROTECTED
        }

    @property
    def reads_sealed(self) -> bool:
        """Say whether any of the facts is personal or special, so that it lies sealed."""
        return any(spec.sensitivity is not Sensitivity.PLAIN for spec in self._specs.values())

    def values(self, stored: Iterable[Entry], at: datetime) -> dict[str, Value]:
        """Return name -> value of the asked facts that are known; at: the time of the arrival."""
        entries: dict[str, list[Entry]] = {}
        for one in stored:
            key = one["fact"]
            if isinstance(key, str) and key in self._specs:
                entries.setdefault(key, []).append(one)
        found: dict[str, Value] = {}
        for key in self._specs:
            value = self._value(key, entries.get(key, []), at)
            if value is not None:
                found[key] = value
        return found

    def _value(self, key: str, entries: list[Entry], at: datetime) -> Value | None:
        if len(entries) == 1:
            value = self._single(key, entries[0]["value"])
            if value is not None:
                return value
        found = resolve(self._specs[key], revive(self._contract, entries, at), at)
        return None if found is None else found.value

    def _single(self, key: str, raw: object) -> Value | None:
        """Read the only value of a fact; None where that says nothing and the contract must speak."""
        if not isinstance(raw, _SCALARS):
            return None if raw is None else values.read(self._specs[key], raw).value
        known = (key, type(raw), raw)
        if known not in self._read:
            if len(self._read) > MOST_REMEMBERED:
                self._read.clear()
            self._read[known] = values.read(self._specs[key], raw).value
        return self._read[known]
