"""A contract as JSON Schema (draft 2020-12), so that a sender can check what it sends before it sends it."""

from collections.abc import Callable, Mapping

from apps.intake.rules import cites, facts, values
from apps.intake.rules.recommendation import MAX_USED
from apps.intake.rules.shapes import Contract, FactSpec, FactType, Sensitivity

Schema = dict[str, object]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
NO_NUL = r"^[^\u0000]*$"
INSTANT = r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)$"
SECONDS_PER_HOUR = 3600
WHOLE: Schema = {"type": "integer", "minimum": -values.MAX_INTEGER, "maximum": values.MAX_INTEGER}


def schema(contract: Contract) -> Schema:
    """Describe facts, protected facts, used facts and citations of a submission as this contract takes them.

    What the schema refuses is refused on arrival. What it cannot say: a whole number may not read 1.0, a
    time lies in the past, and a protected fact stands once. What the check decides later (required, age,
    limits, conflicts) refuses nothing and stands in names that begin with x-.
    """
    shown = [one for one in contract.specs.values() if one.sensitivity is not Sensitivity.PROTECTED]
    apart = [one for one in contract.specs.values() if one.sensitivity is Sensitivity.PROTECTED]
    taken = [one for one in shown if one.key not in contract.forbidden]
    return {
        "$schema": DIALECT,
        "type": "object",
        "required": ["facts"],
        "properties": {
            "facts": _list([_entry(one) for one in taken], facts.MAX_ENTRIES),
            "protected": _list([_protected(one) for one in apart], facts.MAX_ENTRIES),
            "used": {
                "type": "array",
                "maxItems": MAX_USED,
                "items": {"enum": [one.key for one in taken if one.ai_may_use]},
            },
            "rationale": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        "cites": {"type": "array", "items": {"not": {"enum": sorted(contract.closed)}}},
                    },
                },
            },
        },
        "x-required": [one.key for one in taken if one.required],
        "x-forbidden": dict(contract.forbidden),
        "x-not-for": [str(one.say) for one in contract.exclusions],
    }


def _list(entries: list[Schema], most: int) -> Schema:
    return {"type": "array", "maxItems": most, "items": {"oneOf": entries} if entries else False}


def _entry(spec: FactSpec) -> Schema:
    return {
        "title": spec.label,
        "type": "object",
        "additionalProperties": False,
        "required": ["fact", "value", "source"],
        "properties": {
            "fact": {"const": spec.key},
            "value": _value(spec),
            "source": _source(spec),
            "as_of": {"type": ["string", "null"], "format": "date-time", "pattern": INSTANT},
            "origin": {"enum": list(facts.ORIGINS), "default": "real"},
            "evidence": {"type": ["string", "null"], "pattern": f"^{cites.PLACE}$"},
        },
        **_asked(spec),
    }


def _protected(spec: FactSpec) -> Schema:
    return {
        "title": spec.label,
        "type": "object",
        "additionalProperties": False,
        "required": ["fact"],
        "properties": {"fact": {"const": spec.key}, "value": _value(spec)},
        "x-sensitivity": spec.sensitivity.value,
    }


def _asked(spec: FactSpec) -> Schema:
    """Say what the check asks of the fact, and refuses nothing for."""
    asked: Schema = {
        "description": spec.help,
        "x-unit": spec.unit,
        "x-sensitivity": spec.sensitivity.value,
        "x-required": spec.required,
        "x-if-missing": spec.if_missing.value,
        "x-if-conflict": spec.if_conflict.value,
        "x-sources": list(spec.sources),
        "x-defined-by": spec.defined_by,
    }
    if spec.required_when is not None:
        asked["x-required-when"] = spec.required_when.fact
    if spec.max_age is not None:
        asked["x-max-age-hours"] = spec.max_age.total_seconds() / SECONDS_PER_HOUR
    limits = {"min": spec.low, "max": spec.high}
    asked["x-limits"] = {name: _written(limit) for name, limit in limits.items() if limit is not None}
    return {name: said for name, said in asked.items() if said not in ("", [], {})}


def _written(limit: object) -> object:
    return limit if isinstance(limit, int | str) else float(str(limit))


def _source(spec: FactSpec) -> Schema:
    if spec.sources:
        return {"enum": list(spec.sources)}
    return {"type": "string", "maxLength": facts.MAX_SOURCE, "pattern": r"^(?=[^\u0000]*$)[\s\S]*\S"}


# --- values ---


def _value(spec: FactSpec) -> Schema:
    """Say which values are taken: of the type, or one that means missing."""
    missing: list[object] = [None, *(code for one in sorted(spec.missing_codes) for code in _codes(one))]
    if spec.type is not FactType.BOOLEAN:
        missing.append("")
    said: Schema = {"anyOf": [{"enum": missing}, *TYPED[spec.type](spec)]}
    if spec.values:
        said["x-labels"] = {code: str(label) for code, label in spec.values.items()}
    return said


def _codes(code: str) -> list[object]:
    """Give the forms of one code: 999 and "999" are the same."""
    try:
        number = float(code)
    except ValueError:
        return [code]
    exact = int(number) if number.is_integer() and abs(number) <= values.MAX_INTEGER else number
    return [code, exact] if values.as_code(exact) == code else [code]


def _decimal(_: FactSpec) -> list[Schema]:
    number: Schema = {"type": "number", "minimum": -values.MAX_INTEGER, "maximum": values.MAX_INTEGER}
    return [number, {"type": "string", "pattern": f"^{values.DECIMAL_TEXT.pattern}$"}]


def _coded(spec: FactSpec) -> list[Schema]:
    if spec.values:
        return [{"enum": [form for code in spec.values for form in _whole_codes(code)]}]
    return [{"type": "string", "maxLength": values.MAX_CODE, "pattern": NO_NUL}, WHOLE]


def _whole_codes(code: str) -> list[object]:
    return [form for form in _codes(code) if isinstance(form, int | str)]


def _multi(spec: FactSpec) -> list[Schema]:
    return [{"type": "array", "maxItems": values.MAX_CHOICES, "items": {"anyOf": _coded(spec)}}]


TYPED: Mapping[FactType, Callable[[FactSpec], list[Schema]]] = {
    FactType.BOOLEAN: lambda _: [{"type": "boolean"}],
    FactType.INTEGER: lambda _: [WHOLE],
    FactType.DECIMAL: _decimal,
    FactType.MONEY: lambda _: [{**WHOLE, "minimum": 0}],
    FactType.ENUM: _coded,
    FactType.CODE: _coded,
    FactType.STRING: lambda _: [{"type": "string", "maxLength": values.MAX_STRING, "pattern": NO_NUL}],
    FactType.DATE: lambda _: [{"type": "string", "format": "date", "pattern": r"^\d{4}-\d\d-\d\d$"}],
    FactType.MULTI: _multi,
}
