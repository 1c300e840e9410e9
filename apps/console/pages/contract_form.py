"""The form of one fact: what stands in it, and what was typed into it as clauses of a contract."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from apps.core import money
from apps.core.words import say
from apps.flow.selectors.contract_state import ContractNotValid
from apps.intake import rules
from apps.intake.rules.conditions import Op

LONGEST = 500
LONGEST_LIST = 40_000  # of codes with their labels
SEVERAL = frozenset({"in", "between"})
UNKNOWN = (
    "unknown"  # chosen where a missing fact stays unknown; the contract writes a fallback without a value
)
NUMBER = re.compile(r"[+-]?\d{1,18}(\.\d{1,18})?", re.ASCII)
WHAT_IT_IS = ("type", "unit", "sensitivity", "values")
NAMES = (
    *WHAT_IT_IS, "label", "needed", "when_fact", "when_op", "when_value", "source", "others", "fresh",
    "fresh_unit", "if_missing", "fallback", "if_conflict", "defined_by", "low", "high", "missing_codes",
    "bands", "help",
)  # fmt: skip
# Clause of a fact -> the field of the form that it is typed into.
FIELD_OF = {
    "required": "needed",
    "required_when": "when_value",
    "sources": "source",
    "max_age_hours": "fresh",
    "valid": "low",
    "if_missing": "if_missing",
    "if_conflict": "if_conflict",
}


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form of one fact, whatever becomes of it."""

    key: str
    fields: Mapping[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        return self.fields.get(name, "")


def typed(post: Mapping[str, str], key: str) -> Typed:
    """Read the form; unknown fields are ignored, long text is cut."""
    return Typed(
        key, {name: str(post.get(name, "")).strip()[: _longest(name)] for name in NAMES if name in post}
    )


def _longest(name: str) -> int:
    return LONGEST_LIST if name == "values" else LONGEST


def of_spec(spec: rules.FactSpec, specs: Mapping[str, rules.FactSpec], currency: str) -> Typed:
    """Fill the form with how a fact stands in the draft."""
    clause = spec.required_when
    when = specs.get(clause.fact) if clause else None
    hours = spec.max_age.total_seconds() / 3600 if spec.max_age else None
    in_days = hours is not None and hours % 24 == 0
    needed = "when" if clause else "required" if spec.required else "optional"
    return Typed(
        spec.key,
        {
            "label": spec.label,
            "type": spec.type.value,
            "unit": spec.unit,
            "sensitivity": spec.sensitivity.value,
            "values": "\n".join(
                code if code == label else f"{code}: {label}" for code, label in sorted(spec.values.items())
            ),
            "needed": needed,
            "when_fact": clause.fact if clause else "",
            "when_op": clause.op.value if clause else "",
            "when_value": shown(clause.value, when or spec, currency) if clause else "",
            "source": spec.sources[0] if spec.sources else "",
            "others": ", ".join(spec.sources[1:]),
            "fresh": "" if hours is None else f"{hours / 24 if in_days else hours:g}",
            "fresh_unit": "days" if in_days or hours is None else "hours",
            "if_missing": UNKNOWN if stays_unknown(spec) else spec.if_missing.value,
            "fallback": shown(spec.fallback, spec, currency),
            "if_conflict": spec.if_conflict.value,
            "defined_by": spec.defined_by,
            "low": shown(spec.low, spec, currency),
            "high": shown(spec.high, spec, currency),
            "missing_codes": ", ".join(sorted(spec.missing_codes)),
            "bands": ", ".join(shown(edge, spec, currency) for edge in spec.bands),
            "help": spec.help,
        },
    )


def shown(value: object, spec: rules.FactSpec, currency: str) -> str:
    """Write a value of a fact as it is typed."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ", ".join(shown(one, spec, currency) for one in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if spec.type is rules.FactType.MONEY and isinstance(value, int):
        return f"{money.major(value, currency):f}"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def typed_body(given: Typed, contract: rules.Contract, currency: str) -> dict[str, Any]:
    """Write what was typed into the contract's body; whether it is a contract is the verb's question."""
    body = rules.as_body(contract)
    facts = body["facts"]
    for fact in facts if isinstance(facts, list) else ():
        if fact["key"] == given.key:
            _write(fact, given, contract, currency)
    return body


def _write(fact: dict[str, Any], given: Typed, contract: rules.Contract, currency: str) -> None:
    spec = _as_typed(contract.specs[given.key], given)
    sources = [one for one in [given.get("source"), *_listed(given.get("others"))] if one]
    valid = {
        "min": _value(given.get("low"), spec, currency),
        "max": _value(given.get("high"), spec, currency),
    }
    limits = {name: value for name, value in valid.items() if value is not None}
    clauses: dict[str, Any] = {
        "label": given.get("label"),
        "required": given.get("needed") == "required",
        "required_when": condition(given, contract, currency) if given.get("needed") == "when" else None,
        "sources": sources,
        "max_age_hours": _hours(given),
        "if_missing": _if_missing(given),
        "fallback": _fallback(given, spec, currency),
        "if_conflict": given.get("if_conflict") or "person",
        "defined_by": given.get("defined_by"),
        "valid": limits or None,
        "missing_codes": _listed(given.get("missing_codes")),
        "bands": [_value(one, spec, currency) for one in _listed(given.get("bands"))] or None,
        "help": given.get("help"),
    }
    fact.update(clauses)
    what: dict[str, Any] = {name: given.get(name) for name in WHAT_IT_IS}
    if "values" in given.fields:
        what["values"] = codes(given.get("values"), given.key)
    fact.update({name: value for name, value in what.items() if name in given.fields})


def stays_unknown(spec: rules.FactSpec) -> bool:
    """Say whether a missing fact stays unknown: no value is stated for it."""
    return spec.if_missing is rules.IfMissing.FALLBACK and spec.fallback is None


def _if_missing(given: Typed) -> str:
    chosen = given.get("if_missing") or "ask"
    return rules.IfMissing.FALLBACK.value if chosen == UNKNOWN else chosen


def _as_typed(spec: rules.FactSpec, given: Typed) -> rules.FactSpec:
    """Return a fact in the type that was chosen, so that its values are read in it."""
    known = {one.value: one for one in rules.FactType}
    return replace(spec, type=known.get(given.get("type"), spec.type))


def codes(text: str, key: str) -> dict[str, str] | None:
    """Read one code a line, with its label behind a colon.

    Raises: ContractNotValid, where a code stands twice.
    """
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        code, _colon, label = (part.strip() for part in line.partition(":"))
        if not code and not label:
            continue
        if code in found:
            sentence = say("Line %(line)s: the code %(code)s is listed already.", line=number, code=code)
            raise ContractNotValid(sentence, field=f"/facts/{key}/values")
        found[code] = label or code
    return found or None


def _listed(text: str) -> list[str]:
    return [one.strip() for one in text.split(",") if one.strip()]


def _hours(given: Typed) -> object:
    """Read hours or days; what is no number stays a text, which the contract refuses by its clause."""
    text = given.get("fresh")
    if not text:
        return None
    number = _number(text)
    if isinstance(number, str):
        return number
    return number * 24 if given.get("fresh_unit") == "days" else number


def _number(text: str) -> Decimal | str:
    try:
        return Decimal(text) if NUMBER.fullmatch(text) else text
    except InvalidOperation:
        return text


def _value(text: str, spec: rules.FactSpec, currency: str) -> object:
    """Read one value in the type of its fact."""
    if not text:
        return None
    if spec.type is rules.FactType.BOOLEAN:
        return {"true": True, "false": False}.get(text.lower(), text)
    if spec.type is rules.FactType.MONEY:
        number = _number(text)
        return text if isinstance(number, str) else money.minor(number, currency)
    if spec.type is rules.FactType.INTEGER:
        number = _number(text)
        return int(number) if isinstance(number, Decimal) and number == int(number) else number
    return _number(text) if spec.type is rules.FactType.DECIMAL else text


def _fallback(given: Typed, spec: rules.FactSpec, currency: str) -> object:
    if given.get("if_missing") != rules.IfMissing.FALLBACK.value or not given.get("fallback"):
        return None
    if spec.type is rules.FactType.MULTI:
        return _listed(given.get("fallback"))
    return _value(given.get("fallback"), spec, currency)


def condition(given: Typed, contract: rules.Contract, currency: str) -> dict[str, object]:
    """Read a condition; its value in the type of the fact that it looks at."""
    fact, op = given.get("when_fact"), given.get("when_op")
    clause: dict[str, object] = {"fact": fact, "op": op}
    spec = contract.specs.get(fact)
    if op == Op.IS_MISSING or spec is None:
        return clause
    texts = _listed(given.get("when_value")) if op in SEVERAL else [given.get("when_value")]
    values = [_value(one, spec, currency) for one in texts]
    return clause | {"value": values if op in SEVERAL else values[0]}


def field_of(pointer: str) -> str:
    """Name the field of the form where a clause is typed; empty when the clause is of another fact."""
    parts = pointer.split("/")
    clause = "".join(parts[3:4])
    if clause == "valid" and parts[-1] == "max":
        return "high"
    if clause == "sources" and parts[-1] not in {"sources", "0"}:
        return "others"
    if clause == "required_when" and parts[-1] in {"fact", "op"}:
        return f"when_{parts[-1]}"
    return FIELD_OF.get(clause, clause if clause in NAMES else "")
