"""Columns of the data set as numpy sees them, without a loop over rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

MICROSECONDS = 1_000_000
NEVER = np.iinfo(np.int64).min  # an instant that there is not
UNKNOWN = -1

Flags = npt.NDArray[np.bool_]
Whole = npt.NDArray[np.int64]


class Columns:
    """The columns of one part. Every answer has one value per row, in the order of the file."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table.unify_dictionaries().combine_chunks()

    def __len__(self) -> int:
        return int(self._table.num_rows)

    def of(self, inside: Flags) -> "Columns":
        """Return the rows for which it holds."""
        return self if inside.all() else Columns(self._table.filter(_flags(inside)))

    def coded(self, name: str) -> tuple[tuple[str | None, ...], npt.NDArray[np.int32]]:
        """Return the words of a column and, by row, the place of its word; the last one is missing: None."""
        column = self._one(name)
        if not pa.types.is_dictionary(column.type):  # a fact that the part does not have
            column = column.cast(pa.string()).dictionary_encode()
        words = (*column.dictionary.to_pylist(), None)
        return words, pc.fill_null(column.indices, len(words) - 1).to_numpy(zero_copy_only=False)

    def is_in(self, name: str, *words: str) -> Flags:
        """Say where a column holds one of these words."""
        known, places = self.coded(name)
        wanted = np.array([word in words for word in known])
        found: Flags = wanted[places]
        return found

    def flags(self, name: str) -> Flags:
        """Return a column of yes and no; missing is no."""
        return _numpy(self._one(name), missing=False).astype(np.bool_)

    def wholes(self, name: str, *, missing: int = UNKNOWN) -> Whole:
        """Return a column of whole numbers."""
        return _numpy(self._one(name), missing=missing).astype(np.int64)

    def is_there(self, name: str) -> Flags:
        """Say where a column is not missing."""
        return np.asarray(pc.is_valid(self._one(name)).to_numpy(zero_copy_only=False), dtype=np.bool_)

    def instants(self, name: str) -> Whole:
        """Return a column of instants in microseconds since 1970; missing is NEVER."""
        return _numpy(self._one(name).cast(pa.int64()), missing=NEVER).astype(np.int64)

    def since(self, name: str, horizon: UUID) -> Flags:
        """Say where an id is one of a row written at this horizon or later, or is missing."""
        column = self._one(name)
        return ~(_before(column.storage, horizon) & self.is_there(name))

    def ids(self, name: str, rows: Sequence[int] | Whole) -> list[UUID]:
        """Return the ids of some rows."""
        return [
            UUID(bytes=raw) for raw in self._one(name).storage.take(pa.array(rows, pa.int64())).to_pylist()
        ]

    def words(self, name: str, rows: Whole) -> list[str]:
        """Return the words of some rows, empty where there is none."""
        known, places = self.coded(name)
        return [known[place] or "" for place in places[rows].tolist()]

    def has_sign(self, kind: str, horizon: UUID) -> Flags:
        """Say where a sign of work of this kind had been given by the horizon."""
        column = self._one("signs")
        signs = column.flatten()
        inside = _equal(signs.field("kind"), kind) & _before(signs.field("row_id"), horizon)
        found = np.zeros(len(self), dtype=np.bool_)
        found[_rows_of(column)[inside]] = True
        return found

    def known(self, measure: str, *, at: datetime, horizon: UUID) -> npt.NDArray[np.int8]:
        """Return what was known of a measure at a moment, written by the horizon: 1, 0, or UNKNOWN."""
        column = self._one("told")
        told = column.flatten()
        value = told.field("value")
        inside = _equal(told.field("measure"), measure) & _before(told.field("row_id"), horizon)
        inside &= np.asarray(pc.is_valid(value).to_numpy(zero_copy_only=False), dtype=np.bool_)
        inside &= _numpy(told.field("known_at").cast(pa.int64()), missing=NEVER) <= microseconds(at)
        rows = _rows_of(column)[inside]
        is_last = np.append(rows[1:] != rows[:-1], values=True)[: len(rows)]
        found = np.full(len(self), UNKNOWN, dtype=np.int8)
        found[rows[is_last]] = _numpy(value, missing=False)[inside][is_last]
        return found

    def _one(self, name: str) -> Any:
        column = self._table.column(name)
        return column.chunk(0) if column.num_chunks else pa.array([], column.type)


def microseconds(at: datetime) -> int:
    """Return an instant as columns hold it."""
    return round(at.timestamp() * MICROSECONDS)


def _flags(inside: Flags) -> pa.Array:
    """Return flags as Arrow has them; made of bytes, as `pa.array` would load pandas where it is there."""
    bits = pa.py_buffer(np.packbits(inside, bitorder="little"))
    return pa.Array.from_buffers(pa.bool_(), len(inside), [None, bits])


def _numpy(column: Any, *, missing: object) -> npt.NDArray[Any]:
    filled = pc.fill_null(column, missing) if column.null_count else column
    return np.asarray(filled.to_numpy(zero_copy_only=False))


def _rows_of(column: Any) -> Whole:
    return np.asarray(column.value_parent_indices().to_numpy(zero_copy_only=False), dtype=np.int64)


def _equal(column: Any, word: str) -> Flags:
    return _numpy(pc.equal(column, word), missing=False).astype(np.bool_)


def _before(raw: Any, horizon: UUID) -> Flags:
    """Say which of the ids, 16 bytes each, are smaller; they are compared as the database compares them."""
    if not len(raw):
        return np.zeros(0, dtype=np.bool_)
    halves = np.frombuffer(raw.buffers()[1], dtype=">u8").reshape(-1, 2)[raw.offset : raw.offset + len(raw)]
    high, low = (horizon.int >> 64), horizon.int & (2**64 - 1)
    first = halves[:, 0].astype(np.uint64)
    is_before: Flags = (first < np.uint64(high)) | (
        (first == np.uint64(high)) & (halves[:, 1].astype(np.uint64) < np.uint64(low))
    )
    return is_before
