import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from apps.intake.rules.shapes import Fact, FactType, Grounded, Grounding, Statement, Support

MINOR_PER_MAJOR = 100
PERCENT = 100
DAY = re.compile(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)", re.ASCII)
NUMBER = re.compile(  # digits of any script count
    r"(?<![A-Za-z\d_.])(?P<sign>[-\u2212])?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<percent>\s?%)?(?![A-Za-z\d_])"
)


def ground(rationale: Sequence[Statement], facts: Iterable[Fact]) -> Grounding:
    """Tell of each statement whether the facts it cites bear the numbers and dates it quotes.

    Money is quoted in major units (1,111 for 111100 minor); a share may be quoted as per cent. A number stuck
    to letters (L5, COVID19) is a name, not a number. Only what is cited counts, not what happens to be known.
    """
    by_key: dict[str, list[Fact]] = {}
    for fact in facts:
        by_key.setdefault(fact.key, []).append(fact)
    statements = tuple(_ground_one(one, by_key) for one in rationale)
    if not statements:
        return Grounding((), None)
    n_supported = sum(1 for one in statements if one.support is Support.SUPPORTED)
    return Grounding(statements, round(Decimal(n_supported) / len(statements), 4))


def _ground_one(statement: Statement, by_key: dict[str, list[Fact]]) -> Grounded:
    if not statement.cites:
        return Grounded(Support.NO_CITATION)
    for key in statement.cites:
        if key not in by_key:
            return Grounded(Support.UNKNOWN_CITATION, key)
    if not any(one.isdigit() for one in statement.text):
        return Grounded(Support.SUPPORTED)
    cited = [fact for key in statement.cites for fact in by_key[key]]
    unborne = _first_unborne(statement.text, cited)
    return Grounded(Support.SUPPORTED) if unborne is None else Grounded(Support.UNSUPPORTED_NUMBER, unborne)


def _first_unborne(text: str, cited: Sequence[Fact]) -> str | None:
    words = [str(fact.given) for fact in cited if isinstance(fact.given, str)]
    words.extend(word for fact in cited if isinstance(fact.given, tuple) for word in fact.given)
    days = {day for word in words for day in DAY.findall(word)}
    for day in DAY.findall(text):
        if day not in days:
            return str(day)
    numbers = {number for fact in cited for number in _of_value(fact)}
    numbers.update(Decimal(digits) for word in words for digits in re.findall(r"[0-9]+(?:\.[0-9]+)?", word))
    for quoted in NUMBER.finditer(DAY.sub(" ", text)):
        if not _borne(quoted, numbers):
            return quoted.group().strip()
    return None


def _of_value(fact: Fact) -> tuple[Decimal, ...]:
    value = fact.value
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return ()
    number = Decimal(value)
    return (number / MINOR_PER_MAJOR,) if fact.type is FactType.MONEY else (number,)


def _borne(quoted: re.Match[str], numbers: set[Decimal]) -> bool:
    number = Decimal(quoted["digits"].replace(",", ""))
    signed = -number if quoted["sign"] else number
    if signed in numbers or (quoted["sign"] and number in numbers):  # a dash before a number may be a hyphen
        return True
    return bool(quoted["percent"]) and signed / PERCENT in numbers
