import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from apps.intake.rules import conditions, values
from apps.intake.rules.conditional import fitting_clause, refuse_circles, with_condition
from apps.intake.rules.conditions import FACT_NAME, pointer_part
from apps.intake.rules.shapes import (
    NUMERIC,
    Assumption,
    BadContract,
    Contract,
    Exclusion,
    FactSpec,
    FactType,
    IfConflict,
    IfMissing,
    Sensitivity,
    Value,
)

Choice = TypeVar("Choice", bound=StrEnum)
Fields = Mapping[str, object]

MAX_FACTS = 200
MAX_EXCLUSIONS = 50
MAX_ASSUMPTIONS = 50
MAX_VALUES = 500
MAX_LIST = 50
MAX_LABEL = 120
MAX_SENTENCE = 500
MAX_AGE_HOURS = 24 * 366 * 20
SOURCE = re.compile(r"[^\x00-\x1f]{1,100}")
TOP = ("facts", "forbidden", "exclusions", "assumptions")
FACT_FIELDS = (
    "key",
    "label",
    "type",
    "unit",
    "values",
    "required",
    "required_when",
    "defined_by",
    "sources",
    "max_age_hours",
    "if_missing",
    "fallback",
    "if_conflict",
    "sensitivity",
    "valid",
    "missing_codes",
    "ai_may_use",
    "simulated",
    "bands",
    "help",
)


def parse_contract(body: object) -> Contract:
    """Read a contract from parsed JSON or YAML.

    Raises: BadContract, naming the clause.
    """
    top = _object(body, "", TOP, ("facts",))
    facts = _list(top["facts"], "/facts", 1, MAX_FACTS)
    specs = _facts(facts)
    specs = {
        spec.key: with_condition(spec, raw, f"/facts/{i}", specs)
        for i, (spec, raw) in enumerate(zip(specs.values(), facts, strict=True))
    }
    refuse_circles(specs)
    forbidden = _forbidden(top.get("forbidden"), specs)
    listed = _list(top.get("exclusions"), "/exclusions", 0, MAX_EXCLUSIONS)
    exclusions = tuple(_exclusion(raw, f"/exclusions/{i}", specs) for i, raw in enumerate(listed))
    taken = _list(top.get("assumptions"), "/assumptions", 0, MAX_ASSUMPTIONS)
    assumptions = tuple(_assumption(raw, f"/assumptions/{i}", specs) for i, raw in enumerate(taken))
    return Contract(specs, forbidden, exclusions, assumptions)


def _facts(facts: Sequence[object]) -> dict[str, FactSpec]:
    """Read each fact; one that is defined twice would have two sources of truth."""
    specs: dict[str, FactSpec] = {}
    for i, raw in enumerate(facts):
        spec = _fact(raw, f"/facts/{i}")
        if spec.key in specs:
            first = list(specs).index(spec.key)
            raise BadContract(
                f"/facts/{i}/key",
                f"{spec.key} stands at /facts/{first} already, so it would have two sources of truth; "
                "keep one of the two.",
            )
        specs[spec.key] = spec
    return specs


# --- small readers ---


def _object(raw: object, at: str, allowed: tuple[str, ...], needed: tuple[str, ...]) -> Fields:
    if not isinstance(raw, Mapping):
        raise BadContract(at, f"Give an object with {', '.join(needed)} here.")
    for name in raw:
        if name not in allowed:
            raise BadContract(
                f"{at}/{pointer_part(name)}", f"Unknown field; allowed are {', '.join(allowed)}."
            )
    for name in needed:
        if name not in raw:
            raise BadContract(f"{at}/{name}", f"The field {name} is missing.")
    return raw


def _list(raw: object, at: str, least: int, most: int) -> list[object] | tuple[object, ...]:
    if raw is None and least == 0:
        return ()
    if not isinstance(raw, list | tuple) or not least <= len(raw) <= most:
        raise BadContract(at, f"Give a list of {least} to {most} entries here.")
    return raw


def _words(raw: object, at: str, most: int, *, least: int = 1) -> str:
    if (
        not isinstance(raw, str)
        or not least <= len(raw.strip())
        or len(raw) > most
        or not values.storable(raw)
    ):
        raise BadContract(at, f"Give a text of {least} to {most} characters here.")
    return raw


def _flag(fields: Fields, name: str, at: str, *, default: bool) -> bool:
    raw = fields.get(name, default)
    if not isinstance(raw, bool):
        raise BadContract(f"{at}/{name}", "Say true or false.")
    return raw


def _choice(kind: type[Choice], raw: object, at: str) -> Choice:
    if not isinstance(raw, str) or raw not in kind._value2member_map_:
        raise BadContract(at, f"Use one of: {', '.join(kind)}.")
    return kind(raw)


def _key(raw: object, at: str) -> str:
    if not isinstance(raw, str) or not FACT_NAME.fullmatch(raw):
        raise BadContract(at, "Name a fact: small letters, digits and _, at most 64, a letter first.")
    return raw


# --- one fact ---


def _fact(raw: object, at: str) -> FactSpec:
    fields = _object(raw, at, FACT_FIELDS, ("key", "label", "type", "sensitivity"))
    sensitivity = _choice(Sensitivity, fields["sensitivity"], f"{at}/sensitivity")
    open_to_ai = sensitivity is not Sensitivity.PROTECTED
    spec = FactSpec(
        key=_key(fields["key"], f"{at}/key"),
        label=_words(fields["label"], f"{at}/label", MAX_LABEL),
        type=_choice(FactType, fields["type"], f"{at}/type"),
        sensitivity=sensitivity,
        unit=_words(fields.get("unit") or "", f"{at}/unit", MAX_LABEL, least=0),
        help=_words(fields.get("help") or "", f"{at}/help", MAX_SENTENCE, least=0),
        defined_by=_words(fields.get("defined_by") or "", f"{at}/defined_by", MAX_LABEL, least=0),
        required=_flag(fields, "required", at, default=False),
        ai_may_use=_flag(fields, "ai_may_use", at, default=open_to_ai),
        simulated=_flag(fields, "simulated", at, default=False),
        sources=_sources(fields.get("sources"), f"{at}/sources"),
        values=_values(fields.get("values"), f"{at}/values"),
        max_age=_max_age(fields.get("max_age_hours"), f"{at}/max_age_hours"),
        if_missing=_choice(IfMissing, fields.get("if_missing", IfMissing.ASK), f"{at}/if_missing"),
        if_conflict=_choice(IfConflict, fields.get("if_conflict", IfConflict.PERSON), f"{at}/if_conflict"),
    )
    _refuse_contradictions(spec, at)
    return _with_values(spec, fields, at)


def _sources(raw: object, at: str) -> tuple[str, ...]:
    found: list[str] = []
    for i, one in enumerate(_list(raw, at, 0, MAX_LIST)):
        if not isinstance(one, str) or not SOURCE.fullmatch(one):
            raise BadContract(f"{at}/{i}", "Name a source in at most 100 characters.")
        if one in found:
            raise BadContract(f"{at}/{i}", f"{one} stands in the order already; keep one of its two places.")
        found.append(one)
    return tuple(found)


def _values(raw: object, at: str) -> Mapping[str, str]:
    if raw is None:
        return {}
    pairs = raw.items() if isinstance(raw, Mapping) else [(one, one) for one in _list(raw, at, 1, MAX_VALUES)]
    found: dict[str, str] = {}
    for code, label in pairs:
        where = f"{at}/{pointer_part(code)}"
        key = _value_code(code, where)
        if key in found:
            raise BadContract(where, "This code is listed already.")
        found[key] = _words(str(label) if isinstance(label, int) else label, where, MAX_LABEL)
    if not 1 <= len(found) <= MAX_VALUES:
        raise BadContract(at, f"List 1 to {MAX_VALUES} codes.")
    return found


def _value_code(raw: object, at: str) -> str:
    if isinstance(raw, bool):
        raise BadContract(at, "YAML reads yes and no as true and false; write the code in quotes.")
    if isinstance(raw, int):
        return str(raw)
    return _words(raw, at, values.MAX_CODE)


def _max_age(raw: object, at: str) -> timedelta | None:
    if raw is None:
        return None
    hours = _exact(raw, at)
    if not 0 < hours <= MAX_AGE_HOURS:
        raise BadContract(at, f"Give hours, more than 0 and at most {MAX_AGE_HOURS}.")
    return timedelta(hours=float(hours))


def _refuse_contradictions(spec: FactSpec, at: str) -> None:
    if spec.if_conflict is IfConflict.AUTHORITATIVE and not spec.sources:
        raise BadContract(f"{at}/if_conflict", "List the sources; the first of them is the source of truth.")
    if spec.type in (FactType.ENUM, FactType.MULTI) and not spec.values:
        raise BadContract(f"{at}/values", f"A fact of type {spec.type} needs its list of codes.")
    if spec.values and spec.type not in (FactType.ENUM, FactType.MULTI, FactType.CODE):
        raise BadContract(f"{at}/values", f"A fact of type {spec.type} has no list of codes.")
    if spec.sensitivity is Sensitivity.PROTECTED and (spec.ai_may_use or spec.required):
        raise BadContract(
            f"{at}/{'ai_may_use' if spec.ai_may_use else 'required'}",
            "A protected fact arrives apart, for the fairness audit; it is neither used nor required.",
        )


# --- values inside a fact: fallback, limits, missing codes, bands ---


def _with_values(spec: FactSpec, fields: Fields, at: str) -> FactSpec:
    low, high = _valid(spec, fields.get("valid"), f"{at}/valid")
    limited = replace(spec, low=low, high=high)
    return replace(
        limited,
        missing_codes=_missing_codes(fields.get("missing_codes"), f"{at}/missing_codes"),
        fallback=_fallback(limited, fields.get("fallback"), f"{at}/fallback"),
        bands=_bands(limited, fields.get("bands"), f"{at}/bands"),
    )


def _typed(spec: FactSpec, raw: object, at: str) -> Value:
    try:
        return values.READ[spec.type](spec, raw)
    except values.UnfitValue as unfit:
        raise BadContract(at, unfit.sentence) from None


def _limit(spec: FactSpec, raw: object, at: str) -> int | Decimal | str | None:
    if raw is None:
        return None
    if spec.type is not FactType.DATE:
        return _exact(raw, at)
    return str(_typed(spec, raw, at))


def _exact(raw: object, at: str) -> int | Decimal:
    try:
        return conditions.exact(raw, at)
    except conditions.BadClause as bad:
        raise BadContract(at, bad.sentence) from None


Limit = int | Decimal | str | None


def _valid(spec: FactSpec, raw: object, at: str) -> tuple[Limit, Limit]:
    if raw is None:
        return None, None
    if spec.type not in NUMERIC and spec.type is not FactType.DATE:
        raise BadContract(at, "Only numbers, money and dates have limits.")
    fields = _object(raw, at, ("min", "max"), ())
    low = _limit(spec, fields.get("min"), f"{at}/min")
    high = _limit(spec, fields.get("max"), f"{at}/max")
    if low is None and high is None:
        raise BadContract(at, "Give min, max or both.")
    if _inverted(low, high):
        raise BadContract(f"{at}/max", "The maximum must not be lower than the minimum.")
    return low, high


def _inverted(low: Limit, high: Limit) -> bool:
    if low is None or high is None:
        return False
    if isinstance(low, str) or isinstance(high, str):
        return str(low) > str(high)
    return low > high


def _missing_codes(raw: object, at: str) -> frozenset[str]:
    found: set[str] = set()
    for i, one in enumerate(_list(raw, at, 0, MAX_LIST)):
        code = values.as_code(one)
        if not code or len(code) > values.MAX_CODE:
            raise BadContract(f"{at}/{i}", "Give a number or a text that means missing.")
        found.add(code)
    return frozenset(found)


def _fallback(spec: FactSpec, raw: object, at: str) -> Value | None:
    if raw is None:
        if spec.if_missing is IfMissing.FALLBACK and spec.required:
            raise BadContract(at, "A required fact that falls back needs the value to fall back to.")
        return None
    if spec.if_missing is not IfMissing.FALLBACK:
        raise BadContract(at, "A fallback is used only with if_missing: fallback.")
    value = _typed(spec, raw, at)
    if not values.possible(spec, value):
        raise BadContract(at, f"The fallback must lie within {values.limits_in_words(spec)}.")
    return value


def _bands(spec: FactSpec, raw: object, at: str) -> tuple[int | Decimal, ...]:
    if raw is None:
        return ()
    if spec.type not in NUMERIC:
        raise BadContract(at, "Only numbers and money have bands.")
    edges = tuple(_exact(one, f"{at}/{i}") for i, one in enumerate(_list(raw, at, 1, MAX_LIST)))
    for i in range(1, len(edges)):
        if edges[i] <= edges[i - 1]:
            raise BadContract(f"{at}/{i}", "Each edge of a band must be higher than the one before it.")
    for i, edge in enumerate(edges):
        _refuse_impossible(spec, edge, f"{at}/{i}")
    return edges


def _refuse_impossible(spec: FactSpec, edge: int | Decimal, at: str) -> None:
    """Refuse an edge with no possible value on one of its sides: that band would stay empty for ever."""
    low = 0 if spec.type is FactType.MONEY and spec.low is None else spec.low
    if not isinstance(low, str) and low is not None and edge <= low:
        raise BadContract(
            at, f"No value lies under {edge}, as the lowest possible one is {low}; take it out."
        )
    if not isinstance(spec.high, str) and spec.high is not None and edge > spec.high:
        raise BadContract(
            at, f"No value reaches {edge}, as the highest possible one is {spec.high}; take it out."
        )


# --- what may not be used, and what the AI is not for ---


def _forbidden(raw: object, specs: Mapping[str, FactSpec]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for i, one in enumerate(_list(raw, "/forbidden", 0, MAX_FACTS)):
        at = f"/forbidden/{i}"
        fields = _object(one, at, ("key", "why"), ("key", "why"))
        key = _key(fields["key"], f"{at}/key")
        if key in found:
            raise BadContract(f"{at}/key", f"{key} is forbidden already.")
        if key in specs and specs[key].sensitivity is not Sensitivity.PROTECTED:
            raise BadContract(
                f"{at}/key", f"{key} is one of the contract's facts; it cannot be forbidden too."
            )
        found[key] = _words(fields["why"], f"{at}/why", MAX_SENTENCE)
    return found


def _exclusion(raw: object, at: str, specs: Mapping[str, FactSpec]) -> Exclusion:
    fields = _object(raw, at, ("say", "when"), ("say", "when"))
    say = _words(fields["say"], f"{at}/say", MAX_SENTENCE)
    return Exclusion(say, fitting_clause(fields["when"], f"{at}/when", specs, "An exclusion"))


def _assumption(raw: object, at: str, specs: Mapping[str, FactSpec]) -> Assumption:
    fields = _object(raw, at, ("say", "fact"), ("say",))
    fact = fields.get("fact") or ""
    if fact and (not isinstance(fact, str) or fact not in specs):
        raise BadContract(f"{at}/fact", "Name one of the contract's facts, or leave it out.")
    return Assumption(_words(fields["say"], f"{at}/say", MAX_SENTENCE), str(fact))
