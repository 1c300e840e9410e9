"""What a survey of all rows settles before anything is counted: codes, windows, how many facts together."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from apps.learning.rules import bands, found, surveying
from apps.learning.rules import cube as cubes

ENOUGH_FOR_THREE = 5_000  # rows from which 3 facts are looked at together

BEFORE, WEEK = 1, 2  # of a row's `recent`; 0: neither

Flags = npt.NDArray[np.bool_]
RowNumbers = npt.NDArray[np.int64]


class Weeks(NamedTuple):
    """Where the weeks before begin, where the week does, and where it has ended; in the table's order."""

    first: float
    week: float
    end: float


@dataclass(frozen=True)
class Plan:
    """How every part of the rows is encoded and counted.

    Rows before `cut` are the discovery window, the others confirm; None: all of them are discovery, or, with
    cross-fit, the halves are by place. `windows`: discovery and confirmation. `notes` say what was left out.
    `weeks`: the latest full week and those before it, where the rows have a time.
    """

    encoding: bands.Encoding
    max_facts: int
    cut: float | None
    windows: tuple[found.Window, found.Window | None]
    notes: tuple[found.Note, ...]
    weeks: Weeks | None = None


@dataclass(frozen=True, eq=False)
class Rows:
    """A part of the rows, encoded: `late` are those of the confirmation window or of the second half.

    `recent`: which are of the latest week and which of the weeks before it, if any was asked about.
    """

    features: bands.Features
    overridden: Flags
    late: Flags
    stakes: npt.NDArray[np.int64]
    changes: npt.NDArray[np.int64]
    recent: npt.NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.overridden)

    def part(self, start: int, stop: int) -> Self:
        """Return some of these rows; nothing is copied."""
        rows = slice(start, stop)
        codes = tuple(column[rows] for column in self.features.codes)
        return replace(
            self,
            features=replace(self.features, codes=codes),
            overridden=self.overridden[rows],
            late=self.late[rows],
            stakes=self.stakes[rows],
            changes=self.changes[rows],
            recent=self.recent[rows],
        )

    def features_of(self, inside: Flags) -> bands.Features:
        """Return the facts of some of these rows."""
        return replace(self.features, codes=tuple(column[inside] for column in self.features.codes))


def plan(seen: surveying.Survey, params: found.Params, *, weeks: Weeks | None = None) -> Plan:
    """Settle how the surveyed rows are mined; `weeks` are looked at beside, where the rows have a time.

    Raises:
        TooManyCells: where the facts have too many values to be counted together.
    """
    notes = [*_about_rows(seen, params)]
    wide = tuple(sorted(fact for fact, one in seen.facts.items() if one.is_wide))
    if wide:
        notes.append(found.Note(found.NoteCode.WIDE, wide))
    encoding, constant = _encoding(seen, params)
    if seen.n_rows and constant:
        notes.append(found.Note(found.NoteCode.CONSTANT, constant))
    if seen.n_rows and not encoding.labels:
        notes.append(found.Note(found.NoteCode.NOTHING_VARIES))
    n_facts, is_fewer = _max_facts(encoding, seen.n_rows, params)
    if is_fewer:
        notes.append(found.Note(found.NoteCode.FEWER_FACTS, _widest(encoding)))
    cut = None if params.cross_fit else _cut(seen, params.confirmation_share)
    if cut is None and len(seen.moments) == 1 and not params.cross_fit:
        notes.append(found.Note(found.NoteCode.ONE_WINDOW))
    dated = weeks if len(seen.moments) and not params.cross_fit else None
    return Plan(encoding, n_facts, cut, _windows(seen, cut, params), tuple(notes), dated)


def prepared(table: bands.Table, to: Plan, params: found.Params, *, first: int = 0) -> Rows:
    """Encode some of the rows; `first` is the place of the first of them among all rows.

    Raises:
        ValueError: where lengths differ, or a value occurs that was not surveyed.
    """
    overridden = np.asarray(table.overridden, dtype=np.bool_)
    n_rows = len(overridden)
    columns = {fact: column for fact, column in table.columns.items() if fact in to.encoding.labels}
    late = np.zeros(n_rows, dtype=np.bool_)
    if params.cross_fit:
        late = ~is_first_half(np.arange(first, first + n_rows))
    elif to.cut is not None and table.order is not None:
        late = np.asarray(table.order, dtype=np.float64) >= to.cut
    stakes = np.full(n_rows, -1) if table.stakes is None else np.asarray(table.stakes)
    changes = np.zeros(n_rows) if table.changes is None else np.asarray(table.changes)
    return Rows(
        features=bands.encode_by(columns, to.encoding, n_rows=n_rows),
        overridden=overridden,
        late=late,
        stakes=stakes.astype(np.int64),
        changes=changes.astype(np.int64),
        recent=_recent(table, to.weeks),
    )


def _recent(table: bands.Table, weeks: Weeks | None) -> npt.NDArray[np.uint8]:
    """Say which rows are of the week; one lies where the hour that it is known by begins."""
    if weeks is None or table.order is None:
        return np.zeros(len(table), dtype=np.uint8)
    at = np.asarray(table.order, dtype=np.float64)
    before = (at >= weeks.first) & (at < weeks.week)
    in_week = (at >= weeks.week) & (at < weeks.end)
    recent: npt.NDArray[np.uint8] = before * np.uint8(BEFORE) + in_week * np.uint8(WEEK)
    return recent


def is_first_half(places: RowNumbers) -> Flags:
    """Say which rows are in the first half, by a hash of the place (splitmix64; Steele, Lea and Flood 2014).

    A row stays in its half whatever is added behind it, and no order of the rows shows in the halves.
    """
    mixed = (places.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E37_79B9_7F4A_7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58_476D_1CE4_E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D0_49BB_1331_11EB)
    first: Flags = (mixed ^ (mixed >> np.uint64(31))) & np.uint64(1) == 0
    return first


def _about_rows(seen: surveying.Survey, params: found.Params) -> Iterator[found.Note]:
    if not seen.n_rows:
        yield found.Note(found.NoteCode.EMPTY)
    elif not seen.n_overridden:
        yield found.Note(found.NoteCode.NO_OVERRIDES)
    elif seen.n_overridden == seen.n_rows:
        yield found.Note(found.NoteCode.ONLY_OVERRIDES)
    if 0 < seen.n_rows <= params.min_n:
        yield found.Note(found.NoteCode.FEW)


def _encoding(seen: surveying.Survey, params: found.Params) -> tuple[bands.Encoding, tuple[str, ...]]:
    labels, edges, constant = {}, {}, []
    for fact in sorted(seen.facts):
        one = seen.facts[fact]
        if one.is_wide:
            continue
        cuts = surveying.edges_of(one, given=params.band_edges.get(fact), n_bands=params.n_bands)
        names = surveying.labels_of(one, edges=cuts)
        if len(names) < 2:  # noqa: PLR2004 - one value alone
            constant.append(fact)
            continue
        labels[fact] = names
        if cuts:
            edges[fact] = cuts
    return bands.Encoding(labels, edges), tuple(constant)


def _max_facts(encoding: bands.Encoding, n_rows: int, params: found.Params) -> tuple[int, bool]:
    """Return how many facts are looked at together, and whether that is fewer than it would have been."""
    sizes = {fact: len(labels) for fact, labels in encoding.labels.items()}
    usual = cubes.MOST_FACTS if n_rows >= ENOUGH_FOR_THREE else cubes.MOST_FACTS - 1
    if params.max_facts is not None:
        cubes.refuse_if_too_many(sizes, max_facts=params.max_facts, max_cells=params.max_cells)
        return params.max_facts, False
    for n_facts in range(usual, 1, -1):
        if cubes.n_cells_of(tuple(sizes.values()), n_facts) <= params.max_cells:
            return n_facts, n_facts < usual
    cubes.refuse_if_too_many(sizes, max_facts=cubes.MOST_FACTS - 1, max_cells=params.max_cells)
    return 1, True


def _widest(encoding: bands.Encoding) -> tuple[str, ...]:
    return tuple(sorted(encoding.labels, key=lambda fact: (-len(encoding.labels[fact]), fact))[:3])


def _cut(seen: surveying.Survey, confirmation_share: float) -> float | None:
    """The first moment of the later window; rows of one moment stay together. None: there is one window."""
    if not len(seen.moments) or not confirmation_share:
        return None
    upto = np.cumsum(seen.n_at)
    place = min(int(seen.n_rows * (1 - confirmation_share)), seen.n_rows - 1)
    first = int(np.searchsorted(upto, place, side="right"))
    return float(seen.moments[first]) if first else None


def _windows(
    seen: surveying.Survey, cut: float | None, params: found.Params
) -> tuple[found.Window, found.Window | None]:
    if params.cross_fit:  # of how many rows each half is, only the count knows
        return found.Window(seen.n_rows, seen.n_overridden, None, None), None
    if not len(seen.moments):
        return found.Window(seen.n_rows, seen.n_overridden, None, None), None
    n_early = len(seen.moments) if cut is None else int(np.searchsorted(seen.moments, cut))
    early = _window(seen, slice(0, n_early))
    return early, _window(seen, slice(n_early, None)) if cut is not None else None


def _window(seen: surveying.Survey, which: slice) -> found.Window:
    moments = seen.moments[which]
    return found.Window(
        n=int(seen.n_at[which].sum()),
        n_overridden=int(seen.n_overridden_at[which].sum()),
        first=float(moments[0]) if len(moments) else None,
        last=float(moments[-1]) if len(moments) else None,
    )
