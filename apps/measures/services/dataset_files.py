"""The files of a data set: written whole or not at all, listed with their digests, read when intact."""

import errno
import hashlib
import io
import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

import pyarrow as pa
from django.conf import settings

from apps.core import ids, refusals
from apps.core.words import say
from apps.measures.rules.dataset import Table
from apps.measures.services import parquet

MANIFEST = "manifest.json"
_HALF = ".half"
_FORMER = "former"  # what runs may still read after their month was written anew
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


class NoDatasetFolder(refusals.Unavailable):
    code = "no_dataset_folder"
    sentence = say("This installation has no folder for the data set: its operator must set DATASET_FOLDER.")


class DatasetFails(refusals.Unavailable):
    code = "dataset_fails"
    sentence = say("The folder of the data set cannot be written. What lay there before is as it was.")


class PartGone(refusals.Unavailable):
    code = "part_gone"
    sentence = say(
        "A file of the data set is missing or is not what was written. The next nightly export writes it"
        " again."
    )


@dataclass(frozen=True, slots=True)
class Part:
    """One month of one table of an AI system, as one file. digest: SHA-256 of the file, in hex.

    columns: what the file has. seen: how many rows of each kind the month had as it was written.
    """

    month: str
    path: Path
    n_rows: int
    digest: str
    columns: tuple[str, ...] = ()
    seen: Mapping[str, int] = field(default_factory=dict)


def folder_of(system_id: UUID) -> Path:
    """Return the folder of an AI system's data set.

    Raises: NoDatasetFolder.
    """
    if settings.DATASET_FOLDER is None:
        raise NoDatasetFolder
    root: Path = settings.DATASET_FOLDER
    return root / str(system_id)


def parts(system_id: UUID, *, table: Table = Table.DECISIONS) -> list[Part]:
    """Return the months of an AI system that are exported, oldest first; none where nothing is.

    A month of decisions whose time nobody recorded comes last, as "not-recorded".
    """
    if settings.DATASET_FOLDER is None:
        return []
    return listed(folder_of(system_id), table)


def pinned(system_id: UUID, month: str, digest: str) -> Part:
    """Return a month of decisions as it was when it had this digest; only reading tells whether it is there.

    Raises: NoDatasetFolder.
    """
    return Part(month, folder_of(system_id) / Table.DECISIONS / f"{month}.parquet", 0, digest)


def listed(folder: Path, table: Table) -> list[Part]:
    """Return what a folder's manifest lists of a table.

    Raises: PartGone when the manifest is there and cannot be read.
    """
    rows = [one for one in told(folder).get("parts", []) if one["table"] == table]
    return [
        Part(
            month=one["month"],
            path=folder / one["file"],
            n_rows=one["n_rows"],
            digest=one["digest"],
            columns=tuple(one["columns"]),
            seen=one["seen"],
        )
        for one in sorted(rows, key=lambda one: str(one["month"]))  # digits sort before letters
    ]


def told(folder: Path) -> dict[str, Any]:
    """Return what a folder says of itself; empty before its first export.

    Raises: PartGone.
    """
    try:
        found: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as fault:
        raise PartGone from fault
    return found


def read_part(part: Part, columns: Sequence[str] | None = None) -> pa.Table:
    """Read columns of a part in the order asked, all without; codes are dictionaries, ids are UUIDs.

    What was listed is what is read, also when the month was written anew since then. A column of a fact or an
    outcome that the part does not have is missing in every row.
    Raises: PartGone, KeyError for a column that the schema does not know.
    """
    for path in (part.path, _former(part.path.parent.parent, part.digest)):
        try:
            blob = path.read_bytes()
        except FileNotFoundError:
            continue
        except OSError as fault:
            raise PartGone from fault
        if hashlib.sha256(blob).hexdigest() == part.digest:
            return parquet.read(io.BytesIO(blob), columns)
    raise PartGone(month=part.month)


def is_intact(part: Part) -> bool:
    """Say whether a part's file is there as it was written."""
    try:
        with part.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == part.digest
    except OSError:
        return False


@dataclass(frozen=True, slots=True)
class Half:
    """A file that is written beside its place and on disk, not yet moved there."""

    path: Path
    table: Table
    part: Part


def prepare(
    folder: Path, shape: parquet.Shape, month: str, rows: Iterable[Mapping[str, Any]], seen: Mapping[str, int]
) -> Half:
    """Write a month beside its place.

    Raises: DatasetFails.
    """
    place = folder / shape.table / f"{month}.parquet"
    n_rows = 0

    def write(file: BinaryIO) -> None:
        nonlocal n_rows
        n_rows = parquet.write(rows, shape=shape, month=month, into=file)

    path = _beside(place, write)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Half(path, shape.table, Part(month, place, n_rows, digest, tuple(shape.kinds), dict(seen)))


def publish(
    folder: Path,
    there: Mapping[Table, Mapping[str, Part]],
    *,
    fresh: Sequence[Half],
    said: Mapping[str, object],
) -> None:
    """Move what was prepared to its place, then say in the manifest what is there now.

    What a month was before is kept a while for who reads it just now.
    Raises: DatasetFails.
    """
    listed = [
        _said(folder, table, months[name]) for table, months in there.items() for name in sorted(months)
    ]
    text = json.dumps({**said, "parts": listed}, indent=1, default=str).encode()
    try:
        half = _beside(folder / MANIFEST, lambda file: file.write(text))
        for one in fresh:
            _keep_former(folder, one.part.path)
            one.path.replace(one.part.path)
            _sync(one.part.path.parent)
        half.replace(folder / MANIFEST)
        _sync(folder)
    except OSError as fault:
        raise fails(fault) from fault
    finally:
        for one in fresh:
            _forget(one.path)  # gone already where all went well


def clean(folder: Path, *, before: float) -> None:
    """Remove what a killed worker left half-written, and former months that nobody reads any more.

    before: seconds since 1970; what is younger of the former months stays.
    """
    for one in folder.rglob(f".*{_HALF}"):
        one.unlink(missing_ok=True)
    for one in (folder / _FORMER).glob("*.parquet"):
        if one.stat().st_mtime < before:
            one.unlink(missing_ok=True)


def fails(fault: OSError) -> DatasetFails:
    """Say why a folder cannot be written."""
    if fault.errno in _FULL:
        return DatasetFails(
            say("The disk is full: nothing half-written was kept, and what lay there before is as it was.")
        )
    return DatasetFails(reason=os.strerror(fault.errno or 0))


def _said(folder: Path, table: Table, part: Part) -> dict[str, object]:
    file = str(part.path.relative_to(folder))
    told = asdict(part)
    del told["path"]
    return {"table": table, "file": file, **told}


def _beside(place: Path, write: Callable[[BinaryIO], object]) -> Path:
    path = place.with_name(f".{place.name}.{ids.new().hex}{_HALF}")
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
    except OSError as fault:
        _forget(path)
        raise fails(fault) from fault
    except BaseException:
        _forget(path)
        raise
    return path


def _forget(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return  # a folder that cannot be written; the next export cleans up


def _former(folder: Path, digest: str) -> Path:
    return folder / _FORMER / f"{digest}.parquet"


def _keep_former(folder: Path, place: Path) -> None:
    if not place.exists():
        return
    with place.open("rb") as file:
        former = _former(folder, hashlib.file_digest(file, "sha256").hexdigest())
    former.parent.mkdir(mode=0o700, exist_ok=True)
    former.unlink(missing_ok=True)
    os.link(place, former)
    os.utime(former)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
