"""Proper names that a statement quotes; other words in capitals are left alone rather than guessed at."""

import re
from collections.abc import Collection, Iterator

from apps.intake.rules.quotes import MONTHS

_PART = r"[A-Z\u00c0-\u00de][\w'\u2019-]+"
NAME = re.compile(
    rf"(?:\b(?P<title>Dr|Mr|Mrs|Ms|Prof)\.?\s+)?(?<![\w'])(?P<name>{_PART}(?:\s+(?:(?:of|de|van|von)\s+)?{_PART})*)"
)
CAPITAL = re.compile(_PART)
JOINED = re.compile(r"\s(?:of|de|van|von)\s+[A-Z\u00c0-\u00de]")
SENTENCE_START = re.compile(r"(?:^|[.!?:;]\s+|[\"\u201c\u201e(]\s*|^[-\u2022*]\s*)$")
COMPARED = re.compile(r"\b(?:than|unlike|versus|(?:compared|together) with)\s+$")
WORD = re.compile(r"[\w'\u2019-]+")
NOT_ENGLISH = re.compile(r"\b(?:der|die|das|und|ist|nicht|ein|eine|wurde)\b")  # nouns have capitals there
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NO_NAMES = frozenset(word.lower() for word in (*MONTHS, *WEEKDAYS)) | frozenset(
    ["i", "ai", "the", "a", "an", "this", "that", "these", "those", "no", "dr", "mr", "mrs", "ms", "prof"]
)
LONGEST_ACRONYM = 6


def may_have_names(text: str, known: Collection[str]) -> bool:
    """Say whether a name that is not known may stand there; many times quicker than to look for one."""
    if JOINED.search(text):
        return True
    for one in CAPITAL.finditer(text, 1):
        for word in WORD.findall(one.group()):
            small = _plain(word)
            if small and small not in known:
                return True
    return False


def names(text: str, known: Collection[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give each name as written, with those of its words, in small letters, that are not among the known."""
    for one in NAME.finditer(text):
        words = WORD.findall(one["name"])
        at_start = not one["title"] and SENTENCE_START.search(text[: one.start()])
        judged = words[1:] if at_start else words
        unknown = tuple(small for word in judged if (small := _plain(word)) and small not in known)
        if unknown and not (COMPARED.search(text[: one.start()]) or NOT_ENGLISH.search(text)):
            yield one.group().strip(), unknown


def _plain(word: str) -> str:
    """Return a word that can be part of a name, in small letters; "" for acronyms and words that are none."""
    small = word.lower().replace("\u2019", "'").removesuffix("'s")
    is_acronym = word.isupper() and len(word) <= LONGEST_ACRONYM
    return "" if is_acronym or small in NO_NAMES or not small[0].isalpha() else small
