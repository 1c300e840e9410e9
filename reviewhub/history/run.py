"""Work a file of the past through, case after case, from the place where the last run stopped.

Lines in a row that tell of the same case are committed together, with the note that they are done: killed at
any point, nothing happens twice, and nobody meets a case whose arrival is told and whose decision is not yet.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, islice
from pathlib import Path

from apps.accounts import access
from apps.core import clock, progress, refusals, transactions
from reviewhub.history import acts, lines, reading
from reviewhub.history.cast import Cast

KEY = progress.PAST


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


@dataclass(frozen=True, slots=True)
class _Told:
    """One line as it stands in the file, and of which case it tells."""

    number: int
    raw: bytes
    case_ref: str
    by: int


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
        return _is_decision(lines.decode(raw))
    except reading.BadLine:
        return False


def run(
    text: Text,
    *,
    then: Sequence[Text] = (),
    now: datetime,
    limit: int | None,
    tell: Tell,
    note: Callable[[Tally], None],
) -> Tally:
    """Work the lines that are left, at most `limit` and then to the end of that case.

    `then`: files that are worked after this one; pages count them from now on. `tell` hears of refusals,
    `note` of every case's end. A line that lies after `now` is refused. Sweeps that compare rows with the
    clock of today wait meanwhile, and so does a second run.
    """
    with transactions.history():
        totals = {one.key: one.n_decisions for one in (text, *then)}
        with transactions.verb():
            begun = progress.begin(kind=KEY, totals=totals, now=clock.now())[text.key]
        tally, cast = Tally(place=begun.place), Cast()
        for told in _cases(text, begun.place):
            if limit is not None and tally.place >= begun.place + limit:
                break
            _work(told, text.key, cast, tally, now=now, tell=tell)
            note(tally)
    return tally


def _cases(text: Text, place: int) -> Iterator[list[_Told]]:
    """Gather the lines after `place` that follow one another and tell of the same case."""
    with text.file.open("rb") as source:
        rows = (_read(number, raw) for number, raw in islice(enumerate(source, start=1), place, None))
        for _, told in groupby(rows, key=lambda one: one.case_ref or one.number):
            yield list(told)


def _read(number: int, raw: bytes) -> _Told:
    try:
        body = lines.decode(raw)
    except reading.BadLine:
        return _Told(number, raw, "", 0)
    return _Told(number, raw, _case_ref(body), int(_is_decision(body)))


def _work(told: Sequence[_Told], key: str, cast: Cast, tally: Tally, *, now: datetime, tell: Tell) -> None:
    place, by = told[-1].number, sum(one.by for one in told)
    with transactions.request():
        done = [_act(one.raw, cast, now) for one in told]
        progress.advance(key=key, place=place, by=by, now=clock.now())
    tally.place = place
    for one, became in zip(told, done, strict=True):
        if isinstance(became, refusals.Refusal):
            tally.n_refused += 1
            tell(one.number, became)
        else:
            tally.n_done += became
            tally.n_repeated += not became


def _act(raw: bytes, cast: Cast, now: datetime) -> bool | refusals.Refusal:
    try:
        with transactions.step():
            line = lines.parse(lines.decode(raw), now=now)
            actor = cast.actor(line.who)
            access.forget(actor)
            return acts.work(line, by=actor)
    except refusals.Refusal as refusal:
        return refusal


def _is_decision(body: reading.Body) -> bool:
    """Say whether a line counts as one decision of a person; a look that may not happen does not."""
    return body.get("do") in {"decide", "resolve", "decided"} and not body.get("if_open")


def _case_ref(body: reading.Body) -> str:
    """Return which case a line tells of, or which story beside cases; empty where it does not say."""
    told = body.get("recommendation")
    case = told.get("case") if isinstance(told, Mapping) else None
    ref = case.get("ref") if isinstance(case, Mapping) else body.get("case_ref") or body.get("story")
    return ref if isinstance(ref, str) else ""
