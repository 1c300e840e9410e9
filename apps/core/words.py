"""English sentences that remember what they are made of, so that an edge can say them in another language.

What is below the edges is pure, stored and answered to machines: it stays English, whatever language a person
reads. A page says a sentence with `apps.core.speech.speak`.
"""

from collections.abc import Mapping
from decimal import Decimal


class Words(str):
    """A sentence in English, with its template and the named parts that fill it."""

    __slots__ = ("msgid", "n", "parts", "plural")
    msgid: str
    plural: str
    n: int
    parts: Mapping[str, object]


def say(msgid: str, /, **parts: object) -> Words:
    """Make a sentence of a template and its parts: `say("%(fact)s is missing", fact="Age")`."""
    return _made(msgid, "", 0, parts)


def say_many(one: str, many: str, /, *, n: int, **parts: object) -> Words:
    """Make a sentence that depends on a number: `say_many("%(n)s case", "%(n)s cases", n=3)`."""
    return _made(one, many, n, {"n": n, **parts})


def _made(msgid: str, plural: str, n: int, parts: Mapping[str, object]) -> Words:
    template = plural if plural and n != 1 else msgid
    said = Words(template % {name: written(part) for name, part in parts.items()} if parts else template)
    said.msgid, said.plural, said.n, said.parts = msgid, plural, n, parts
    return said


def written(part: object) -> str:
    """Write a part in English: numbers with commas, everything else as it is."""
    if isinstance(part, bool):
        return "yes" if part else "no"
    if isinstance(part, list):
        return ", ".join(written(one) for one in part)
    if isinstance(part, int | Decimal):
        return f"{part:,}" if isinstance(part, int) else f"{part:,f}"
    return f"{part:g}" if isinstance(part, float) else str(part)
