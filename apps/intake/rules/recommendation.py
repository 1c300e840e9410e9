import re
from collections.abc import Mapping
from datetime import datetime
from decimal import ROUND_FLOOR, Decimal

from apps.intake.rules import values
from apps.intake.rules.cites import is_cite
from apps.intake.rules.conditions import FACT_NAME, number
from apps.intake.rules.shapes import BadField, CaseKind, Direction, RecommendationIn, Statement

Fields = Mapping[str, object]

MAX_EXTERNAL_ID = 120
MAX_REF = 80
MAX_NAME = 200
MAX_VERSION = 80
MAX_CURRENT_FACTS = 500
MAX_USED = 200
MAX_STATEMENTS = 50
MAX_STATEMENT = 2_000
MAX_CITES = 50
CONFIDENCE_STEP = Decimal("0.000001")
SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,49}", re.ASCII)
OUTCOME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}", re.ASCII)
CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
ALLOWED = frozenset(
    {
        "external_id",
        "ai_system",
        "case",
        "subject",
        "outcome",
        "stake",
        "confidence",
        "model_version",
        "prompt_version",
        "made_at",
        "facts",
        "protected",
        "used",
        "rationale",
    }
)
NEEDED = (
    "external_id",
    "ai_system",
    "case",
    "subject",
    "outcome",
    "confidence",
    "model_version",
    "made_at",
    "facts",
)
KINDS = {kind.value: kind for kind in CaseKind}
DIRECTIONS = {direction.value: direction for direction in Direction}
CASE_FIELDS = frozenset({"ref", "kind"})
SUBJECT_FIELDS = frozenset({"ref", "name"})
ONLY_DICTS = frozenset({dict})
STAKE_FIELDS = frozenset({"minor", "currency"})
STATEMENT_FIELDS = frozenset({"text", "cites", "direction"})


def parse_recommendation(raw: object, now: datetime) -> RecommendationIn:
    """Check the form of one submission; facts and protected are read by the contract (parse_facts).

    Confidence is kept with six decimals, rounded down. Stake may be absent or null, then it is unknown.
    Raises: BadField, naming the field.
    """
    top = _object(raw, "", ALLOWED, NEEDED)
    case = _object(top["case"], "case", CASE_FIELDS, ("ref",))
    subject = _object(top["subject"], "subject", SUBJECT_FIELDS, ("ref",))
    stake_minor, currency = _stake(top.get("stake"))
    return RecommendationIn(
        external_id=_text(top["external_id"], "external_id", MAX_EXTERNAL_ID),
        ai_system=_code(top["ai_system"], "ai_system", SLUG, "the AI system's slug"),
        case_ref=_text(case["ref"], "case.ref", MAX_REF),
        case_kind=_kind(case.get("kind", "REAL")),
        subject_ref=_text(subject["ref"], "subject.ref", MAX_REF),
        subject_name=_text(subject.get("name", ""), "subject.name", MAX_NAME, least=0),
        outcome=_code(top["outcome"], "outcome", OUTCOME, "an outcome code of the AI system"),
        stake_minor=stake_minor,
        currency=currency,
        confidence=_confidence(top["confidence"]),
        model_version=_text(top["model_version"], "model_version", MAX_VERSION),
        prompt_version=_text(top.get("prompt_version", ""), "prompt_version", MAX_VERSION, least=0),
        made_at=_made_at(top["made_at"], now),
        facts=_objects(top["facts"], "facts", MAX_CURRENT_FACTS),
        protected=_objects(top.get("protected", ()), "protected", MAX_CURRENT_FACTS),
        used=_names(top.get("used", ()), "used", MAX_USED),
        rationale=_rationale(top.get("rationale", ())),
    )


def _object(raw: object, field: str, allowed: frozenset[str], needed: tuple[str, ...]) -> Fields:
    if type(raw) is not dict and not isinstance(raw, Mapping):  # the first is many times quicker
        raise BadField(field or "body", "wrong_type", "Send an object here.")
    prefix = f"{field}." if field else ""
    if not allowed.issuperset(raw):
        name = next(str(one)[:60] for one in raw if one not in allowed)
        listed = ", ".join(sorted(allowed))
        raise BadField(f"{prefix}{name}", "unknown_field", f"Unknown field; allowed are {listed}.")
    for name in needed:
        if name not in raw:
            raise BadField(f"{prefix}{name}", "missing_field", "This field is required.")
    return raw


def parse_ref(raw: object, field: str) -> str:
    """Check the reference of a case or a subject where it comes alone.

    Raises: BadField.
    """
    return _text(raw, field, MAX_REF)


def _text(raw: object, field: str, longest: int, *, least: int = 1) -> str:
    if type(raw) is str and (raw or not least) and len(raw) <= longest and _is_ordinary(raw):
        return raw  # in order at a glance, as nearly all are
    if not isinstance(raw, str):
        raise BadField(field, "wrong_type", "Send text here.")
    if len(raw) > longest:
        raise BadField(field, "too_long", f"Send at most {longest} characters.")
    if not values.storable(raw):
        raise BadField(field, "wrong_type", "Send text without NUL or broken characters.")
    if least and not raw.strip():
        raise BadField(field, "missing_field", "This text must not be empty.")
    return raw


def _is_ordinary(text: str) -> bool:
    return text.isascii() and text.isprintable() and not text.isspace()


def _code(raw: object, field: str, pattern: re.Pattern[str], what: str) -> str:
    if not isinstance(raw, str):
        raise BadField(field, "wrong_type", f"Send {what} as text.")
    if not pattern.fullmatch(raw):
        raise BadField(field, "bad_code", f"Send {what}: letters, digits, _ and -.")
    return raw


def _kind(raw: object) -> CaseKind:
    found = KINDS.get(raw) if isinstance(raw, str) else None
    if found is not None:
        return found
    raise BadField("case.kind", "bad_code", f"Use one of: {', '.join(CaseKind)}.")


def _stake(raw: object) -> tuple[int | None, str]:
    if raw is None:
        return None, ""
    fields = _object(raw, "stake", STAKE_FIELDS, ("minor", "currency"))
    minor, currency = fields["minor"], fields["currency"]
    if not isinstance(minor, int) or isinstance(minor, bool):
        _refuse_infinite(minor, "stake.minor")
        raise BadField("stake.minor", "wrong_type", "Send the amount as a whole number of minor units.")
    if minor < 0:
        raise BadField("stake.minor", "negative_money", "Send an amount that is not negative.")
    if minor > values.MAX_INTEGER:
        raise BadField("stake.minor", "out_of_range", "Send an amount of at most 15 digits.")
    if not isinstance(currency, str) or not CURRENCY.fullmatch(currency):
        raise BadField(
            "stake.currency", "bad_currency", "Send a currency of three capital letters, such as USD."
        )
    return minor, currency


def _refuse_infinite(raw: object, field: str) -> None:
    try:
        values.refuse_infinite(raw)
    except values.UnfitValue as unfit:
        raise BadField(field, unfit.code, "Send a finite number.") from None


def _confidence(raw: object) -> Decimal:
    _refuse_infinite(raw, "confidence")
    value = number(raw)
    if value is None:
        raise BadField("confidence", "wrong_type", "Send a number from 0 to 1.")
    if not 0 <= value <= 1:
        raise BadField("confidence", "out_of_range", "Send a number from 0 to 1.")
    return Decimal(value).quantize(CONFIDENCE_STEP, rounding=ROUND_FLOOR)


def _made_at(raw: object, now: datetime) -> datetime:
    try:
        return values.read_instant(raw, now)
    except values.UnfitValue as unfit:
        raise BadField("made_at", unfit.code, unfit.sentence) from None


def _list(raw: object, field: str, most: int) -> list[object] | tuple[object, ...]:
    if not isinstance(raw, list | tuple):
        raise BadField(field, "wrong_type", "Send a list here.")
    if len(raw) > most:
        raise BadField(field, "too_many", f"Send at most {most} entries.")
    return raw


def _objects(raw: object, field: str, most: int) -> tuple[Fields, ...]:
    found: list[Fields] = []
    given = _list(raw, field, most)
    if ONLY_DICTS.issuperset(map(type, given)):
        return tuple(given)  # type: ignore[arg-type] # they are dicts
    for i, one in enumerate(given):
        if type(one) is not dict and not isinstance(one, Mapping):
            raise BadField(f"{field}[{i}]", "wrong_type", "Send an object here.")
        found.append(one)
    return tuple(found)


def _names(raw: object, field: str, most: int) -> tuple[str, ...]:
    found: list[str] = []
    for i, one in enumerate(_list(raw, field, most)):
        if not isinstance(one, str) or not FACT_NAME.fullmatch(one):
            raise BadField(f"{field}[{i}]", "wrong_type", "Name a fact: small letters, digits and _.")
        found.append(one)
    return tuple(dict.fromkeys(found))


def _rationale(raw: object) -> tuple[Statement, ...]:
    return tuple(
        _statement(one, f"rationale[{i}]") for i, one in enumerate(_list(raw, "rationale", MAX_STATEMENTS))
    )


def _statement(raw: object, field: str) -> Statement:
    fields = _object(raw, field, STATEMENT_FIELDS, ("text",))
    said = fields.get("direction", "for")
    direction = DIRECTIONS.get(said) if isinstance(said, str) else None
    if direction is None:
        raise BadField(f"{field}.direction", "bad_code", "Say for or against.")
    return Statement(
        text=_text(fields["text"], f"{field}.text", MAX_STATEMENT),
        cites=_cites(fields.get("cites", ()), f"{field}.cites"),
        direction=direction,
    )


def _cites(raw: object, field: str) -> tuple[str, ...]:
    found = _list(raw, field, MAX_CITES)
    for i, one in enumerate(found):
        if not is_cite(one):
            raise BadField(
                f"{field}[{i}]",
                "wrong_type",
                "Cite a fact by its key, or evidence as evidence:<its reference>#<page>.",
            )
    return tuple(dict.fromkeys(map(str, found)))
