"""What a statement says of coded and yes-or-no facts: their words, and whether it denies them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from apps.intake.rules import quotes
from apps.intake.rules.quotes import Day, Number, unit_of
from apps.intake.rules.shapes import Contract, FactSpec, FactType


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


YES_NO = frozenset({"yes", "no"})
FILLERS = _words(
    """
    a an and at by current far for from has have in is known now of on or so the to was with
    """
)
CLAUSES = re.compile(
    r"[;,.!?]+(?=\s|$)|\b(?:and|but|while|whereas|although|though|because|so that|yet)\b", re.IGNORECASE
)
WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)?")
DENIALS = _words(
    """
    no not without never none neither nor denied denies absent lacks lacking false zero cannot
    unlikely excluded declined refused avoided avoids spared
    """
)
NO_DENIAL = re.compile(
    r"\b(?:not only|no doubt|no longer than|no later than|no more than|no less than)\b", re.IGNORECASE
)
HEDGES = _words(
    """
    if whether unless may might could would should possible possibly expected risk chance when where
    such like claims cases typically usually often likely later ask asked check verify confirm until
    per about
    """
)
UNSAID = _words(
    """
    unknown unclear missing unavailable undocumented unstated unconfirmed pending
    """
)
CONTRASTS = re.compile(
    r"\b(?:than|unlike|rather than|instead of|compared (?:with|to)|other than|except|besides|versus|or"
    r"|if|whether)"
    r"\s+(?:an?\s+|the\s+)?$",
    re.IGNORECASE,
)
DENIED = re.compile(
    r"\b(?:not|no|never|isn't|isn\u2019t|wasn't|wasn\u2019t|without)\s+(?:an?\s+|the\s+|in\s+)*$",
    re.IGNORECASE,
)
DENIED_AFTER = re.compile(r"^\s+(?:is|was|were|are)(?:n't|n\u2019t| not)\b", re.IGNORECASE)
SAYS_IT_IS = re.compile(r"(?:\b(?:is|are|was|were|as|be)|[:=])\s*(?:an?\s+|the\s+)?$", re.IGNORECASE)
IDIOMS = re.compile(
    r"\bon (?:the )?(?:one|other) hand\b|\b(?:at|by|first) hand\b|\bhead of\b|\bon foot\b", re.IGNORECASE
)
VAGUE = _words(
    """
    other unknown yes no none multiple mixed new old high low open
    """
)
LOOK_BACK = 28
LONGEST = 120
SHORTEST = 4
MANY = 2


class Text:
    """A statement as it is read: its words in small letters and their stems, its days and numbers."""

    __slots__ = ("_days", "_numbers", "_stems", "low", "small", "text")

    def __init__(self, text: str) -> None:
        low = text.lower()
        self.text, self.low = text, low if len(low) == len(text) else text
        self.small = frozenset(WORD.findall(self.low))
        self._stems: frozenset[str] | None = None
        self._days: tuple[list[Day], str] | None = None
        self._numbers: list[Number] | None = None

    @property
    def days(self) -> tuple[list[Day], str]:
        """The days that it names, and the text without them."""
        if self._days is None:
            self._days = quotes.days(self.text)
        return self._days

    @property
    def numbers(self) -> list[Number]:
        """The numbers in digits that it holds besides its days."""
        if self._numbers is None:
            self._numbers = quotes.numbers(self.days[1])
        return self._numbers

    @property
    def stems(self) -> frozenset[str]:
        """The stems of its words; only some contracts ask for them."""
        if self._stems is None:
            self._stems = frozenset(map(stem, self.small))
        return self._stems


@dataclass(frozen=True, slots=True)
class Coded:
    """A coded fact's words: by their first word, what they say in small letters and their code."""

    starts: Mapping[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Term:
    """What of one fact can be quoted. yes_no: true or false, or coded yes and no.

    claims: words that together speak of the fact, or of one of its several values -> that value ("" for a
    yes-or-no fact). unit: of its numbers, "" when unknown.
    """

    key: str
    label: str
    type: FactType
    unit: str
    unit_words: str
    values: Mapping[str, str]
    yes_no: bool
    claims: tuple[tuple[frozenset[str], str], ...]
    coded: Coded | None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of a contract, compiled once. vocabulary: words that are no names, in small letters.

    distinct: every value of several words; yes_no: stems that speak of a yes-or-no fact.
    """

    terms: Mapping[str, Term]
    vocabulary: frozenset[str]
    distinct: Coded | None
    yes_no: tuple[tuple[frozenset[str], str], ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """That a yes-or-no fact, or one of several values, is so or not; said in these words."""

    value: str
    is_so: bool
    text: str


@dataclass(frozen=True, slots=True)
class Named:
    """That a coded fact is, or is not, of this code."""

    code: str
    text: str
    denied: bool


def lexicon(contract: Contract) -> Lexicon:
    """Compile the words of a contract."""
    terms = {key: _term(spec) for key, spec in contract.specs.items()}
    words = {
        word.lower()
        for spec in contract.specs.values()
        for text in (
            spec.label,
            spec.key.replace("_", " "),
            spec.unit,
            *(s.replace("_", " ") for s in spec.sources),
        )
        for word in WORD.findall(text)
    }
    long = {
        label: label
        for term in terms.values()
        for label in (term.values.values() if term.coded else ())
        if len(WORD.findall(label)) >= MANY
    }
    yes_no = [(needed, key) for key, term in terms.items() if term.yes_no for needed, _ in term.claims]
    return Lexicon(terms, frozenset(words), _coded(long, with_codes=False), tuple(yes_no))


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """Take the ending off a word, so that offers, offered and offer are one."""
    word = word.lower().replace("\u2019", "'").removesuffix("'s")
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            return word.removesuffix(ending)
    return word


def _content(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in WORD.findall(text) if word.lower() not in FILLERS)


def _term(spec: FactSpec) -> Term:
    yes_no = spec.type is FactType.BOOLEAN or (spec.type is FactType.ENUM and set(spec.values) >= YES_NO)
    claims = _claims(spec, yes_no=yes_no)
    told_apart = {value for _, value in claims}
    labels = {} if yes_no else {code: label for code, label in spec.values.items() if code not in told_apart}
    return Term(
        key=spec.key,
        label=spec.label,
        type=spec.type,
        unit=_unit(spec),
        unit_words=spec.unit,
        values=spec.values,
        yes_no=yes_no,
        claims=claims,
        coded=_coded(labels, with_codes=True),
    )


def _unit(spec: FactSpec) -> str:
    if spec.type is FactType.MONEY:
        return "money"
    word = spec.unit.strip().split(" ")[0]
    return unit_of(word) if word else ""


def _claims(spec: FactSpec, *, yes_no: bool) -> tuple[tuple[frozenset[str], str], ...]:
    if yes_no:
        texts = [(spec.label, ""), (spec.key.replace("_", " "), "")]
    elif spec.type is FactType.MULTI:
        texts = [(label, code) for code, label in spec.values.items()]
    else:
        return ()
    least = 1 if yes_no else MANY
    found = [(_content(text), value) for text, value in texts]
    return tuple(dict.fromkeys(one for one in found if len(one[0]) >= least))


def _coded(labels: Mapping[str, str], *, with_codes: bool) -> Coded | None:
    codes = {label.lower(): code for code, label in labels.items()}
    if with_codes:  # a code in small letters alone is a word like any other
        codes |= {code.lower(): code for code in labels if "_" in code or code.isupper()}
    starts: dict[str, list[tuple[str, str]]] = {}
    for said in sorted(codes, key=len, reverse=True):
        first = WORD.search(said)
        if first:
            starts.setdefault(first.group(), []).append((said[first.start() :], codes[said]))
    return Coded({word: tuple(found) for word, found in starts.items()}) if starts else None


def claims(text: Text, term: Term) -> Iterator[Claim]:
    """Read what a statement claims of a yes-or-no fact or of several values, clause by clause."""
    if not any(needed <= text.stems for needed, _ in term.claims):
        return
    for clause in CLAUSES.split(NO_DENIAL.sub(" ", text.text)):
        words = WORD.findall(clause)
        stems = [stem(word) for word in words]
        for needed, value in term.claims:
            places = [place for place, one in enumerate(stems) if one in needed]
            if not needed.issubset(stems) or _is_hedged(words, places[-1]):
                continue
            yield Claim(value, not _is_denied(words), clause.strip()[:LONGEST])
            break


def _is_hedged(words: list[str], last: int) -> bool:
    small = [word.lower() for word in words]
    return any(word in UNSAID for word in small) or any(word in HEDGES for word in small[: last + 1])


def _is_denied(words: Iterable[str]) -> bool:
    n = 0
    for word in words:
        small = word.lower().replace("\u2019", "'")
        n += small in DENIALS or small.endswith("n't")
    return n % 2 == 1


def named(text: Text, coded: Coded) -> Iterator[Named]:
    """Read which of a fact's values a statement names; values it only compares with are left out."""
    words = coded.starts.keys() & text.small
    found = [place for word in words for place in _places(text.low, coded.starts[word])] if words else []
    if not found:
        return
    idioms = [one.span() for one in IDIOMS.finditer(text.text)]
    read_to = 0
    for start, length, code in sorted(found, key=lambda one: (one[0], -one[1])):
        if start < read_to or any(low <= start < high for low, high in idioms):
            continue
        read_to = start + length
        said, before = text.text[start:read_to], text.text[max(0, start - LOOK_BACK) : start]
        if _is_said(said, before, code):
            after = text.text[read_to : read_to + LOOK_BACK]
            yield Named(code, said, bool(DENIED.search(before) or DENIED_AFTER.search(after)))


def _places(low: str, labels: Iterable[tuple[str, str]]) -> Iterator[tuple[int, int, str]]:
    """Find each place of whole labels: where it starts, its length, its code."""
    for label, code in labels:
        start = low.find(label)
        while start >= 0:
            end = start + len(label)
            if not (_is_word(low[start - 1 : start]) or _is_word(low[end : end + 1])):
                yield start, len(label), code
            start = low.find(label, end)


def _is_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def _is_said(said: str, before: str, code: str) -> bool:
    """Leave out what is only compared with, vague words, and small words that are codes in capitals (OR)."""
    if said.lower() == code.lower() and code.isupper() and not said.isupper():
        return False
    return not CONTRASTS.search(before) and (said.lower() not in VAGUE or bool(SAYS_IT_IS.search(before)))
