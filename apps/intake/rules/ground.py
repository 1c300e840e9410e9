"""The grounding check: does what a statement cites bear the numbers, days, names and values it quotes?"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

from apps.intake.rules import mentions, names, quotes
from apps.intake.rules.cites import Texts
from apps.intake.rules.known import AllKnown, Known
from apps.intake.rules.mentions import Lexicon, Text
from apps.intake.rules.quotes import Day, Number
from apps.intake.rules.shapes import Fact, FactType, Grounded, Grounding, Statement, Support

SUPPORTED = Support.SUPPORTED
PERCENT = 100
ABOUT = Decimal("0.05")
ROUNDED = Decimal("0.001")
UNCITED, BORNE = Grounded(Support.NO_CITATION), Grounded(SUPPORTED)
NOTHING = Lexicon({}, frozenset(), None, ())
COMPARING = frozenset({"gt", "ge", "lt", "le"})
TRUE: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "": lambda value, said: value == said,
    "no": lambda value, said: value != said,
    "gt": lambda value, said: value > said,
    "ge": lambda value, said: value >= said,
    "lt": lambda value, said: value < said,
    "le": lambda value, said: value <= said,
}


def ground(
    rationale: Sequence[Statement],
    facts: Iterable[Fact],
    lexicon: Lexicon = NOTHING,
    texts: Texts | None = None,
    read: dict[str, Text] | None = None,
) -> Grounding:
    """Tell of each statement whether what it cites bears the numbers, days, names and values it quotes.

    Money is quoted in major units (1,111 for 111100 minor); a share may be quoted as per cent; a comparison
    or range must be true of the cited value; a number may be rounded to fewer decimals than its fact has
    ($1,111 for 1111.32) where that changes it by 0.1 % at most; a number stuck to letters (L5, COVID19) is a
    name. Only what is cited counts; where another fact bears the quote, the answer names it. lexicon: the
    contract's words, without which no coded value and no name is judged. texts: the text of cited evidence,
    by the citation. read: sentences that were read before, for a caller with many cases; AIs repeat
    themselves.
    """
    if not rationale:
        return Grounding((), None)
    held: dict[str, list[Fact]] = {}
    for fact in facts:
        given = held.get(fact.key)
        if given is None:
            held[fact.key] = [fact]
        else:
            given.append(fact)
    known = AllKnown(held, texts or {}, lexicon)
    before = {} if read is None else read
    statements = tuple([_ground_one(one, known, lexicon, before) for one in rationale])
    n_supported = sum([one.support is SUPPORTED for one in statements])
    return Grounding(statements, _share(n_supported, len(statements)))


@lru_cache(maxsize=1024)
def _share(part: int, whole: int) -> Decimal:
    return round(Decimal(part) / whole, 4)


class _Asked(NamedTuple):
    """One statement with what it cites and what else is known."""

    read: Text
    cited: tuple[Known, ...]
    known: Mapping[str, Known]
    lexicon: Lexicon

    @property
    def text(self) -> str:
        return self.read.text

    @property
    def others(self) -> Iterator[Known]:
        return (one for one in self.known.values() if one not in self.cited)

    def elsewhere(self, bears: Callable[[Known], bool]) -> str:
        return next((one.key for one in self.others if bears(one)), "")


def _ground_one(
    statement: Statement, known: Mapping[str, Known], lexicon: Lexicon, read: dict[str, Text]
) -> Grounded:
    if not statement.cites:
        return UNCITED
    for key in statement.cites:
        if key not in known:
            return Grounded(Support.UNKNOWN_CITATION, key)
    cited = tuple([known[key] for key in dict.fromkeys(statement.cites)])
    text = read.get(statement.text)
    if text is None:
        text = read[statement.text] = Text(statement.text)
    asked = _Asked(text, cited, known, lexicon)
    for judge in JUDGES:
        fault = judge(asked)
        if fault is not None:
            return fault
    return BORNE


# --- yes or no, and coded values ---


def _claims(asked: _Asked) -> Grounded | None:
    for one in asked.cited:
        fault = _first_false(asked.read, one)
        if fault is not None:
            return fault
    return None


def _first_false(text: Text, one: Known) -> Grounded | None:
    if one.term is None or not one.term.claims:
        return None
    for claim in mentions.claims(text, one.term):
        said = {claim.value in one.codes} if claim.value and one.entries else one.truths
        if not said:
            return Grounded(Support.UNSUPPORTED_VALUE, claim.text)
        if claim.is_so not in said:
            return Grounded(Support.CONTRADICTED, claim.text)
    return None


def _named(asked: _Asked) -> Grounded | None:
    coded = [(one, one.term.coded) for one in asked.cited if one.term and one.term.coded]
    found = [(one, said) for one, words in coded for said in mentions.named(asked.read, words)]
    borne = {said.text.lower() for one, said in found if said.code in one.codes}
    for one, said in found:
        if said.denied and said.code in one.codes:
            return Grounded(Support.CONTRADICTED, said.text)
        if not said.denied and said.text.lower() not in borne and not _bears_phrase(one, said.text):
            return Grounded(Support.UNSUPPORTED_VALUE, said.text, _where_phrase(asked, said.text))
    return None


def _uncited(asked: _Asked) -> Grounded | None:
    """Find what is said of facts that are not cited: yes or no, and values of several words."""
    for needed, key in asked.lexicon.yes_no:
        if needed <= asked.read.stems and key in asked.known and asked.known[key] not in asked.cited:
            fault = _uncited_claim(asked, asked.known[key])
            if fault is not None:
                return fault
    for said in mentions.named(asked.read, asked.lexicon.distinct) if asked.lexicon.distinct else ():
        if not said.denied and not any(_bears_phrase(known, said.text) for known in asked.cited):
            return Grounded(Support.UNSUPPORTED_VALUE, said.text, _where_phrase(asked, said.text))
    return None


def _uncited_claim(asked: _Asked, one: Known) -> Grounded | None:
    for claim in mentions.claims(asked.read, one.term) if one.term and one.truths else ():
        support = Support.UNSUPPORTED_VALUE if claim.is_so in one.truths else Support.CONTRADICTED
        return Grounded(support, claim.text, one.key)
    return None


# --- phrases and names ---


def _flat(text: str) -> str:
    return " ".join(text.lower().split())


def _bears_phrase(one: Known, phrase: str) -> bool:
    return _flat(phrase).strip(" .,;:!?") in _flat(one.words)


def _where_phrase(asked: _Asked, phrase: str) -> str:
    return asked.elsewhere(lambda one: _bears_phrase(one, phrase))


def _phrases(asked: _Asked) -> Grounded | None:
    for phrase in quotes.phrases(asked.text):
        if not any(one.isalpha() for one in phrase) or any(_bears_phrase(one, phrase) for one in asked.cited):
            continue
        if (
            quotes.DAY.fullmatch(phrase.strip())
            or quotes.SPELLED.match(phrase)
            or quotes.NUMBER.match(phrase)
        ):
            continue  # judged as what it is
        return Grounded(Support.UNSUPPORTED_NAME, phrase, _where_phrase(asked, phrase))
    return None


def _names(asked: _Asked) -> Grounded | None:
    if not asked.lexicon.terms or asked.text[1:].islower():
        return None
    if not names.may_have_names(asked.text, asked.lexicon.vocabulary):
        return None
    _, text = quotes.days(quotes.without_phrases(asked.text))
    for name, unknown in names.names(text, asked.lexicon.vocabulary):
        words = {word.lower() for one in asked.cited for word in mentions.WORD.findall(one.words)}
        if not words.issuperset(unknown):
            return Grounded(Support.UNSUPPORTED_NAME, name, asked.elsewhere(_holds(unknown)))
    return None


def _holds(words: Sequence[str]) -> Callable[[Known], bool]:
    return lambda one: set(words) <= {word.lower() for word in mentions.WORD.findall(one.words)}


# --- days and numbers ---


def _days_and_numbers(asked: _Asked) -> Grounded | None:
    for day in asked.read.days[0]:
        if not any(_bears_day(one, day) for one in asked.cited):
            return _unborne_day(asked, day)
    for number in _numbers(asked):
        for one in asked.cited:
            if _bears(one, number):
                break
        else:
            return _unborne(asked, number)
    return None


def _numbers(asked: _Asked) -> list[Number]:
    read = asked.read
    if quotes.SPELLED_WORDS.isdisjoint(read.small):
        return read.numbers
    return [*read.numbers, *(one for one in quotes.spelled(read.days[1]) if _is_counted(one, asked.cited))]


def _unborne_day(asked: _Asked, day: Day) -> Grounded:
    if day.how in COMPARING and any(_own_days(one) for one in asked.cited):
        return Grounded(Support.CONTRADICTED, day.text)
    return Grounded(
        Support.UNSUPPORTED_DATE, day.text, asked.elsewhere(lambda one: any(map(day.names, one.days)))
    )


def _bears_day(one: Known, day: Day) -> bool:
    if any(map(day.names, one.days)) or _bears_phrase(one, day.text):
        return True
    later = day.how.startswith("g")
    compared = _own_days(one) if day.how in COMPARING else []
    return any(known > said if later else known < said for known in compared for said in day.whole())


def _own_days(one: Known) -> list[date]:
    return [date.fromisoformat(str(entry.value)) for entry in one.entries if entry.type is FactType.DATE]


def _is_counted(number: Number, cited: Iterable[Known]) -> bool:
    """A number in letters counts where a unit follows: "two weeks", and not "one of the"."""
    return number.unit in quotes.UNITS.values() or any(
        one.term is not None and one.term.unit and one.term.unit == number.unit for one in cited
    )


def _unborne(asked: _Asked, number: Number) -> Grounded:
    compared = number.how not in {"", "about"} or number.high is not None
    if compared and any(list(_comparable(one, number)) for one in asked.cited):
        return Grounded(Support.CONTRADICTED, number.text)
    where = asked.elsewhere(lambda one: _bears(one, number))
    return Grounded(Support.UNSUPPORTED_NUMBER, number.text, where)


def _comparable(one: Known, number: Number) -> Iterator[tuple[Decimal, Number]]:
    """Give the fact's own numbers with the quoted one in the same unit; none where units do not fit."""
    unit = one.term.unit if one.term else ""
    if number.unit == "percent" and unit != "percent":
        yield from ((value * PERCENT, number) for value in one.amounts if not unit)
        return
    said = quotes.converted(number, unit if unit in quotes.UNITS.values() else "")
    if said is not None:
        yield from ((value, said) for value in one.amounts)


def _bears(one: Known, number: Number) -> bool:
    for value, said in _comparable(one, number):
        if _is_true(value, said):
            return True
    return number.how != "no" and number.high is None and _is_written(one, number)


def _is_true(value: Decimal, said: Number) -> bool:
    if said.high is not None:
        return said.value <= value <= said.high
    if said.how == "about":
        finest = Decimal(1).scaleb(int(said.value.as_tuple().exponent)) if said.value else Decimal(1)
        return abs(value - said.value) <= max(min(finest, Decimal(1)) / 2, abs(said.value) * ABOUT)
    if said.how == "" and value == -said.value and said.value < 0:
        return True  # a dash before a number may be a hyphen
    return TRUE[said.how](value, said.value) or (said.how == "" and _is_rounded(value, said.value))


def _is_rounded(value: Decimal, said: Decimal) -> bool:
    """Say whether a number is its fact's with fewer decimals, rounded, and changed by 0.1 % at most."""
    place = int(said.as_tuple().exponent)
    if int(value.as_tuple().exponent) >= place or abs(value - said) > abs(value) * ROUNDED:
        return False
    return value.quantize(Decimal(1).scaleb(place), ROUND_HALF_UP) == said


def _is_written(one: Known, number: Number) -> bool:
    """Say whether the fact's words hold the number: a code, a year, a number in a text or label."""
    return number.how in {"", "about"} and (number.value in one.numbers or -number.value in one.numbers)


JUDGES = (_claims, _named, _phrases, _days_and_numbers, _uncited, _names)
