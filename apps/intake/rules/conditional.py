"""Clauses inside a contract: they look at its own open facts, and never in a circle."""

from collections.abc import Mapping
from dataclasses import replace

from apps.intake.rules import conditions
from apps.intake.rules.conditions import Clause, ConstantKind, Op
from apps.intake.rules.shapes import NUMERIC, BadContract, FactSpec, FactType, IfMissing, Sensitivity

FITTING: Mapping[ConstantKind, frozenset[FactType]] = {
    ConstantKind.NUMBER: NUMERIC,
    ConstantKind.TEXT: frozenset({FactType.ENUM, FactType.CODE, FactType.STRING, FactType.DATE}),
    ConstantKind.TRUTH: frozenset({FactType.BOOLEAN}),
    ConstantKind.DAY: frozenset({FactType.DATE}),
    ConstantKind.ANY: frozenset(FactType),
}


def fitting_clause(raw: object, at: str, specs: Mapping[str, FactSpec], who: str) -> Clause:
    """Read a clause about one of the contract's open facts.

    Raises: BadContract.
    """
    try:
        clause = conditions.read_clause(raw)
    except conditions.BadClause as bad:
        raise BadContract(f"{at}{bad.pointer}", bad.sentence) from None
    if clause.op is Op.BANDED:
        raise BadContract(f"{at}/op", f"{who} names its limits; bands are for a policy. Use between.")
    spec = specs.get(clause.fact)
    if spec is None or spec.sensitivity is Sensitivity.PROTECTED:
        raise BadContract(f"{at}/fact", f"{who} can only look at one of the contract's open facts.")
    fits = spec.type is FactType.MULTI if clause.op is Op.HAS else spec.type in FITTING[clause.kind]
    if not fits:
        raise BadContract(f"{at}/value", f"{spec.key} is of type {spec.type}; this could never be known.")
    return clause


def with_condition(spec: FactSpec, raw: object, at: str, specs: Mapping[str, FactSpec]) -> FactSpec:
    """Add `required_when` to a fact.

    Raises: BadContract.
    """
    given = raw.get("required_when") if isinstance(raw, Mapping) else None
    if given is None:
        return spec
    at = f"{at}/required_when"
    if spec.required:
        raise BadContract(at, "This fact is always required; take away required or required_when.")
    if spec.sensitivity is Sensitivity.PROTECTED:
        raise BadContract(at, "A protected fact arrives apart, for the fairness audit; it is never required.")
    if spec.if_missing is IfMissing.FALLBACK and spec.fallback is None:
        raise BadContract(at, "A required fact that falls back needs the value to fall back to.")
    return replace(spec, required_when=fitting_clause(given, at, specs, "A condition"))


def refuse_circles(specs: Mapping[str, FactSpec]) -> None:
    """Refuse conditions that lead back to their own fact.

    Raises: BadContract, naming the way round.
    """
    for place, spec in enumerate(specs.values()):
        way, clause = [spec.key], spec.required_when
        while clause is not None and clause.fact not in way:
            way.append(clause.fact)
            clause = specs[clause.fact].required_when
        if clause is not None and clause.fact == spec.key:
            circle = " → ".join([*way, spec.key])
            raise BadContract(
                f"/facts/{place}/required_when",
                f"This condition runs in a circle ({circle}); take it from one of them.",
            )
