"""The keys of the product, as keymap.json has them: for the handler, the sheet and the palette."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

KEYMAP = Path(__file__).resolve().parent.parent / "keymap.json"
CAPS = {"ctrl": gettext_lazy("Ctrl"), "meta": "⌘", "shift": "⇧", "enter": "↵", "escape": "Esc"}
CHORDS = ("ctrl+", "meta+", "escape")
MANY = 4  # keys that choose among answers are no commands


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the keymap. do: what the script does; go: where it leads; neither: a control's key."""

    group: str
    keys: tuple[str, ...]
    words: str
    do: str = ""
    go: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the sheet: keys as drawn, each a series of caps, and what they do."""

    caps: tuple[tuple[str, ...], ...]
    words: str
    key: str
    do: str = ""
    is_range: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    title: str
    rows: tuple[Row, ...]


@lru_cache(maxsize=1)
def entries() -> tuple[Entry, ...]:
    """Return the keymap, read once per process."""
    lines = json.loads(KEYMAP.read_text(encoding="utf-8"))
    return tuple(Entry(**{**line, "keys": tuple(line["keys"])}) for line in lines)


@lru_cache(maxsize=2)
def handled(*, single_keys: bool) -> str:
    """Return for the script which key does what; without single keys only the chords."""
    found = {key: one.do for one in entries() if one.do for key in one.keys}
    found |= {key: "go" for one in entries() if one.go for key in one.keys}
    chosen = {key: do for key, do in found.items() if single_keys or key.startswith(CHORDS)}
    return json.dumps(chosen, separators=(",", ":"))


def going(route: str) -> str:
    """Return the keys that lead to a page, or nothing."""
    return next((one.keys[0] for one in entries() if one.go == route), "")


def sheet() -> tuple[Sheet, ...]:
    """Return all keys by where they work."""
    titles = {
        "everywhere": _("Everywhere"),
        "go": _("Go to"),
        "lists": _("In a list"),
        "case": _("On a case"),
        "pattern": _("On a pattern"),
        "policy": _("On a policy"),
    }
    return tuple(
        Sheet(title, tuple(row(one) for one in entries() if one.group == group))
        for group, title in titles.items()
    )


def on_case() -> tuple[Row, ...]:
    """Return what can be done on the case that is open."""
    return tuple(row(one) for one in entries() if one.group == "case" and len(one.keys) < MANY)


def row(entry: Entry) -> Row:
    """Write one line in the reader's language; the keys of numbers as from and to."""
    numbers = entry.keys[0] == "1"
    shown = (entry.keys[0], entry.keys[-1]) if numbers else entry.keys
    return Row(tuple(map(caps, shown)), _(entry.words), entry.keys[0], entry.do, is_range=numbers)


def caps(key: str) -> tuple[str, ...]:
    """Write a key as it is printed: `ctrl+k` is Ctrl K, `g h` is G H."""
    return tuple(str(CAPS.get(part, part.upper())) for part in key.replace("+", " ").split())
