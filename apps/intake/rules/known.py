"""What the facts and the cited texts of an arrival can bear, each read when a statement first asks for it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date
from decimal import Decimal

from apps.intake.rules import mentions, quotes
from apps.intake.rules.cites import Texts
from apps.intake.rules.mentions import Lexicon, Term
from apps.intake.rules.shapes import Fact, FactType

MINOR_PER_MAJOR = 100
MONEY = FactType.MONEY
DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")


class Known:
    """One fact as far as it can bear a quote: of every source, what counts as missing left out."""

    __slots__ = ("_days", "_numbers", "_words", "given", "key", "term", "text")

    def __init__(self, key: str, given: Sequence[Fact], term: Term | None, text: str = "") -> None:
        self.key, self.given, self.term, self.text = key, given, term, text
        self._words: str | None = None
        self._numbers: frozenset[Decimal] | None = None
        self._days: tuple[date, ...] | None = None

    @property
    def entries(self) -> list[Fact]:
        return [one for one in self.given if one.value is not None]

    @property
    def words(self) -> str:
        """All that is written of it: its values with their labels, its own label, unit and source."""
        if self._words is None:
            self._words = " | ".join(self._written())
        return self._words

    def _written(self) -> Iterator[str]:
        yield self.text
        if self.term is not None:
            yield from (self.term.label, self.term.unit_words)
        yield self.key.replace("_", " ")
        for entry in self.entries:
            yield entry.source.replace("_", " ")
            for code in codes_of(entry):
                yield code
                yield self.term.values.get(code, "") if self.term else ""

    @property
    def numbers(self) -> frozenset[Decimal]:
        """The numbers that its words hold."""
        if self._numbers is None:
            self._numbers = frozenset(Decimal(digits) for digits in DIGITS.findall(self.words))
        return self._numbers

    @property
    def amounts(self) -> Iterator[Decimal]:
        """Its own values, where they are numbers; money in major units."""
        for entry in self.given:
            value = entry.value
            if type(value) is int or type(value) is Decimal:
                exact = Decimal(value)
                yield exact / MINOR_PER_MAJOR if entry.type is MONEY else exact

    @property
    def days(self) -> tuple[date, ...]:
        """Its own days, those its words hold, and since when its values are known."""
        if self._days is None:
            written = [day for one in quotes.days(self.words)[0] for day in one.whole()]
            since = [entry.as_of.astimezone(UTC).date() for entry in self.entries if entry.as_of]
            self._days = (*written, *since)
        return self._days

    @property
    def codes(self) -> set[str]:
        return {code for entry in self.entries for code in codes_of(entry)}

    @property
    def truths(self) -> set[bool]:
        """What its sources say of a yes-or-no fact; a coded one may say neither."""
        found = {entry.value for entry in self.entries}
        said = {one for one in found if isinstance(one, bool)}
        return said | {one == "yes" for one in found if one in mentions.YES_NO}


class AllKnown(Mapping[str, Known]):
    """Every fact and every cited text by its citation; each is read when a statement first asks for it."""

    def __init__(self, held: Mapping[str, Sequence[Fact]], texts: Texts, lexicon: Lexicon) -> None:
        self._held, self._texts, self._terms = held, texts, lexicon.terms
        self._read: dict[str, Known] = {}

    def __getitem__(self, cite: str) -> Known:
        found = self._read.get(cite)
        if found is None:
            found = self._read[cite] = self._known(cite)
        return found

    def _known(self, cite: str) -> Known:
        if cite in self._texts:
            return Known(cite, (), None, self._texts[cite])
        return Known(cite, self._held[cite], self._terms.get(cite))

    def __contains__(self, cite: object) -> bool:
        return cite in self._held or cite in self._texts

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*self._held, *self._texts)))

    def __len__(self) -> int:
        return len({*self._held, *self._texts})


def codes_of(entry: Fact) -> tuple[str, ...]:
    if isinstance(entry.value, tuple):
        return entry.value
    return (entry.value,) if isinstance(entry.value, str) else ()
