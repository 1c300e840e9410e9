"""A contract as text: YAML without its traps. What could be read in two ways is refused, and says where.

Read event by event, so that a text that unfolds into more than it says (aliases), or is nested without end,
is refused before it costs anything. Numbers keep their digits or are refused.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import yaml

from apps.intake.rules import values
from apps.intake.rules.conditions import pointer_part
from apps.intake.rules.contract import parse_contract
from apps.intake.rules.shapes import BadContract, Contract

MAX_BYTES = 1_000_000
MAX_DEPTH = 8
MAX_NODES = 50_000
MAX_DIGITS = 18
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
TRUTHS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
YES_NO = frozenset({"yes", "no", "on", "off"})
WHOLE = re.compile(r"[-+]?(0|[1-9]\d*)", re.ASCII)
DECIMAL = re.compile(r"[-+]?(0|[1-9]\d*)\.\d+", re.ASCII)
AMBIGUOUS = re.compile(
    r"[-+]?(0\d+|0x[\da-fA-F]+|0o\d+|0b[01]+|\d[\d_]*_[\d_]*(\.\d*)?|\d+(:\d\d?)+(\.\d*)?"
    r"|(\d+\.?\d*|\.\d+)[eE][-+]?\d+|\.\d+|\d+\.|0\d+\.\d*|\.(inf|Inf|INF|nan|NaN|NAN))",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class ContractText:
    """What a text says, and on which line each of its clauses stands (pointer -> line from 1)."""

    body: object
    lines: Mapping[str, int]

    def line_of(self, pointer: str) -> int:
        """Return the line of a clause, or of the nearest one around it."""
        while pointer and pointer not in self.lines:
            pointer = pointer.rpartition("/")[0]
        return self.lines.get(pointer, 1)


def parse_text(text: str) -> tuple[Contract, ContractText]:
    """Read a contract from its text.

    Raises: BadContract with pointer, line and the way to mend it.
    """
    read = read_text(text)
    try:
        return parse_contract(read.body), read
    except BadContract as bad:
        raise BadContract(bad.pointer, bad.sentence, line=read.line_of(bad.pointer)) from None


def read_text(text: str) -> ContractText:
    """Read YAML (JSON is YAML too) into plain objects.

    Raises: BadContract.
    """
    if len(text) > MAX_BYTES or len(text.encode(errors="replace")) > MAX_BYTES:
        raise BadContract("", "This text is larger than 1 MB; a contract is a few pages.", line=1)
    if not values.storable(text):
        raise BadContract("", "This text holds a broken character; save it as UTF-8.", line=1)
    reader = _Reader(yaml.parse(text, Loader=LOADER))
    body = reader.document()
    return ContractText(body, reader.lines)


@dataclass(slots=True)
class _Reader:
    """Turns the parser's events into objects, and refuses the first one that has no place in a contract."""

    events: Iterator[yaml.Event]
    lines: dict[str, int] = field(default_factory=dict)
    n_nodes: int = 0
    line: int = 1

    def document(self) -> object:
        self._skip(yaml.StreamStartEvent)
        first = self._next("")
        if not isinstance(first, yaml.DocumentStartEvent):
            raise BadContract("", "This text is empty; it starts with the line facts:", line=1)
        body = self._node(self._next(""), "", 0)
        self._skip(yaml.DocumentEndEvent)
        if not isinstance(self._next(""), yaml.StreamEndEvent):
            raise BadContract("", "One text is one contract; take the second one out (---).", line=self.line)
        return body

    def _skip(self, kind: type[yaml.Event]) -> None:
        if not isinstance(self._next(""), kind):
            raise BadContract("", "This is not YAML.", line=self.line)

    def _next(self, at: str) -> yaml.Event:
        try:
            event = next(self.events)
        except yaml.YAMLError as error:
            raise _unreadable(error, at, self.line) from None
        if event.start_mark is not None:
            self.line = event.start_mark.line + 1
        return event

    def _node(self, event: yaml.Event, at: str, depth: int) -> object:
        self._refuse_cost(event, at, depth)
        self.lines.setdefault(at, self.line)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, at)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(at, depth)
        return self._object(at, depth)

    def _refuse_cost(self, event: yaml.Event, at: str, depth: int) -> None:
        self.n_nodes += 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self._bad(at, "Aliases and anchors (* and &) are not read here; write the clause out.")
        if depth > MAX_DEPTH:
            raise self._bad(at, f"This is nested more than {MAX_DEPTH} levels deep; a contract never is.")
        if self.n_nodes > MAX_NODES:
            raise self._bad(at, f"This text has more than {MAX_NODES} entries; a contract never has.")
        tag = getattr(event, "tag", None)
        if tag and tag != "!":
            raise self._bad(at, "Tags (!) are not read here; take the tag away.")

    def _bad(self, at: str, sentence: str) -> BadContract:
        return BadContract(at, sentence, line=self.line)

    def _list(self, at: str, depth: int) -> list[object]:
        found: list[object] = []
        while not isinstance(event := self._next(at), yaml.SequenceEndEvent):
            found.append(self._node(event, f"{at}/{len(found)}", depth + 1))
        return found

    def _object(self, at: str, depth: int) -> dict[object, object]:
        found: dict[object, object] = {}
        first: dict[object, int] = {}
        while not isinstance(event := self._next(at), yaml.MappingEndEvent):
            self._refuse_cost(event, at, depth + 1)
            if not isinstance(event, yaml.ScalarEvent):
                raise self._bad(at, "A name must be one word, not a list or an object.")
            key = self._scalar(event, at)
            below = f"{at}/{pointer_part(key)}"
            if key in found:
                raise self._bad(below, f"{key} stands on line {first[key]} already; keep one of the two.")
            first[key] = self.lines[below] = self.line
            found[key] = self._node(self._next(below), below, depth + 1)
        return found

    def _scalar(self, event: yaml.ScalarEvent, at: str) -> object:
        text = str(event.value)
        if event.style or event.tag == "!":
            return text
        if text in NOTHING:
            return None
        if text.lower() in YES_NO:
            raise self._bad(
                at,
                f"YAML reads {text} as true or false, or as a word, depending on the program. "
                f'Write true or false, or put the word in quotes: "{text}".',
            )
        return TRUTHS[text] if text in TRUTHS else self._number_or_text(text, at)

    def _number_or_text(self, text: str, at: str) -> object:
        if AMBIGUOUS.fullmatch(text):
            raise self._bad(
                at,
                f"Programs read {text[:40]} as different numbers. "
                "Write the number with all its digits, or put it in quotes when it is a code.",
            )
        is_whole = WHOLE.fullmatch(text)
        if not is_whole and not DECIMAL.fullmatch(text):
            return text
        if len(text) > 2 * MAX_DIGITS or sum(one.isdigit() for one in text.partition(".")[0]) > MAX_DIGITS:
            raise self._bad(at, f"Write a number of at most {MAX_DIGITS} digits before and after the point.")
        return int(text) if is_whole else self._exact(text, at)

    def _exact(self, text: str, at: str) -> float:
        near = float(text)
        if Decimal(float.__repr__(near)) != Decimal(text):
            raise self._bad(at, "This number has more digits than can be kept exactly; put it in quotes.")
        return near


def _unreadable(error: yaml.YAMLError, at: str, line: int) -> BadContract:
    mark = getattr(error, "problem_mark", None)
    where = line if mark is None else mark.line + 1
    what = getattr(error, "problem", None) or getattr(error, "reason", None) or "this is not YAML"
    return BadContract(
        at,
        f"Line {where} cannot be read ({what}). Look for a missing quote, colon or blank there.",
        line=where,
    )
