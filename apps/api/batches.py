"""A batch on its way in: taken to disk as it comes, then read line by line, so that memory stays flat.

Nothing is taken in before the whole body is here: its digest is what an Idempotency-Key stands for, and a
client that only listens once it has sent everything is never blocked by answers.
"""

import hashlib
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, NamedTuple

from apps.api import parsers
from apps.core import refusals

NDJSON = "application/x-ndjson"
MOST_LINES = 10_000
MOST_BYTES = 128 * 1024 * 1024
IN_MEMORY_BYTES = 1024 * 1024  # larger bodies lie in a file without a name until the answer is out
CHUNK = 64 * 1024
LONGEST_FOUND = 8 * 1024 * 1024  # of an array's element; NDJSON finds the end of any line
HEAD = re.compile(rb'\s*(\{\s*"lines"\s*:\s*)?\[')
BLANKS = re.compile(rb"[ \t\r\n]*")
TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[\[{]|[\]}]|"', re.DOTALL)
SCALAR = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[^\s,\[\]{}"]+')


class LinesWrong(refusals.Invalid):
    code = "lines_wrong"
    sentence = 'Send a JSON array of recommendations, or {"lines": [...]}, or NDJSON: one JSON object a line.'


class LinesTooMany(refusals.Invalid):
    code = "too_many_lines"
    sentence = f"A batch has 1 to {MOST_LINES} lines. Send the rest in another one."


class ListBroken(refusals.Invalid):
    code = "list_broken"
    sentence = (
        "The array is broken from here on; this line and what follows it were not read. Send them again."
    )


class Line(NamedTuple):
    """One line as it was sent: `number` counts from 1, as an editor does. Exactly one of raw and problem."""

    number: int
    raw: bytes
    problem: refusals.Refusal | None = None


@dataclass(slots=True)
class Batch:
    """A body on disk. places: (number, start, length) of each line; problems: what is wrong, by number."""

    body: IO[bytes]
    digest: bytes
    places: list[tuple[int, int, int]] = field(default_factory=list)
    problems: dict[int, refusals.Refusal] = field(default_factory=dict)

    def lines(self, first: int, most: int) -> list[Line]:
        """Read some lines, from the one at place `first` on."""
        found = []
        for number, start, length in self.places[first : first + most]:
            self.body.seek(start)
            problem = self.problems.get(number)
            raw = b"" if problem else self.body.read(length)
            if length > parsers.MAX_BYTES and problem is None:
                problem, raw = _too_long(), b""
            found.append(Line(number, raw, problem))
        return found


def take(stream: IO[bytes] | None, *, is_ndjson: bool) -> Batch:
    """Take a body to disk and find its lines.

    Raises: parsers.BodyTooLarge, LinesWrong, LinesTooMany.
    """
    body = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 - closed with the answer
    try:
        batch = Batch(body, _copied(stream, body))
        body.seek(0)
        _find(batch, _ndjson(body) if is_ndjson else _array(body))
    except BaseException:
        body.close()
        raise
    return batch


def _find(batch: Batch, found: Iterator["Found"]) -> None:
    for number, start, length, problem in found:
        batch.places.append((number, start, length))
        if problem is not None:
            batch.problems[number] = problem
        if len(batch.places) > MOST_LINES:
            raise LinesTooMany(field="lines")
    if not batch.places:
        raise LinesTooMany(field="lines")


def _copied(stream: IO[bytes] | None, body: IO[bytes]) -> bytes:
    digest, left = hashlib.sha256(), MOST_BYTES
    while stream is not None and (chunk := stream.read(CHUNK)):
        left -= len(chunk)
        if left < 0:
            raise parsers.BodyTooLarge(f"A batch may have at most {MOST_BYTES} bytes. Send it in parts.")
        digest.update(chunk)
        body.write(chunk)
    return digest.digest()


def _too_long() -> parsers.BodyTooLarge:
    return parsers.BodyTooLarge(f"A line may have at most {parsers.MAX_BYTES} bytes.")


Found = tuple[int, int, int, refusals.Refusal | None]


def _ndjson(body: IO[bytes]) -> Iterator[Found]:
    start = number = 0
    while part := body.readline(CHUNK):
        length, is_blank = len(part), not part.strip()
        while not part.endswith(b"\n") and (part := body.readline(CHUNK)):
            length, is_blank = length + len(part), is_blank and not part.strip()
        number += 1
        if not is_blank:
            yield number, start, length, None
        start += length


class _Window:
    """A part of the body, read on from where it is looked at. start: where in the body `bytes` begins."""

    def __init__(self, body: IO[bytes]) -> None:
        self._body, self.start, self.at, self.bytes, self.is_all = body, 0, 0, b"", False
        self.grow()

    @property
    def place(self) -> int:
        """Where in the body it is looked at."""
        return self.start + self.at

    def grow(self) -> None:
        """Read as much again as is there, and let go of what was passed."""
        more = self._body.read(max(CHUNK, len(self.bytes) - self.at))
        self.start, self.bytes, self.at = self.place, self.bytes[self.at :] + more, 0
        self.is_all = not more

    def next(self) -> bytes:
        """Pass blanks and give the byte that follows; empty at the end."""
        while True:
            found = BLANKS.match(self.bytes, self.at)
            self.at = found.end() if found else self.at
            if self.at < len(self.bytes) or self.is_all:
                return self.bytes[self.at : self.at + 1]
            self.grow()

    def head(self) -> bytes:
        """Pass the array's beginning; gives what must close it, empty when this is no array."""
        found = HEAD.match(self.bytes)
        self.at = found.end() if found else 0
        return b"" if found is None else (b"}" if found[1] else b"]")


def _array(body: IO[bytes]) -> Iterator[Found]:
    window, number = _Window(body), 0
    closed_by = window.head()
    if not closed_by:
        raise LinesWrong(field="lines")
    if window.next() == b"]":
        return
    while True:
        number += 1
        length = _element(window)
        if length is None:
            break
        yield number, window.place, length, None
        window.at += length
        following = window.next()
        if following != b",":
            number += 1
            break
        window.at += 1
        window.next()
    if length is None or not _is_end(window, closed_by):
        yield number, window.place, 0, ListBroken()


def _is_end(window: _Window, closed_by: bytes) -> bool:
    for byte in (b"]", b"}") if closed_by == b"}" else (b"]",):
        if window.next() != byte:
            return False
        window.at += 1
    return window.next() == b""


def _element(window: _Window) -> int | None:
    """Return how many bytes the element here has; None when it has no end."""
    while True:
        length = _length(window.bytes, window.at)
        if length is not None and (window.at + length < len(window.bytes) or window.is_all):
            return length
        if window.is_all or len(window.bytes) - window.at > LONGEST_FOUND:
            return None
        window.grow()


def _length(raw: bytes, start: int) -> int | None:
    if raw[start : start + 1] not in {b"{", b"["}:
        found = SCALAR.match(raw, start)
        return found.end() - start if found else None
    depth = 0
    for token in TOKEN.finditer(raw, start):
        first = raw[token.start()]
        if first in b"{[":
            depth += 1
        elif first in b"}]":
            depth -= 1
            if not depth:
                return token.end() - start
        elif token.end() - token.start() == 1:
            return None  # a text without an end
    return None
