"""A language made of the sources: every sentence is bracketed, accented and 40 % longer, so that faults are seen."""

import re

from django.utils.translation import trans_real

from apps.console.pages import words
from apps.core import speech

OPEN, CLOSE = "⟦", "⟧"
ACCENTS = str.maketrans("aeiouyAEIOUY", "áéíóúýÁÉÍÓÚÝ")
KEPT = re.compile(r"%\(\w+\)0?\d*[a-z]|%%|<[^>]*>|&\w+;")
FORMATS = ("date", "share")
LONGER = 0.4
WORD = 9


def pseudo(text):
    """Make a sentence longer and strange; placeholders and markup stay."""
    if "\x04" in text:
        context, _, text = text.partition("\x04")
        if context in FORMATS:
            return text
    parts = KEPT.split(text)
    kept = [*KEPT.findall(text), ""]
    strange = "".join(part.translate(ACCENTS) + keep for part, keep in zip(parts, kept, strict=True))
    n_more = max(1, round(sum(map(len, parts)) * LONGER))
    more = "".join(" " if place % WORD == 0 and len(text) > WORD else "ö" for place in range(n_more))
    return f"{OPEN}{strange}{more}{CLOSE}"


def forget():
    """Drop what was written and kept: a made sentence must not outlive its test, nor a real one come into it."""
    words._duration.cache_clear()
    speech._day.cache_clear()


def speak_pseudo(monkeypatch):
    """Let German be the made language, in every thread of this process, until the test ends."""
    german = trans_real.translation("de")
    monkeypatch.setattr(german, "gettext", pseudo)
    monkeypatch.setattr(german, "ngettext", lambda one, many, n: pseudo(one if n == 1 else many))
