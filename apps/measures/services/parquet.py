"""Rows of the data set as Parquet: which type each column has, and files written as rows come."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from apps.measures.rules import dataset
from apps.measures.rules.dataset import Kind, Table

ROWS_AT_ONCE = 20_000
COMPRESSION = "zstd"
_INSTANT = pa.timestamp("us", tz="UTC")
_OUTCOME = [
    ("measure", pa.string()),
    ("value", pa.bool_()),
    ("number", pa.decimal128(14, 4)),
    ("known_at", _INSTANT),
]
_ROW_ID = ("row_id", pa.binary(16))
_TYPES = {
    Kind.ID: pa.uuid(),
    Kind.CODE: pa.string(),
    Kind.CODES: pa.list_(pa.string()),
    Kind.WHOLE: pa.int64(),
    Kind.NUMBER: pa.float64(),
    Kind.FLAG: pa.bool_(),
    Kind.INSTANT: _INSTANT,
    Kind.FAULTS: pa.list_(pa.struct([("fact", pa.string()), ("kind", pa.string())])),
    Kind.OUTCOMES: pa.list_(pa.struct(_OUTCOME)),
    Kind.TOLD: pa.list_(pa.struct([*_OUTCOME, _ROW_ID])),
    Kind.SIGNS: pa.list_(pa.struct([("kind", pa.string()), _ROW_ID])),
}


@dataclass(frozen=True, slots=True)
class Shape:
    """The columns of one table of one AI system: those of every one, then its facts and its measures."""

    table: Table
    facts: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()

    @property
    def kinds(self) -> Mapping[str, Kind]:
        """Return the kind of each column by its name, in order."""
        fixed = {one.name: one.kind for one in dataset.COLUMNS[self.table]}
        facts = {dataset.FACT + key: Kind.CODE for key in self.facts}
        return {**fixed, **facts, **{dataset.OUTCOME + one: Kind.FLAG for one in self.measures}}

    def schema(self, **told: str) -> pa.Schema:
        """Return the schema of a file; `told` stands in its metadata beside the version."""
        said = {"reviewhub.table": self.table.value, "reviewhub.schema_version": str(dataset.VERSION)}
        said |= {f"reviewhub.{name}": text for name, text in told.items()}
        return pa.schema([(name, _TYPES[kind]) for name, kind in self.kinds.items()], metadata=said)


def write(rows: Iterable[Mapping[str, Any]], *, shape: Shape, month: str, into: BinaryIO) -> int:
    """Write rows into an open file, some thousand at a time; returns how many there were."""
    schema = shape.schema(month=month)
    n = 0
    with pq.ParquetWriter(into, schema, compression=COMPRESSION) as writer:
        for some in _chunks(rows):
            writer.write_batch(_batch(some, shape, schema))
            n += len(some)
    return n


def read(source: BinaryIO, columns: Sequence[str] | None) -> pa.Table:
    """Read columns of a file in the order asked; codes come as dictionaries.

    A fact or an outcome that the file does not have is missing in every row.
    Raises: KeyError for a column that no version of the schema has.
    """
    file = pq.ParquetFile(source)
    there = file.schema_arrow
    wanted = there.names if columns is None else list(columns)
    missing = [name for name in wanted if name not in there.names]
    for name in missing:
        if not name.startswith((dataset.FACT, dataset.OUTCOME)):
            raise KeyError(name)
    found = file.read(columns=[name for name in wanted if name not in missing])
    for name in missing:
        kind = pa.string() if name.startswith(dataset.FACT) else pa.bool_()
        found = found.append_column(name, pa.nulls(found.num_rows, kind))
    coded = [
        found[name].dictionary_encode() if pa.types.is_string(found[name].type) else found[name]
        for name in wanted
    ]
    return pa.table(dict(zip(wanted, coded, strict=True)))


def loose(
    rows: Sequence[Mapping[str, Any]], *, columns: Mapping[str, Kind], said: Mapping[str, str]
) -> bytes:
    """Return rows as one file: flags and moments are what they are, all else is text; `said` is its metadata.

    columns: what is there also where no row has a value, and of which kind it is then.
    """
    names = dict.fromkeys((*columns, *(name for row in rows for name in row)))
    found = {name: [row.get(name) for row in rows] for name in names}
    kinds = [(name, _loosely(found[name], columns.get(name, Kind.CODE))) for name in names]
    schema = pa.schema(kinds, metadata=dict(said))
    table = pa.table(
        {
            name: [one if one is None or isinstance(one, bool | datetime) else str(one) for one in values]
            for name, values in found.items()
        },
        schema=schema,
    )
    into = BytesIO()
    pq.write_table(table, into, compression=COMPRESSION)
    return into.getvalue()


def _loosely(values: Sequence[Any], otherwise: Kind) -> pa.DataType:
    known = [one for one in values if one is not None]
    if not known:
        return _TYPES[otherwise]
    if all(isinstance(one, bool) for one in known):
        return pa.bool_()
    return _INSTANT if all(isinstance(one, datetime) for one in known) else pa.string()


def _chunks(rows: Iterable[Mapping[str, Any]]) -> Iterable[list[Mapping[str, Any]]]:
    some: list[Mapping[str, Any]] = []
    for row in rows:
        some.append(row)
        if len(some) == ROWS_AT_ONCE:
            yield some
            some = []
    if some:
        yield some


def _batch(rows: Sequence[Mapping[str, Any]], shape: Shape, schema: pa.Schema) -> pa.RecordBatch:
    arrays = [_array([row[name] for row in rows], kind) for name, kind in shape.kinds.items()]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _array(values: Sequence[Any], kind: Kind) -> pa.Array:
    if kind is Kind.ID:
        raw = pa.array([None if one is None else one.bytes for one in values], pa.binary(16))
        return pa.ExtensionArray.from_storage(pa.uuid(), raw)
    return pa.array(values, _TYPES[kind])
