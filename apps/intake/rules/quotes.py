"""What a statement quotes: days, numbers with their unit and comparison, names and quoted phrases."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_MONTH = "|".join(f"{name}|{name[:3]}" for name in MONTHS) + "|Sept"
DIGITS = re.compile(r"\d+")
LEAD, TRAIL = 16, 48  # more than a number has before its first digit and after its last one
DAY = re.compile(
    r"(?<![\d.-])(?:"
    r"(?P<iso>\d{4}-\d\d-\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?"
    r"|(?P<n1>\d{1,2})(?P<sep>[./])(?P<n2>\d{1,2})(?P=sep)(?P<y1>\d{4})"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?:of\s+)?(?P<m2>{_MONTH})\b\.?(?:,?\s+(?P<y2>\d{{4}}))?"
    r")(?!\d)"
    rf"|\b(?P<m3>{_MONTH})\b\.?\s+(?:(?P<y3>\d{{4}})|(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<y4>\d{{4}}))?)(?!\d)",
    re.ASCII,
)
# What every day has: digits with two signs between, or a month's first letters. A pattern that begins with
# a set of letters is looked for many times faster than one with a choice of words.
DAY_PART = re.compile(r"\d[-./]\d\d?[-./]\d", re.ASCII)
MONTH_PART = re.compile(r"[ADFJMNOS](?:an|eb|ar|pr|ay|un|ul|ug|ep|ct|ov|ec)")
GROUPED_COMMA = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+|\d+,\d{1,2}")
PLAIN = re.compile(r"\d+(?:\.\d+)?")
SEPARATORS = re.compile("[,'\u2019\u202f\u00a0]")
NUMBER = re.compile(  # digits of any script count; a number stuck to letters (L5, COVID19) is a name
    r"(?<![A-Za-z\d_.])(?P<sign>[-\u2212])?(?P<currency>(?:US\$|[$\u20ac\u00a3]|USD|EUR|GBP)\s?)?"
    r"(?P<digits>\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:[,'\u2019\u202f\u00a0]\d{3})+(?:\.\d+)?|\d+,\d{1,2}(?![\d,])|\d+(?:\.\d+)?)"
    r"(?P<ordinal>(?:st|nd|rd|th)\b)?(?P<scale>k\b|\s(?:thousand|million|billion)\b)?"
    r"(?P<percent>\s?%|[\s-](?:per\s?cent|percent)\b)?(?![A-Za-z\d_])"
)
_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = ("third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
SPELLED_WORDS = frozenset((*_ONES, *_TENS, *_ORDINALS))
SPELLED = re.compile(
    rf"\b(?P<number>(?:(?:{'|'.join(_TENS)})(?:[\s-](?:{'|'.join(_ONES[1:10])}))?|{'|'.join(reversed(_ONES))}"
    rf"|{'|'.join(_ORDINALS)}))(?P<scale>\s(?:hundred|thousand|million))?\b",
    re.IGNORECASE,
)
SCALES = {"k": 1_000, "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
HOURS_IN = {"hour": 1, "day": 24, "week": 168}
MONTHS_IN = {"month": 1, "year": 12}
UNITS = {
    "hr": "hour", "hour": "hour", "day": "day", "wk": "week", "week": "week", "mo": "month", "month": "month",
    "yr": "year", "year": "year", "dollar": "money", "usd": "money", "buck": "money", "euro": "money",
    "eur": "money", "pound": "money", "gbp": "money", "%": "percent", "percent": "percent",
}  # fmt: skip
BEFORE = re.compile(
    r"(?:\b(?:(?P<le>no more than|not more than|not over|not above|no later than|at most|up to"
    r"|maximum of|within)"
    r"|(?P<ge>no less than|no fewer than|not less than|not under|not below|at least|minimum of)"
    r"|(?P<gt>(?:more|greater|higher|longer|older) than|over|above|beyond|exceed(?:s|ed|ing)?)"
    r"|(?P<gt3>later than|after|since)|(?P<lt3>earlier than|before|prior to|until|by)"
    r"|(?P<lt>(?:less|fewer|lower|shorter|younger|smaller) than|under|below)"
    r"|(?P<about>about|around|roughly|approximately|nearly|almost|circa)"
    r"|(?P<no>not|rather than|instead of))\s+"
    r"|(?<!\S)(?:(?P<ge2>\u2265|>=)\s?|(?P<le2>\u2264|<=)\s?|(?P<gt2>>)\s?|(?P<lt2><)\s?|(?P<about2>~|\u2248)\s?))$",
    re.IGNORECASE,
)
AFTER = re.compile(
    r"^(?:\s\w+)?(?:(?P<ge>\s(?:or|and) (?:more|over|older|longer|above)\b|\+)"
    r"|(?P<le>\s(?:or|and) (?:less|fewer|under|younger|shorter|below)\b))",
    re.IGNORECASE,
)
UNIT = re.compile(r"^[\s-]?(?P<unit>per cent|[A-Za-z]+|%)")
JOINT = re.compile(r"^\s?(?:[A-Za-z%]+\s)?(?:-|\u2013|\u2014|to)\s?$")
BETWEEN = re.compile(r"\bbetween\s$", re.IGNORECASE)
AND = re.compile(r"^\s?(?:[A-Za-z%]+\s)?and\s$")
LOOK_BACK = 24
COMPARISONS_END = (
    "than", "over", "above", "most", "to", "of", "within", "under", "below", "least", "beyond", "exceed",
    "exceeds", "exceeded", "exceeding", "after", "since", "before", "until", "by", "about", "around",
    "roughly", "approximately", "nearly", "almost", "circa", "not", *"\u2265\u2264><=~\u2248",
)  # fmt: skip
PHRASE = re.compile(
    '"([^"]{2,200})"|\u201c([^\u201c\u201d]{2,200})[\u201d\u201c]|\u201e([^\u201c\u201d\u201e]{2,200})[\u201c\u201d]|\u00ab([^\u00ab\u00bb]{2,200})\u00bb'
)


class Number(NamedTuple):
    """A quoted number as written and as read; `high` is the other end of a range.

    how: "" (it is), gt, ge, lt, le (is over, at least ...), about, no (is not). unit: hour to year, money,
    percent, another word, or "". is_spelled: written in letters.
    """

    text: str
    value: Decimal
    unit: str = ""
    how: str = ""
    high: Decimal | None = None
    is_spelled: bool = False


class Day(NamedTuple):
    """A quoted day: every way to read it as (year, month, day), None for a part that is not said."""

    text: str
    readings: tuple[tuple[int | None, int, int | None], ...]
    how: str = ""

    def names(self, other: date) -> bool:
        """Say whether the quoted day can be this one."""
        return any(
            year in {None, other.year} and month == other.month and day in {None, other.day}
            for year, month, day in self.readings
        )

    def whole(self) -> Iterator[date]:
        """Give the readings that name one day of the calendar."""
        for year, month, day in self.readings:
            try:
                if year and day:
                    yield date(year, month, day)
            except ValueError:
                continue


def blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Put spaces where something was read already, so that places stay the same."""
    for start, end in spans:
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text


def may_have_days(text: str) -> bool:
    """Say whether a day may be written there."""
    return MONTH_PART.search(text) is not None or DAY_PART.search(text) is not None


def days(text: str) -> tuple[list[Day], str]:
    """Read the days; returns them and the text without them."""
    if not may_have_days(text):
        return [], text
    found = list(DAY.finditer(text))
    read = [
        Day(one.group(), _readings(one), _how(text, one.start(), one.end(), of_day=True)) for one in found
    ]
    return read, blank(text, [one.span() for one in found]) if found else text


def _readings(one: re.Match[str]) -> tuple[tuple[int | None, int, int | None], ...]:
    if one["iso"]:
        year, month, day = map(int, one["iso"].split("-"))
        return ((year, month, day),)
    if one["sep"]:
        first, second, year = int(one["n1"]), int(one["n2"]), int(one["y1"])
        day_first = (year, second, first)
        return (day_first,) if one["sep"] == "." else (day_first, (year, first, second))
    name, said_year = one["m2"] or one["m3"], one["y2"] or one["y3"] or one["y4"]
    day_text = one["d2"] or one["d4"]
    month = next(place for place, full in enumerate(MONTHS, 1) if full.startswith(name[:3]))
    return ((int(said_year) if said_year else None, month, int(day_text) if day_text else None),)


def _how(text: str, start: int, end: int, *, of_day: bool = False) -> str:
    """Say how a number or day is compared; groups ending in 3 compare days alone (after 3 days is 3 days)."""
    said = text[max(0, start - LOOK_BACK) : start]
    before = BEFORE.search(said) if may_compare(said) else None
    if before:
        name = str(before.lastgroup)
        return name.rstrip("23") if of_day or not name.endswith("3") else ""
    said = text[end : end + LOOK_BACK]
    after = AFTER.match(said) if may_follow(said) else None
    return str(after.lastgroup) if after else ""


def may_compare(said: str) -> bool:
    """Say whether a comparison may stand at the end of a text; many times quicker than to look for one."""
    return said.rstrip().lower().endswith(COMPARISONS_END)


def may_follow(said: str) -> bool:
    """Say whether a comparison may stand at the beginning of a text (or more, and over, +)."""
    low = said.lower()
    return "or" in low or "and" in low or "+" in low


def unit_of(word: str) -> str:
    """Name a unit's kind: hour to year, money, percent; another word stands for itself."""
    plain = word.lower().replace(" ", "")
    return UNITS.get(plain) or UNITS.get(plain.removesuffix("s")) or plain


def _unit_after(text: str, end: int) -> str:
    found = UNIT.match(text[end : end + LOOK_BACK])
    return unit_of(found["unit"]) if found else ""


def numbers(text: str) -> list[Number]:
    """Read the numbers in digits, ranges as one."""
    digits = [one.span() for one in DIGITS.finditer(text)]
    if not digits:
        return []
    end, last = digits[-1][1] + TRAIL, digits[-1][0]
    found: list[re.Match[str]] = []
    at = max(0, digits[0][0] - LEAD)
    while at <= last:  # after the last digits there is nothing to look for
        one = NUMBER.search(text, at, end)
        if one is None:
            break
        found.append(one)
        at = one.end()
    if len(found) == 1:
        return [_number(found[0], text)]
    return list(_ranges([(one, _number(one, text)) for one in found], text))


def _number(one: re.Match[str], text: str) -> Number:
    start, end = one.span()
    sign, currency, digits, scale, percent = one.group("sign", "currency", "digits", "scale", "percent")
    value = _decimal(digits)
    if scale:
        value *= SCALES.get(scale.strip().lower(), 1)
    if sign:
        value = -value
    unit = "money" if currency else "percent" if percent else _unit_after(text, end)
    return Number(one.group().strip(), value, unit, _how(text, start, end))


def _decimal(digits: str) -> Decimal:
    """Read separators of thousands, and a comma before one or two last digits as the decimal one."""
    if digits.isdecimal() or PLAIN.fullmatch(digits):
        return Decimal(digits)
    if GROUPED_COMMA.fullmatch(digits):
        digits = digits.replace(".", "").replace(",", ".")
    return Decimal(SEPARATORS.sub("", digits))


def _ranges(read: list[tuple[re.Match[str], Number]], text: str) -> Iterator[Number]:
    place = 0
    while place < len(read):
        match, low = read[place]
        joined = read[place + 1] if place + 1 < len(read) else None
        if joined and _is_range(text, match, joined[0]) and abs(low.value) < joined[1].value:
            last, high = joined
            unit = low.unit if low.unit in UNITS.values() else high.unit
            said = text[match.start() : last.end()].strip()
            yield Number(said, abs(low.value), unit, "", high.value, is_spelled=low.is_spelled)
            place += 2
        else:
            yield low
            place += 1


def _is_range(text: str, first: re.Match[str], second: re.Match[str]) -> bool:
    between = text[first.end() : second.start()]
    if BETWEEN.search(text[: first.start()]):
        return bool(AND.match(between) or JOINT.match(between))
    return bool(JOINT.match(between))


def spelled(text: str) -> Iterator[Number]:
    """Read the numbers in letters, ranges as one."""
    return _ranges([(one, _in_letters(one, text)) for one in SPELLED.finditer(text)], text)


def _in_letters(one: re.Match[str], text: str) -> Number:
    value = Decimal(_in_digits(one["number"]) * SCALES.get((one["scale"] or "").strip().lower(), 1))
    unit, how = _unit_after(text, one.end()), _how(text, one.start(), one.end())
    return Number(one.group(), value, unit, how, is_spelled=True)


def _in_digits(words: str) -> int:
    total = 0
    for word in re.split(r"[\s-]", words.lower()):
        if word in _TENS:
            total += 20 + 10 * _TENS.index(word)
        elif word in _ORDINALS:
            total += 3 + _ORDINALS.index(word)
        else:
            total += _ONES.index(word)
    return total


def converted(number: Number, unit: str) -> Number | None:
    """Write a number of one unit in another; None where the two measure different things."""
    if not unit or number.unit == unit or number.unit not in UNITS.values():
        return number
    for known in (HOURS_IN, MONTHS_IN):
        if number.unit in known and unit in known:
            times, parts = known[number.unit], known[unit]
            high = None if number.high is None else number.high * times / parts
            return number._replace(value=number.value * times / parts, high=high, unit=unit)
    return None


def phrases(text: str) -> list[str]:
    """Read what stands between quotation marks."""
    if '"' not in text and text.isascii():
        return []
    return [next(part for part in one.groups() if part) for one in PHRASE.finditer(text)]


def without_phrases(text: str) -> str:
    """Leave out what stands between quotation marks."""
    return PHRASE.sub(" ", text) if '"' in text or not text.isascii() else text
