"""Every fact of a contract in words, aspect by aspect: what the pages show and what a difference quotes."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import reduce

from apps.core.money import Amount
from apps.core.words import Words, say, say_many
from apps.intake.rules.shapes import FactSpec, FactType, IfConflict, IfMissing, Sensitivity
from apps.intake.rules.words import in_words

SECONDS_PER_HOUR = 3600
HOURS_PER_DAY = 24
TYPES: Mapping[FactType, Words] = {
    FactType.BOOLEAN: say("yes or no"),
    FactType.INTEGER: say("a whole number"),
    FactType.DECIMAL: say("a number"),
    FactType.MONEY: say("an amount of money"),
    FactType.ENUM: say("one of a list"),
    FactType.CODE: say("a code"),
    FactType.STRING: say("text"),
    FactType.DATE: say("a date"),
    FactType.MULTI: say("several of a list"),
}
SENSITIVE: Mapping[Sensitivity, Words] = {
    Sensitivity.PLAIN: say("plain"),
    Sensitivity.PERSONAL: say("personal"),
    Sensitivity.SPECIAL: say("special category of personal data"),
    Sensitivity.PROTECTED: say("protected: kept apart for the fairness audit"),
}
LACKING: Mapping[IfMissing, Words] = {
    IfMissing.BLOCK: say("nobody can approve without it"),
    IfMissing.ASK: say("somebody asks for it"),
    IfMissing.HOLD: say("the case waits for it"),
    IfMissing.FALLBACK: say("it stays unknown"),
}
CONFLICTS: Mapping[IfConflict, Words] = {
    IfConflict.AUTHORITATIVE: say("the first source wins"),
    IfConflict.NEWEST: say("the newest value wins"),
    IfConflict.PERSON: say("a person decides"),
}
NOTHING = say("nothing")

Specs = Mapping[str, FactSpec]


def needed(spec: FactSpec, specs: Specs, currency: str) -> Words:
    """Say whether a fact must be there: always, never, or when."""
    if spec.required_when is None:
        return say("required") if spec.required else say("optional")
    other = specs.get(spec.required_when.fact)
    amounts = currency if other is not None and other.type is FactType.MONEY else None
    condition = in_words(
        spec.required_when,
        label=other.label if other else None,
        names=other.values if other else {},
        currency=amounts,
    )
    return say("required when %(condition)s", condition=condition)


def source(name: str) -> Words:
    return say(name.replace("_", " "))


def sources(spec: FactSpec) -> Words:
    """Say where a fact comes from: the source of truth, then the others in their order."""
    if not spec.sources:
        return say("from any source")
    whole = say("from %(first)s", first=source(spec.sources[0]))
    return reduce(
        lambda said, one: say("%(first)s, then %(next)s", first=said, next=source(one)),
        spec.sources[1:],
        whole,
    )


def age(spec: FactSpec) -> Words:
    if spec.max_age is None:
        return say("of any age")
    hours = spec.max_age.total_seconds() / SECONDS_PER_HOUR
    written: float | int = int(hours) if hours.is_integer() else hours
    if isinstance(written, int) and written % HOURS_PER_DAY == 0:
        days = written // HOURS_PER_DAY
        return say_many("at most %(n)s day old", "at most %(n)s days old", n=days)
    return say("at most %(hours)s hours old", hours=written)


def if_missing(spec: FactSpec, currency: str) -> Words:
    if spec.if_missing is IfMissing.FALLBACK and spec.fallback is not None:
        return say("%(value)s is used instead", value=_value(spec, spec.fallback, currency))
    return LACKING[spec.if_missing]


def _value(spec: FactSpec, value: object, currency: str) -> object:
    if isinstance(value, tuple):
        return [spec.values.get(one, one) for one in value]
    if spec.type is FactType.MONEY and isinstance(value, int):
        return Amount(value, currency)
    if isinstance(value, bool | int | Decimal):
        return value
    label = spec.values.get(str(value))
    return say(label) if label else str(value)


def limits(spec: FactSpec, currency: str) -> Words:
    low, high = _value(spec, spec.low, currency), _value(spec, spec.high, currency)
    if spec.low is None and spec.high is None:
        return say("any value")
    if spec.low is None:
        return say("at most %(high)s", high=high)
    if spec.high is None:
        return say("at least %(low)s", low=low)
    return say("%(low)s to %(high)s", low=low, high=high)


def _codes(spec: FactSpec) -> Words:
    listed: list[object] = [
        code if code == label else say("%(code)s (%(label)s)", code=code, label=say(label))
        for code, label in sorted(spec.values.items())
    ]
    return _list(listed, say("any"))


def _list(listed: Sequence[object], nothing: Words) -> Words:
    return say("%(list)s", list=list(listed)) if listed else nothing


def _flag(*, value: bool) -> Words:
    return say("yes") if value else say("no")


def aspects(spec: FactSpec, specs: Specs, *, currency: str) -> dict[Words, Words]:
    """Say everything that a contract asks of one fact: aspect -> how it stands, in the order of reading."""
    bands = [_value(spec, edge, currency) for edge in spec.bands]
    return {
        say("name"): say("%(text)s", text=spec.label),
        say("type"): TYPES[spec.type],
        say("unit"): say(spec.unit) if spec.unit else NOTHING,
        say("needed"): needed(spec, specs, currency),
        say("source"): sources(spec),
        say("age"): age(spec),
        say("if missing"): if_missing(spec, currency),
        say("if sources differ"): CONFLICTS[spec.if_conflict],
        say("sensitivity"): SENSITIVE[spec.sensitivity],
        say("definition belongs to"): say("%(text)s", text=spec.defined_by)
        if spec.defined_by
        else say("nobody"),
        say("possible values"): limits(spec, currency),
        say("allowed values"): _codes(spec),
        say("codes that mean missing"): _list(sorted(spec.missing_codes), NOTHING),
        say("edges of the bands"): _list(bands, NOTHING),
        say("the AI may use it"): _flag(value=spec.ai_may_use),
        say("simulated"): _flag(value=spec.simulated),
        say("help"): say("%(text)s", text=spec.help) if spec.help else NOTHING,
    }
