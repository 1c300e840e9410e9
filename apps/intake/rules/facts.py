from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from apps.core import canonical
from apps.intake.rules import cites, values
from apps.intake.rules.shapes import BadFact, Contract, Fact, FactSpec, Origin, Sensitivity, Statement, Value

MAX_ENTRIES = 500
MAX_SOURCE = 100
FIELDS = frozenset({"fact", "value", "source", "as_of", "origin", "evidence"})
PROTECTED_FIELDS = frozenset({"fact", "value"})
_made = tuple.__new__  # a named tuple of ready values, in a third of the time that its own way takes
REAL, PROTECTED = Origin.REAL, Sensitivity.PROTECTED
AS_THEY_ARE = frozenset({str, int, bool, type(None)})
ORIGINS: Mapping[str, Origin] = {"real": Origin.REAL, "simulated": Origin.SIMULATED}


class _Unfit(ValueError):
    def __init__(self, name: str, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.name = name
        self.code = code
        self.sentence = sentence


def parse_facts(contract: Contract, raw: object, now: datetime) -> tuple[Fact, ...]:
    """Read the facts of one arrival by the contract; several entries of one fact are several sources.

    What the contract calls simulated is so, whatever its sender says of it.
    Raises: BadFact with a path such as `facts[3].value`.
    """
    instants: dict[object, datetime] = {}
    sent = entries_of(raw, "facts")
    return tuple([fact_at(place, contract, entry, now, instants) for place, entry in enumerate(sent)])


def fact_at(
    place: int, contract: Contract, entry: object, now: datetime, instants: dict[object, datetime]
) -> Fact:
    """Read the entry at a place of an arrival; instants: those read before, by their text.

    Raises: BadFact.
    """
    try:
        return _fact(contract, entry, now, instants)
    except _Unfit as unfit:
        name = f".{unfit.name}" if unfit.name else ""
        raise BadFact(f"facts[{place}]{name}", unfit.code, unfit.sentence) from None


def parse_protected(contract: Contract, raw: object) -> dict[str, Value | None]:
    """Read the protected facts that arrive apart: key -> value. They are for the fairness audit only.

    Raises: BadFact with a path such as `protected[0].value`.
    """
    found: dict[str, Value | None] = {}
    for i, entry in enumerate(entries_of(raw, "protected")):
        try:
            key, value = _protected(contract, entry, found)
            found[key] = value
        except _Unfit as unfit:
            name = f".{unfit.name}" if unfit.name else ""
            raise BadFact(f"protected[{i}]{name}", unfit.code, unfit.sentence) from None
    return found


def check_used(contract: Contract, used: Sequence[str]) -> None:
    """Refuse a submission whose AI used what it may not: a leak, a protected trait, a fact not for it.

    Raises: BadFact with a path such as `used[2]`.
    """
    for i, key in enumerate(used):
        if key in contract.closed:
            raise _closed_to_ai(contract, key, f"used[{i}]")
        if key not in contract.specs:
            raise BadFact(f"used[{i}]", "unknown_fact", f"The contract has no fact {key[:64]}.")


def check_cited(contract: Contract, rationale: Sequence[Statement]) -> None:
    """Refuse a submission in which a statement rests on what the AI may not use: then the AI used it.

    A citation that the contract does not know is no reason to refuse: the grounding check marks it.
    Raises: BadFact with a path such as `rationale[2].cites`.
    """
    for i, said in enumerate(rationale):
        if not contract.closed.isdisjoint(said.cites):
            key = next(one for one in said.cites if one in contract.closed)
            raise _closed_to_ai(contract, key, f"rationale[{i}].cites")


def _closed_to_ai(contract: Contract, key: str, field: str) -> BadFact:
    why = _why_forbidden(contract, key) or "The contract keeps it from the AI."
    return BadFact(field, "forbidden_fact", f"The AI may not use {key}. {why}")


def revive(contract: Contract, stored: Iterable[Mapping[str, object]], now: datetime) -> tuple[Fact, ...]:
    """Read stored facts (see split_by_sensitivity) again, so that a check or verdict can be replayed.

    now: the time of the arrival. Raises: BadFact if what was stored does not fit this contract version.
    """
    return parse_facts(contract, list(stored), now)


def split_by_sensitivity(
    contract: Contract, facts: Iterable[Fact]
) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Split into (plain, private) as JSON-able objects; personal and special facts are private.

    What came is kept, also where it counts as missing. Decimals are written as text, times in UTC with Z.
    """
    plain: list[dict[str, object]] = []
    private: list[dict[str, object]] = []
    open_keys = contract.plain
    for fact in facts:
        (plain if fact.key in open_keys else private).append(_stored(fact))
    return plain, private


def sources_of(facts: Iterable[Fact]) -> dict[str, list[str]]:
    """Name the sources of each fact, in the order they came, without any value."""
    found: dict[str, list[str]] = {}
    for fact in facts:
        known = found.get(fact.key)
        if known is None:
            found[fact.key] = [fact.source]
        elif fact.source not in known:
            known.append(fact.source)
    return found


def _stored(fact: Fact) -> dict[str, object]:
    key, _, _, given, source, as_of, origin, _, _, evidence = fact
    stored: dict[str, object] = {
        "fact": key,
        "value": given if type(given) in AS_THEY_ARE else jsonable(given),
        "source": source,
        "as_of": None if as_of is None else _instant(as_of),
        "origin": "real" if origin is REAL else origin.value,
    }
    if evidence:
        stored["evidence"] = evidence
    return stored


@lru_cache(maxsize=1024)  # the facts of a batch are mostly of few moments
def _instant(at: datetime) -> str:
    return canonical.instant(at)


def jsonable(value: Value | None) -> object:
    """Write a fact's value as JSON can hold it: a decimal as text, several codes as a list."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return list(value) if isinstance(value, tuple) else value


# --- one entry ---


def entries_of(raw: object, field: str) -> Sequence[object]:
    """Return what was sent as a list of entries. Raises: BadFact."""
    if not isinstance(raw, list | tuple):
        raise BadFact(field, "wrong_type", "Send a list here.")
    if len(raw) > MAX_ENTRIES:
        raise BadFact(field, "too_long", f"Send at most {MAX_ENTRIES} entries.")
    return raw


def _mapping(entry: object, allowed: frozenset[str]) -> Mapping[str, object]:
    if not isinstance(entry, dict) and not isinstance(entry, Mapping):  # the first is quicker to tell
        raise _Unfit("", "wrong_type", "Send an object with fact, value and source here.")
    if not allowed.issuperset(entry):
        name = next(str(one)[:60] for one in entry if one not in allowed)
        raise _Unfit(name, "unknown_field", f"Unknown field; allowed are {', '.join(sorted(allowed))}.")
    return entry


def _why_forbidden(contract: Contract, key: str) -> str | None:
    if key in contract.forbidden:
        return contract.forbidden[key]
    spec = contract.specs.get(key)
    if spec is not None and spec.sensitivity is Sensitivity.PROTECTED:
        return "It is protected; send it under `protected`, apart from the context."
    return None


def _spec(contract: Contract, key: object) -> FactSpec:
    if not isinstance(key, str):
        raise _Unfit("fact", "wrong_type", "Name a fact of the contract.")
    spec = contract.specs.get(key)
    if spec is None or spec.sensitivity is PROTECTED or key in contract.forbidden:
        why = _why_forbidden(contract, key)
        if why is not None:
            raise _Unfit("fact", "forbidden_fact", f"{key} may not be among the facts. {why}")
        raise _Unfit("fact", "unknown_fact", f"The contract has no fact {key[:64]}.")
    return spec


def _fact(contract: Contract, entry: object, now: datetime, instants: dict[object, datetime]) -> Fact:
    fields = entry if type(entry) is dict and FIELDS.issuperset(entry) else _mapping(entry, FIELDS)
    key, source, as_of = fields.get("fact"), fields.get("source"), fields.get("as_of")
    spec = contract.sendable.get(key) if type(key) is str else None
    if spec is None:  # what is in order is told at a glance, here and below; the functions say what is not
        spec = _spec(contract, key)
    if "value" not in fields:
        raise _Unfit("value", "missing_field", "Send the value; null when it is unknown.")
    if type(source) is not str or source not in spec.sources:
        source = _source(spec, source)
    at = instants.get(as_of) if type(as_of) is str else None
    if at is None and as_of is not None:
        at = _as_of(as_of, now, instants)
    origin = _origin(fields["origin"]) if "origin" in fields else REAL
    if spec.simulated:
        origin = Origin.SIMULATED
    evidence = _evidence(fields["evidence"]) if "evidence" in fields else ""
    raw = fields["value"]
    if spec.is_bare and raw is not None and raw != "":  # any value of its type will do
        try:
            known = values.READ[spec.type](spec, raw)
        except values.UnfitValue as unfit:
            raise _Unfit("value", unfit.code, unfit.sentence) from None
        return _made(Fact, (spec.key, spec.type, known, known, source, at, origin, "", "", evidence))
    value, given, nulled, rule = _read(spec, raw)
    return _made(Fact, (spec.key, spec.type, value, given, source, at, origin, nulled, rule, evidence))


def _read(spec: FactSpec, raw: object) -> values.Reading:
    try:
        return values.read(spec, raw)
    except values.UnfitValue as unfit:
        raise _Unfit("value", unfit.code, unfit.sentence) from None


def _source(spec: FactSpec, raw: object) -> str:
    if not isinstance(raw, str) or not raw.strip() or not values.storable(raw):
        raise _Unfit("source", "wrong_type", "Name the source of the value.")
    if len(raw) > MAX_SOURCE:
        raise _Unfit("source", "too_long", f"Name the source in at most {MAX_SOURCE} characters.")
    if spec.sources:
        named = ", ".join(spec.sources)
        raise _Unfit("source", "unknown_source", f"The contract takes {spec.key} from {named} only.")
    return raw


def _as_of(raw: object, now: datetime, instants: dict[object, datetime]) -> datetime:
    if not isinstance(raw, (str, datetime)):  # half the time of a union
        raise _Unfit("as_of", "wrong_type", "Send a time as ISO 8601 text, for example 2026-05-20T08:00:00Z.")
    found = instants.get(raw)
    if found is None:
        try:
            found = instants[raw] = values.read_instant(raw, now)
        except values.UnfitValue as unfit:
            raise _Unfit("as_of", unfit.code, unfit.sentence) from None
    return found


def _origin(raw: object) -> Origin:
    found = ORIGINS.get(raw) if isinstance(raw, str) else None
    if found is None:
        raise _Unfit("origin", "bad_origin", "Say real or simulated.")
    return found


def _evidence(raw: object) -> str:
    if raw is None:
        return ""
    if not isinstance(raw, str) or cites.parse_cite(f"{cites.PREFIX}{raw}") is None:
        raise _Unfit("evidence", "bad_citation", "Name a document and its page, for example first_report#2.")
    return raw


def _protected(
    contract: Contract, entry: object, found: Mapping[str, Value | None]
) -> tuple[str, Value | None]:
    fields = _mapping(entry, PROTECTED_FIELDS)
    key = fields.get("fact")
    spec = contract.specs.get(key) if isinstance(key, str) else None
    if spec is None or spec.sensitivity is not Sensitivity.PROTECTED:
        raise _Unfit("fact", "unknown_fact", "The contract has no protected fact of this name.")
    if spec.key in found:
        raise _Unfit("fact", "duplicate_fact", f"{spec.key} is given twice.")
    return spec.key, _read(spec, fields.get("value")).value
