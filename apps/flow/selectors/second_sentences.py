"""What the verbs of second reviews read like in the history of a case; names of the people stay out of it."""

from collections.abc import Callable, Mapping
from typing import Any

from apps.core.speech import speak
from apps.core.words import say

_GIVEN = {
    "AGREES": say("A second person came to the same outcome"),
    "DIFFERS": say("A second person came to another outcome"),
    "CANNOT_SAY": say("A second person could not say from the facts"),
}
_SETTLED = {
    "FIRST": say("A third person settled it: the decision was right"),
    "SECOND": say("A third person settled it: the second opinion was right"),
    "NEITHER": say("A third person settled it: another outcome is right"),
}


def _plain(_who: str, _data: Mapping[str, Any], _names: object) -> tuple[str, str]:
    return speak(say("The decision was drawn for a second opinion")), speak(say("It holds meanwhile"))


def _by(key: str, said: Mapping[str, str]) -> Callable[[str, Mapping[str, Any], object], tuple[str, str]]:
    def written(_who: str, data: Mapping[str, Any], _names: object) -> tuple[str, str]:
        return speak(said[str(data[key])]), ""

    return written


SENTENCES: Mapping[str, Callable[[str, Mapping[str, Any], Any], tuple[str, str]]] = {
    "second_review.drawn": _plain,
    "second_review.given": _by("result", _GIVEN),
    "second_review.settled": _by("holds", _SETTLED),
}
SHORT: Mapping[str, str] = {
    "second_review.drawn": say("drawn for a second opinion"),
    "second_review.given": say("a second opinion was given"),
    "second_review.settled": say("two opinions were settled"),
}
