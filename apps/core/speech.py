"""Sentences, numbers, amounts and dates in the language that is active: English for machines and tasks."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils import formats, translation
from django.utils.dates import MONTHS_3
from django.utils.translation import gettext, ngettext, pgettext

from apps.core import money
from apps.core.words import Words

ENGLISH = "en"
NOTHING = "–"  # noqa: RUF001 - the sign for "no value" in tables


def is_english() -> bool:
    """Tell whether what is kept can be shown as it is."""
    return (translation.get_language() or ENGLISH).startswith(ENGLISH)


def foreign(language: str) -> str:
    """Return a text's language where a page in another one must name it; empty when nobody knows it."""
    here = (translation.get_language() or ENGLISH).partition("-")[0]
    return language if language and language.partition("-")[0] != here else ""


@contextmanager
def english() -> Iterator[None]:
    """Say everything inside in English: what is written down stays neutral, whoever caused it."""
    with translation.override(ENGLISH):
        yield


def speak(text: str) -> str:
    """Say a sentence; words that come from outside, or from a pack, stay as they are."""
    if not isinstance(text, Words):
        return str(text)
    template = ngettext(text.msgid, text.plural, text.n) if text.plural else gettext(text.msgid)
    return template % {name: _part(part) for name, part in text.parts.items()} if text.parts else template


def speak_kept(text: str) -> str:
    """Say a sentence of ours that was stored in English: without parts it is its own key."""
    return gettext(text) if text else ""


def quoted(text: str) -> str:
    """Put what somebody wrote into the quotation marks of the reader's language."""
    return gettext("“%(text)s”") % {"text": text}


def inside(text: str) -> str:
    """Write a label within a sentence: small in English; other languages keep their capitals."""
    return text.lower() if is_english() else text


def _part(part: object) -> str:
    for kind, write in _PARTS:
        if isinstance(part, kind):
            return write(part)
    return str(part)


def number(value: float | Decimal, *, digits: int | None = None) -> str:
    """Write a number with the language's separators; `digits` after the point, else as many as it has."""
    given = Decimal(str(value)) if isinstance(value, float) else value
    if digits is None and isinstance(given, Decimal):
        digits = max(0, -int(given.as_tuple().exponent))
    return formats.number_format(given, decimal_pos=digits, force_grouping=True)


def amount(minor: int | None, currency: str) -> str:
    """Write money: `$1,111.00` or `GBP 12.50`, in German `1.111,00 $`; a dash when there is none."""
    if minor is None or is_english():
        return money.words(minor, currency)
    written = number(money.major(minor, currency))
    return f"{written} {'$' if currency == 'USD' else currency}"


def day(on: date, *, with_year: bool = True) -> str:
    """Write a date: `20 Nov 2026`, in German `20.11.2026`; or without its year."""
    return _day(on.day, on.month, on.year if with_year else None, translation.get_language())


@lru_cache(maxsize=4096)
def _day(day: int, month_number: int, year: int | None, _language: str | None) -> str:
    parts = {"day": day, "month": month_number, "name": _month(month_number), "year": year}
    if year is not None:
        return pgettext("date", "%(day)d %(name)s %(year)d") % parts
    return pgettext("date", "%(day)d %(name)s") % parts


def month(on: date) -> str:
    """Write a month's short name."""
    return _month(on.month)


def _month(number: int) -> str:
    return str(MONTHS_3[number]).capitalize()


def joined(parts: Sequence[str], *, last: str = "") -> str:
    """Write several things in a row: `a, b and c`, or with another word before the last."""
    if not parts[1:]:
        return "".join(parts)
    both = last or gettext("%(first)s and %(last)s")
    return both % {"first": listed(parts[:-1]), "last": parts[-1]}


def listed(parts: Sequence[str]) -> str:
    """Write several things in a row: `a, b, c`; by semicolons when one of them has a comma of its own."""
    return ("; " if any("," in part for part in parts) else ", ").join(parts)


_PARTS: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (bool, lambda truth: gettext("yes") if truth else gettext("no")),
    (money.Amount, lambda part: amount(part.minor, part.currency)),
    (list, lambda parts: listed([_part(one) for one in parts])),
    (int, number),
    (Decimal, number),
    (float, lambda part: number(Decimal(f"{part:g}"))),
    (date, day),
    (str, speak),
)
