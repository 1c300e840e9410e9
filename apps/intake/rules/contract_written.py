"""A parsed contract written down again: as the object that is stored, and as the text that people keep."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from apps.intake.rules.conditions import Clause, Op
from apps.intake.rules.facts import jsonable
from apps.intake.rules.shapes import Contract, FactSpec, IfConflict, IfMissing, Sensitivity

SECONDS_PER_HOUR = 3600
LINE = 110
PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_ ()/,.;'-]*", re.ASCII)


def as_body(contract: Contract) -> dict[str, object]:
    """Write a contract as a JSON-able object; `parse_contract` reads the same contract from it."""
    body: dict[str, object] = {"facts": [_fact(spec) for spec in contract.specs.values()]}
    if contract.forbidden:
        body["forbidden"] = [{"key": key, "why": why} for key, why in contract.forbidden.items()]
    if contract.exclusions:
        body["exclusions"] = [{"say": one.say, "when": _clause(one.when)} for one in contract.exclusions]
    if contract.assumptions:
        body["assumptions"] = [
            {"say": one.say} | ({"fact": one.fact} if one.fact else {}) for one in contract.assumptions
        ]
    return body


def _fact(spec: FactSpec) -> dict[str, object]:
    """Write one fact in the order people read it; what the contract would assume anyway is left out."""
    open_to_ai = spec.sensitivity is not Sensitivity.PROTECTED
    fields: dict[str, object] = {
        "key": spec.key,
        "label": spec.label,
        "type": spec.type.value,
        "unit": spec.unit,
        "required": spec.required,
        "required_when": _clause(spec.required_when) if spec.required_when else None,
        "defined_by": spec.defined_by,
        "sources": list(spec.sources),
        "max_age_hours": _hours(spec),
        "if_missing": None if spec.if_missing is IfMissing.ASK else spec.if_missing.value,
        "fallback": jsonable(spec.fallback),
        "if_conflict": None if spec.if_conflict is IfConflict.PERSON else spec.if_conflict.value,
        "sensitivity": spec.sensitivity.value,
        "valid": _valid(spec),
        "missing_codes": sorted(spec.missing_codes),
        "ai_may_use": None if spec.ai_may_use is open_to_ai else spec.ai_may_use,
        "simulated": spec.simulated or None,
        "bands": [_number(edge) for edge in spec.bands],
        "help": spec.help,
        "values": dict(sorted(spec.values.items())),  # JSON columns keep no order
    }
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def _hours(spec: FactSpec) -> object:
    if spec.max_age is None:
        return None
    hours = spec.max_age.total_seconds() / SECONDS_PER_HOUR
    return int(hours) if hours.is_integer() else hours


def _valid(spec: FactSpec) -> dict[str, object]:
    limits = {"min": spec.low, "max": spec.high}
    return {name: _number(limit) for name, limit in limits.items() if limit is not None}


def _number(value: object) -> object:
    """Write an exact number as JSON can hold it: a number where that keeps every digit, else a text."""
    if not isinstance(value, Decimal):
        return value
    near = float(value)
    return near if Decimal(float.__repr__(near)) == value else f"{value:f}"


def _clause(clause: Clause) -> dict[str, object]:
    if clause.op is Op.IS_MISSING:
        return {"fact": clause.fact, "op": clause.op.value}
    return {"fact": clause.fact, "op": clause.op.value, "value": _constant(clause.value)}


def _constant(value: object) -> object:
    if isinstance(value, tuple):
        return [_constant(one) for one in value]
    return value.isoformat() if isinstance(value, date) else _number(value)


# --- as text ---


class _Writer(yaml.SafeDumper):
    """Quotes every text that some program could take for something else."""

    def ignore_aliases(self, data: object) -> bool:
        """Write everything out, also what stands there twice."""
        del data
        return True

    def increase_indent(self, *flow: Any, **how: Any) -> None:
        """Indent lists below their name."""
        super().increase_indent(*flow, **{**how, "indentless": False})


def _text(writer: yaml.SafeDumper, value: str) -> yaml.Node:
    style = None if PLAIN.fullmatch(value) else '"'
    return writer.represent_scalar("tag:yaml.org,2002:str", value, style=style)


def _float(writer: yaml.SafeDumper, value: float) -> yaml.Node:
    written = f"{Decimal(float.__repr__(value)):f}"
    return writer.represent_scalar("tag:yaml.org,2002:float", written if "." in written else f"{written}.0")


_Writer.add_representer(str, _text)
_Writer.add_representer(float, _float)


def as_text(body: Mapping[str, object]) -> str:
    """Write a contract's object as the YAML that `read_text` reads back, in the object's own order."""
    return str(
        yaml.dump(dict(body), Dumper=_Writer, sort_keys=False, allow_unicode=True, width=LINE, indent=2)
    )
