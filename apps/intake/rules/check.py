from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import reduce

from apps.core.words import Words, say
from apps.intake.rules.shapes import (
    Check,
    Contract,
    Fact,
    FactSpec,
    Finding,
    FindingKind,
    IfConflict,
    IfMissing,
    Origin,
    Resolved,
    Said,
    Severity,
)
from apps.intake.states import ContextState

UNDATED = datetime.min.replace(tzinfo=UTC)
HOUR = timedelta(hours=1)
FALLBACK_SOURCE = "contract"
WHEN_LACKING = {
    IfMissing.BLOCK: Severity.BLOCK,
    IfMissing.ASK: Severity.ASK,
    IfMissing.HOLD: Severity.HOLD,
    IfMissing.FALLBACK: Severity.ASK,
}
OTHER_IS_USED = say("Tell the source, so that it mends its record.")
_made = tuple.__new__  # a named tuple of ready values, in a third of the time that its own way takes
LACKING = frozenset({FindingKind.MISSING, FindingKind.IMPOSSIBLE})
AGED = frozenset({FindingKind.STALE, FindingKind.UNDATED})


def check(contract: Contract, facts: Iterable[Fact], now: datetime) -> Check:
    """Judge the facts of one case by its contract: what is missing, old, disputed, and what value to use.

    State, the worst that applies: OUT_OF_SCOPE (an exclusion holds) > CONFLICTED (sources differ and a person
    must decide; the value is then unknown) > INCOMPLETE (a required fact has no possible value and no
    fallback) > STALE (a required fact is older than its limit, or cannot say how old it is) > LEGIBLE.
    A conflict that the contract settles (source of truth, newest) is a finding and counts in n_conflicts, but
    leaves the state as it is.
    """
    entries: dict[str, list[Fact]] = {}
    for fact in facts:
        held = entries.get(fact.key)
        if held is None:
            entries[fact.key] = [fact]
        else:
            held.append(fact)
    contract = _with_conditions(contract, entries, now)
    findings: list[Finding] = []
    resolved: dict[str, Resolved] = {}
    at, age = None, None  # of the last one: those of a case are mostly of one moment
    for spec in contract.judged:
        key = spec.key
        given = entries.get(key, ())
        if len(given) == 1 and spec.max_age is None:  # so it nearly always is
            only = given[0]
            if only.value is not None:
                if only.as_of is not at:
                    at, age = only.as_of, _age(only, now)
                resolved[key] = _made(Resolved, (only.value, only.source, at, only.origin, age, False))
                continue
        found = _judge(spec, given, now, findings)
        if found is not None:
            resolved[spec.key] = found
    return _summary(contract, tuple(findings), resolved)


def _with_conditions(contract: Contract, entries: dict[str, list[Fact]], now: datetime) -> Contract:
    """Make required what the known facts require; a condition that cannot be known requires, to be safe."""
    conditional = contract.conditional
    if not conditional:
        return contract
    known: dict[str, object] = {}
    for name in {clause.fact for clause in conditional.values()}:
        found = _judge(contract.specs[name], entries.get(name, ()), now, [])
        known[name] = None if found is None else found.value
    asked = {key for key, clause in conditional.items() if clause.test(known) is not False}
    specs = {key: replace(s, required=True) if key in asked else s for key, s in contract.specs.items()}
    return replace(contract, specs=specs)


def _summary(contract: Contract, findings: tuple[Finding, ...], resolved: dict[str, Resolved]) -> Check:
    known = {key: one.value for key, one in resolved.items()}
    excluded = tuple([one.say for one in contract.exclusions if one.when.test(known)])
    if not findings:  # so it nearly always is
        state = ContextState.OUT_OF_SCOPE if excluded else ContextState.LEGIBLE
        required = contract.required
        return Check(state, findings, resolved, excluded, False, False, 0, 0, required, known)
    lacking = {
        one.fact
        for one in findings
        if one.kind in LACKING and contract.specs[one.fact].required and not _has_own(resolved.get(one.fact))
    }
    severities = {one.severity for one in findings}
    return Check(
        state=_state(contract, findings, resolved, excluded=bool(excluded)),
        findings=findings,
        resolved=resolved,
        exclusions=excluded,
        blocks_approval=Severity.BLOCK in severities,
        holds=Severity.HOLD in severities,
        n_missing=len(lacking),
        n_conflicts=sum(1 for one in findings if one.kind is FindingKind.CONFLICT),
        required=contract.required,
        known=known,
    )


def _has_own(resolved: Resolved | None) -> bool:
    return resolved is not None and not resolved.fallback


def _state(
    contract: Contract, findings: Sequence[Finding], resolved: dict[str, Resolved], *, excluded: bool
) -> ContextState:
    if excluded:
        return ContextState.OUT_OF_SCOPE
    if any(one.kind is FindingKind.CONFLICT and one.severity is not Severity.NOTE for one in findings):
        return ContextState.CONFLICTED
    needed = [one for one in findings if contract.specs[one.fact].required]
    if any(one.kind in LACKING and one.fact not in resolved for one in needed):
        return ContextState.INCOMPLETE
    if any(one.kind in AGED for one in needed):
        return ContextState.STALE
    return ContextState.LEGIBLE


# --- one fact ---


def resolve(spec: FactSpec, entries: Sequence[Fact], now: datetime) -> Resolved | None:
    """Choose the value of one fact, as `check` does; None where there is none, or a person must choose."""
    return _judge(spec, entries, now, [])


def _judge(
    spec: FactSpec, entries: Sequence[Fact], now: datetime, findings: list[Finding]
) -> Resolved | None:
    chosen: Fact | None = entries[0] if len(entries) == 1 else None  # nearly always there is one
    if chosen is None or chosen.value is None:
        entries = _current(entries)  # of one source, its newest word counts, also when that says nothing
        held = [one for one in entries if one.value is not None]
        if not held:
            return _lacking(spec, entries, findings)
        if len(held) < len(entries):
            _note_nulled(spec, entries, findings)
        chosen = held[0] if len(held) == 1 else _settle(spec, held, findings)
    if chosen is None or chosen.value is None:
        return None
    if spec.max_age is not None:
        _note_age(spec, spec.max_age, chosen, now, findings)
    return Resolved(chosen.value, chosen.source, chosen.as_of, chosen.origin, _age(chosen, now))


def _age(fact: Fact, now: datetime) -> float | None:
    return None if fact.as_of is None else max(0.0, (now - fact.as_of) / HOUR)


def _lacking(spec: FactSpec, entries: Sequence[Fact], findings: list[Finding]) -> Resolved | None:
    """Report a fact without any possible value; use the contract's fallback where there is one."""
    impossible = [one for one in entries if one.nulled == FindingKind.IMPOSSIBLE.value]
    shown = impossible or list(entries)
    why = shown[0].rule if shown else say("no value was sent")
    severity = (
        Severity.NOTE if spec.fallback is not None or not spec.required else WHEN_LACKING[spec.if_missing]
    )
    findings.append(
        Finding(
            fact=spec.key,
            kind=FindingKind.IMPOSSIBLE if impossible else FindingKind.MISSING,
            severity=severity,
            rule=say("%(fact)s: %(why)s; %(so)s", fact=spec.label, why=why, so=_consequence(spec)),
            way_out=_ask(spec),
            values=_said(shown),
        )
    )
    if spec.fallback is None:
        return None
    return Resolved(spec.fallback, FALLBACK_SOURCE, None, Origin.REAL, None, fallback=True)


def _consequence(spec: FactSpec) -> Words:
    if spec.fallback is not None:
        return say("the contract's fallback is used instead")
    if not spec.required:
        return say("the contract does not require it")
    return {
        IfMissing.BLOCK: say("nobody can approve without it"),
        IfMissing.HOLD: say("the case waits for it"),
    }.get(spec.if_missing, say("the contract requires it"))


def _ask(spec: FactSpec) -> Words:
    names = [say(source.replace("_", " ")) for source in spec.sources[:3]]
    if not names:
        return say("Ask the sender for it.")
    asked = reduce(lambda first, last: say("%(first)s or %(last)s", first=first, last=last), names)
    return say("Ask %(sources)s for it.", sources=asked)


def _note_nulled(spec: FactSpec, entries: Sequence[Fact], findings: list[Finding]) -> None:
    """Note impossible values and missing codes of single sources where another source has a value."""
    for kind in (FindingKind.IMPOSSIBLE, FindingKind.MISSING):
        nulled = [one for one in entries if one.nulled == kind.value]
        if nulled:
            rule = say(
                "%(fact)s: %(why)s; another source's value is used", fact=spec.label, why=nulled[0].rule
            )
            findings.append(Finding(spec.key, kind, Severity.NOTE, rule, OTHER_IS_USED, _said(nulled)))


def _said(entries: Iterable[Fact]) -> tuple[Said, ...]:
    return tuple(Said(one.source, one.given, one.as_of) for one in entries)


# --- age ---


def _note_age(
    spec: FactSpec, max_age: timedelta, chosen: Fact, now: datetime, findings: list[Finding]
) -> None:
    """Report a value older than its limit (exactly at the limit is fresh), or of unknown age."""
    if chosen.as_of is not None and now - chosen.as_of <= max_age:
        return
    hours = max_age / HOUR
    limit = say("%(fact)s may be at most %(hours)s hours old", fact=spec.label, hours=hours)
    undated = chosen.as_of is None
    findings.append(
        Finding(
            fact=spec.key,
            kind=FindingKind.UNDATED if undated else FindingKind.STALE,
            severity=Severity.ASK if spec.required else Severity.NOTE,
            rule=say("%(limit)s; this one has no date", limit=limit) if undated else limit,
            way_out=say("Get it again from %(source)s.", source=say(chosen.source.replace("_", " "))),
            values=_said((chosen,)),
        )
    )


# --- conflict ---


def _settle(spec: FactSpec, held: Sequence[Fact], findings: list[Finding]) -> Fact | None:
    """Choose between the values of several sources; None when a person must."""
    if len({one.value for one in held}) == 1:
        return min(held, key=lambda one: (_rank(spec, one), -_age_key(one)))
    chosen = _choose(spec, held)
    then = say("a person must decide") if chosen is None else _settled_by(spec, chosen)
    rule = say("%(fact)s: sources differ; %(so)s", fact=spec.label, so=then)
    findings.append(
        Finding(
            fact=spec.key,
            kind=FindingKind.CONFLICT,
            severity=_conflict_severity(spec, settled=chosen is not None),
            rule=rule,
            way_out=say("Have the other source mend its record.")
            if chosen
            else say("Find out which value is right."),
            values=_said(held),
        )
    )
    return chosen


def _settled_by(spec: FactSpec, chosen: Fact) -> Words:
    if spec.if_conflict is IfConflict.NEWEST:
        return say("the newest value wins")
    return say("%(source)s comes first", source=say(chosen.source.replace("_", " ")))


def _conflict_severity(spec: FactSpec, *, settled: bool) -> Severity:
    if settled:
        return Severity.NOTE
    return WHEN_LACKING[spec.if_missing] if spec.required else Severity.ASK


def current(facts: Iterable[Fact]) -> list[Fact]:
    """Keep of each fact what its sources say now, in the order given."""
    held: dict[str, list[Fact]] = {}
    for one in facts:
        held.setdefault(one.key, []).append(one)
    return [one for entries in held.values() for one in _current(entries)]


def _current(held: Sequence[Fact]) -> list[Fact]:
    """Keep of each source its newest entries; equally new ones that differ all stay."""
    newest: dict[str, datetime] = {}
    for one in held:
        newest[one.source] = max(newest.get(one.source, UNDATED), one.as_of or UNDATED)
    return [one for one in held if (one.as_of or UNDATED) == newest[one.source]]


def _age_key(fact: Fact) -> float:
    return (fact.as_of or UNDATED).timestamp()


def _rank(spec: FactSpec, fact: Fact) -> int:
    return spec.sources.index(fact.source) if fact.source in spec.sources else len(spec.sources)


def _choose(spec: FactSpec, current: Sequence[Fact]) -> Fact | None:
    """Apply the contract's rule; a tie between different values is for a person."""
    if spec.if_conflict is IfConflict.PERSON:
        return None
    if spec.if_conflict is IfConflict.NEWEST:
        dated = [one for one in current if one.as_of is not None]
        best = max((_age_key(one) for one in dated), default=None)
        first = [one for one in dated if _age_key(one) == best]
    else:
        top = min(_rank(spec, one) for one in current)
        first = [one for one in current if _rank(spec, one) == top]
    return first[0] if len({one.value for one in first}) == 1 else None
