"""Work a file of the past through, one transaction per line, from the place where the last run stopped.

A line and the note that it is done are committed together: killed at any point, nothing happens twice.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from apps.accounts import access
from apps.core import clock, progress, refusals, transactions
from reviewhub.history import acts, lines
from reviewhub.history.cast import Cast

KEY = "history:"


@dataclass(frozen=True, slots=True)
class Text:
    """A file of the past: the same content has the same digest, wherever it lies."""

    file: Path
    digest: str
    n_lines: int
    n_decisions: int

    @property
    def key(self) -> str:
        """Return the name under which its progress is kept."""
        return KEY + self.digest[:32]


@dataclass(slots=True)
class Tally:
    """What became of the lines of one run; `place` is the last line worked, of this run or before."""

    place: int = 0
    n_done: int = 0
    n_repeated: int = 0
    n_refused: int = 0


Tell = Callable[[int, refusals.Refusal], None]


def survey(file: Path) -> Text:
    """Read a file once: its digest and its counts.

    Raises: OSError.
    """
    digest, n_lines, n_decisions = hashlib.sha256(), 0, 0
    with file.open("rb") as source:
        for raw in source:
            digest.update(raw)
            n_lines += 1
            n_decisions += _counts(raw)
    return Text(file, digest.hexdigest(), n_lines, n_decisions)


def _counts(raw: bytes) -> bool:
    try:
        return lines.is_decision(lines.decode(raw))
    except lines.BadLine:
        return False


def run(text: Text, *, now: datetime, limit: int | None, tell: Tell, note: Callable[[Tally], None]) -> Tally:
    """Work the lines that are left, at most `limit`. `tell` hears of refusals, `note` of every line's end.

    A line that lies after `now` is refused. Sweeps that compare rows with the clock of today wait meanwhile,
    and so does a second run.
    """
    with transactions.history():
        with transactions.verb():
            begun = progress.begin(key=text.key, total=text.n_decisions, now=clock.now())
        tally, cast = Tally(place=begun.place), Cast()
        for number, raw in _left(text, begun.place, limit):
            _work(raw, number, text.key, cast, tally, now=now, tell=tell)
            tally.place = number
            note(tally)
    return tally


def _left(text: Text, place: int, limit: int | None) -> Iterator[tuple[int, bytes]]:
    stop = text.n_lines if limit is None else min(text.n_lines, place + limit)
    with text.file.open("rb") as source:
        yield from islice(enumerate(source, start=1), place, max(stop, place))


def _work(raw: bytes, number: int, key: str, cast: Cast, tally: Tally, *, now: datetime, tell: Tell) -> None:
    by = int(_counts(raw))
    try:
        with transactions.request():
            is_new = _act(raw, cast, now)
            progress.advance(key=key, place=number, by=by, now=clock.now())
        tally.n_done += is_new
        tally.n_repeated += not is_new
    except refusals.Refusal as refusal:
        tally.n_refused += 1
        tell(number, refusal)
        with transactions.verb():
            progress.advance(key=key, place=number, by=by, now=clock.now())


def _act(raw: bytes, cast: Cast, now: datetime) -> bool:
    line = lines.parse(lines.decode(raw), now=now)
    actor = cast.actor(line.who)
    access.forget(actor)
    return acts.work(line, by=actor)
