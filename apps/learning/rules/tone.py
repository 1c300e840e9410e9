"""Notes that speak strongly against a suggestion, in English and German: a list of words and five rules.

A word of the list has a weight: 2 where it is strong by itself ("dangerous", "unsinnig"), 1 where it is not
("wrong", "falsch"). Within a part of a sentence

1. a word that strengthens ("completely", "völlig") up to two words before adds 1, one that softens takes 1;
2. a word that denies ("not", "kein") up to three words before takes the weight away; before a good word
   ("usable", "vertretbar") it makes it a bad one of weight 1;
3. a strong word right before a word of the case ("a terrible accident") says nothing of the suggestion;
4. a listed word in capitals adds 1.

5. A note is strongly negative with one word of weight 2, or with three that weigh 1.

It judges no person: words for people are not listed, and nothing is said of who wrote.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

STRONG, ENOUGH = 2, 3
APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"
_BEFORE, _DENIED = 2, 3  # how many words before

_PARTS = re.compile(r"[.;:!?,\n()]|\b(?:but|however|although|aber|jedoch|sondern|obwohl)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


def _listed_in(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ENDINGS = ("", "ly", "s", "e", "en", "er", "es", "em", "st")

_LISTED_STRONG = _listed_in(
    """
    absurd appalling awful catastrophic dangerous disastrous garbage harmful hopeless horrible
    inexcusable irresponsible nonsense nonsensical outrageous preposterous ridiculous rubbish scandalous
    terrible unacceptable unusable useless worthless abwegig blödsinn desaströs gefährlich grotesk
    haarsträubend hanebüchen indiskutabel katastrophal lächerlich nutzlos quatsch schwachsinn skandalös
    unbrauchbar unerträglich unhaltbar unsinn unsinnig untragbar unverantwortlich unzumutbar verheerend
    wertlos
    """
)
_LISTED = _listed_in(
    """
    bad confusing contradictory flawed illogical inadequate incomprehensible incorrect misleading
    mistaken poor unfounded unreasonable unsafe wrong falsch fehlerhaft irreführend mangelhaft schlecht
    ungenügend unlogisch unpassend unsicher unverständlich unzureichend verfehlt verkehrt
    widersprüchlich
    """
)
_GOOD = _listed_in(
    """
    acceptable defensible helpful plausible reasonable right safe sensible trustworthy usable akzeptabel
    brauchbar hilfreich hinnehmbar nachvollziehbar plausibel richtig sinnvoll tragbar verantwortbar
    vertretbar
    """
)
_MORE = _listed_in(
    """
    absolutely all completely entirely extremely fundamentally grossly plainly so thoroughly totally
    utterly very wholly absolut äußerst ausserst ganz gar gänzlich grob grundlegend höchst komplett
    restlos sehr total überhaupt völlig vollkommen
    """
)
_LESS = _listed_in(
    """
    little maybe partly perhaps possibly slightly somewhat bisschen etwas leicht möglicherweise
    teilweise vielleicht wenig
    """
)
_NOT = _listed_in(
    """
    no nor not never neither hardly without cannot nicht nichts kein keine keinen keinem keiner keines
    keineswegs nie niemals ohne weder kaum
    """
)
_OF_THE_CASE = _listed_in(
    """
    accident burn burns condition crash damage fall fire injury injuries job machine pain place road
    storm weather work wound arbeit arbeitsplatz brand maschine schaden schmerz schmerzen straße sturz
    unfall verletzung verletzungen wetter wunde
    """
)
_SAYINGS = tuple(
    re.compile(one, re.IGNORECASE)
    for one in (
        r"\bmakes? (?:absolutely )?no sense(?: at all)?\b",
        r"\bout of the question\b",
        r"\bmust never happen\b",
        r"\bhave? no (?:basis|foundation) whatsoever\b",
        r"\bfrei erfunden\b",
        r"\bergibt (?:überhaupt )?keinen sinn\b",
        r"\bmacht (?:überhaupt )?keinen sinn\b",
        r"\bkommt (?:gar |überhaupt )?nicht in ?frage\b",
        r"\bgeht gar nicht\b",
        r"\bdarf (?:niemals|nie wieder) (?:passieren|vorkommen)\b",
    )
)


@dataclass(frozen=True, slots=True)
class Tone:
    """How strongly a note speaks against a suggestion; `because`: the words that say so, as written."""

    is_strong: bool
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Hit:
    at: int
    weight: int
    words: str


def tone(text: str) -> Tone:
    """Read a note by the list and the rules above; the same text always gives the same answer."""
    hits = [*_sayings(text), *_listed(text)]
    is_strong = any(one.weight >= STRONG for one in hits) or sum(one.weight for one in hits) >= ENOUGH
    told = sorted(hits, key=lambda one: one.at) if is_strong else []
    return Tone(is_strong, tuple(dict.fromkeys(one.words for one in told)))


def _sayings(text: str) -> Iterator[_Hit]:
    for saying in _SAYINGS:
        for found in saying.finditer(text):
            yield _Hit(found.start(), STRONG, found.group())


def _listed(text: str) -> Iterator[_Hit]:
    text, begin = text.replace(APOSTROPHE, "'"), 0
    for end in (*(found.start() for found in _PARTS.finditer(text)), len(text)):
        words = [(begin + found.start(), found.group()) for found in _WORD.finditer(text[begin:end])]
        yield from (hit for place in range(len(words)) if (hit := _hit(words, place)))
        begin = end


def _hit(words: Sequence[tuple[int, str]], place: int) -> _Hit | None:
    at, said = words[place]
    before = [one.lower() for _at, one in words[max(0, place - _DENIED) : place]]
    weight, is_denied = _weight(said), any(_denies(one) for one in before)
    if _is(said, _GOOD) and is_denied:
        weight, is_denied = 1, False
    if not weight or is_denied or _is_of_the_case(words, place):
        return None
    near = before[-_BEFORE:]
    weight += any(_is(one, _MORE) for one in near) - any(one in _LESS for one in near)
    weight += said.isupper() and len(said) > ENOUGH
    first = next((n for n, one in enumerate(before) if _is(one, _MORE) or _denies(one)), len(before))
    phrase = " ".join(one for _at, one in words[place - len(before) + first : place + 1])
    return _Hit(at, weight, phrase) if weight > 0 else None


def _denies(word: str) -> bool:
    return word in _NOT or word.endswith("n't")


def _weight(word: str) -> int:
    return STRONG if _is(word, _LISTED_STRONG) else int(_is(word, _LISTED))


def _is(word: str, listed: frozenset[str]) -> bool:
    """Find a word in a list as it stands or without an ending; a list holds each word once."""
    small = word.lower()
    return any(small.endswith(ending) and small[: len(small) - len(ending)] in listed for ending in _ENDINGS)


def _is_of_the_case(words: Sequence[tuple[int, str]], place: int) -> bool:
    return any(one.lower() in _OF_THE_CASE for _at, one in words[place + 1 : place + 2])
