"""Write decisions as Parquet, month by month: nightly what changed, and a copy that may leave."""

import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection

from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import ids, pseudonyms, refusals, transactions
from apps.core.words import say
from apps.measures import access
from apps.measures.rules import dataset
from apps.measures.rules.dataset import Table
from apps.measures.services import dataset_files as files
from apps.measures.services import dataset_rows
from apps.measures.services.dataset_rows import Source
from apps.measures.services.parquet import Shape
from apps.registry.models import AISystem

_FORMER_STAYS = timedelta(days=2)
_ALONE = "dataset.export"
_TURN = 0.5  # seconds until somebody who waits looks again


class NothingToExport(refusals.IllegalMove):
    code = "nothing_to_export"
    sentence = say("No decision is in force in these months, so there is nothing to export.")


class FolderTaken(refusals.IllegalMove):
    code = "folder_taken"
    sentence = say("This folder is there already. Name one that is not, or an empty one.")


def export_facts(*, system: AISystem, now: datetime) -> int:
    """Bring the data set of an AI system up to date; returns how many months were written.

    A month is written anew when more rows stand behind it than when it was written: decisions, reversals,
    second reviews or outcomes; when its columns changed; or when its file is not what was written. Opens no
    transaction; safe to run twice and at once: whoever comes second leaves it to the first.
    Raises: NoDatasetFolder, DatasetFails.
    """
    return _export(system, now) or 0


def bring_up(*, system: AISystem, now: datetime, seconds: float) -> bool:
    """Do as `export_facts` does, and wait so long for whoever writes just now; says whether it is done.

    Raises: NoDatasetFolder, DatasetFails.
    """
    until = time.monotonic() + seconds
    while _export(system, now) is None:
        if time.monotonic() >= until:
            return False
        time.sleep(_TURN)
    return True


def _export(system: AISystem, now: datetime) -> int | None:
    """Return how many months were written; None: somebody else is at it."""
    folder = files.folder_of(system.id)
    with _alone(system) as is_alone:
        return _brought_up(system, folder, now) if is_alone else None


def export_due(*, now: datetime) -> int:
    """Bring every data set up to date that was not since midnight UTC; returns how many files were written.

    One that cannot be written holds up no other. Without a folder for it there is none.
    Raises: the first refusal, when all were tried.
    """
    if settings.DATASET_FOLDER is None:
        return 0
    n_written, refused = 0, None
    for system in AISystem.objects.order_by("id"):
        try:
            if _is_due(system, now):
                n_written += export_facts(system=system, now=now)
        except refusals.Refusal as refusal:
            refused = refused or refusal
    if refused is not None:
        raise refused
    return n_written


def _is_due(system: AISystem, now: datetime) -> bool:
    told = _told(files.folder_of(system.id)).get("as_of")
    return told is None or datetime.fromisoformat(told).date() < now.date()


def _told(folder: Path) -> dict[str, Any]:
    """Return what the last export said; a manifest that cannot be read is written anew with all it lists."""
    try:
        return files.told(folder)
    except files.PartGone:
        return {}


def _brought_up(system: AISystem, folder: Path, now: datetime) -> int:
    """Write one month after another, so that what is done stays done when the time is over."""
    source = dataset_rows.source_of(system, leaving=False, pseudonym=str)
    files.clean(folder, before=(now - _FORMER_STAYS).timestamp())
    before = _told(folder).get("as_of")
    seen = {table: dataset_rows.seen(source, table) for table in Table}
    there = {table: _listed(folder, table, months) for table, months in seen.items()}
    n_written = 0
    for table, months in seen.items():
        shape = source.shape(table)
        for month in sorted(months):
            if _is_same(there[table].get(month), shape, months[month]):
                continue
            rows = dataset_rows.rows(source, table, month)
            half = files.prepare(folder, shape, month, rows, months[month])
            there[table][month] = half.part
            files.publish(folder, there, fresh=[half], said=_said(source, before))
            n_written += 1
    files.publish(folder, there, fresh=(), said=_said(source, now.isoformat()))
    return n_written


def _listed(folder: Path, table: Table, months: Mapping[str, dataset_rows.Seen]) -> dict[str, files.Part]:
    try:
        return {one.month: one for one in files.listed(folder, table) if one.month in months}
    except files.PartGone:
        return {}


def _is_same(part: files.Part | None, shape: Shape, seen: dataset_rows.Seen) -> bool:
    """Say whether a month would be written again as it is."""
    return (
        part is not None
        and part.seen == seen
        and part.columns == tuple(shape.kinds)
        and files.is_intact(part)
    )


def _said(source: Source, as_of: str | None) -> dict[str, object]:
    return {
        "schema_version": dataset.VERSION,
        "system": source.system.slug,
        "system_id": str(source.system.id),
        "currency": source.system.currency,
        "as_of": as_of,
        "left_out": dict(source.facts.left_out),
    }


@dataclass(frozen=True, slots=True)
class Exported:
    """What left: where it lies, and how many files and decisions it has."""

    folder: Path
    n_files: int
    n_decisions: int


def export_dataset(
    *, system: AISystem, folder: Path, since: str = "", until: str = "", by: Actor, now: datetime
) -> Exported:
    """Write a copy that may leave ReviewHub into a new folder: whole, or not at all.

    Only facts that every version of the contract marks plain are in it, and whoever decided is another
    pseudonym in each export. since, until: months, both included; empty: from the first, to the last; with
    either, decisions whose time nobody recorded are left out.
    Raises: NotVisible, Invalid(since, until), FolderTaken, NothingToExport, DatasetFails.
    Writes: record `dataset.exported`.
    """
    if system not in access.analysed_systems(by):
        raise refusals.NotVisible
    _refuse_unfit(since, until)
    export_id = ids.new()
    source = dataset_rows.source_of(
        system, leaving=True, pseudonym=lambda one: pseudonyms.inside(export_id, one)
    )
    months = {
        table: {
            month: seen
            for month, seen in dataset_rows.seen(source, table).items()
            if _is_asked(month, since, until)
        }
        for table in Table
    }
    if not months[Table.DECISIONS]:
        raise NothingToExport
    with _whole(folder) as half:
        fresh = [
            files.prepare(half, source.shape(table), month, dataset_rows.rows(source, table, month), seen)
            for table in Table
            for month, seen in sorted(months[table].items())
        ]
        there = {table: {one.part.month: one.part for one in fresh if one.table is table} for table in Table}
        said = {**_said(source, now.isoformat()), "export": str(export_id)}
        files.publish(half, there, fresh=fresh, said=said)
    n_decisions = sum(one.part.n_rows for one in fresh if one.table is Table.DECISIONS)
    with transactions.verb():
        audit.record(
            "dataset.exported",
            on=("ai_system", system.id),
            by=by,
            at=now,
            data={
                "export": export_id,
                "since": since,
                "until": until,
                "schema_version": dataset.VERSION,
                "n_decisions": n_decisions,
                "digests": {f"{one.table}/{one.part.month}": one.part.digest for one in fresh},
            },
        )
    return Exported(folder, len(fresh), n_decisions)


def _refuse_unfit(since: str, until: str) -> None:
    for field, month in (("since", since), ("until", until)):
        if month and not dataset.is_month(month):
            raise refusals.Invalid("Write a month as in 2026-11.", field=field)
    if since and until and until < since:
        raise refusals.Invalid("The last month lies before the first.", field="until")


def _is_asked(month: str, since: str, until: str) -> bool:
    if month == dataset.NOT_RECORDED:
        return not (since or until)
    return since <= month <= (until or month)


@contextmanager
def _whole(folder: Path) -> Iterator[Path]:
    """Give a folder beside the place, and move it there when the block ends well; else nothing is left."""
    half = folder.with_name(f".{folder.name}.{ids.new().hex}.half")
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise FolderTaken
        half.mkdir(mode=0o700, parents=True)
        yield half
        half.replace(folder)
    except OSError as fault:
        raise files.fails(fault) from fault
    finally:
        shutil.rmtree(half, ignore_errors=True)


@contextmanager
def _alone(system: AISystem) -> Iterator[bool]:
    """Take the right to write a data set while the block runs; it goes with the session of the database."""
    key = [_ALONE, str(system.id)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s), hashtext(%s))", key)
        is_alone = cursor.fetchone() == (True,)
    try:
        yield is_alone
    finally:
        if is_alone:
            with suppress(DatabaseError), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext(%s), hashtext(%s))", key)
