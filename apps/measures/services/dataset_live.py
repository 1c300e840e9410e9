"""Months of the data set made from the database while one waits, where no folder has them."""

import io
from collections.abc import Sequence
from functools import lru_cache
from uuid import UUID

import pyarrow as pa

from apps.measures.rules.dataset import Table
from apps.measures.services import dataset_rows, parquet
from apps.registry.models import AISystem


def live_months(system: AISystem) -> list[str]:
    """Return the months that a file of decisions would be written of now, oldest first."""
    source = dataset_rows.source_of(system, leaving=False, pseudonym=str)
    return sorted(dataset_rows.seen(source, Table.DECISIONS))


def read_live(system: AISystem, month: str, columns: Sequence[str], *, horizon: UUID) -> pa.Table:
    """Read columns of a month as `read_part` would from the file that were written of it now.

    For the same horizon it may be what it was a moment ago: what came since has greater ids and is left out
    by whoever reads.
    Raises: KeyError for a column that the schema does not know.
    """
    return parquet.read(io.BytesIO(_made(system.id, month, horizon)), columns)


@lru_cache(maxsize=2)
def _made(system_id: UUID, month: str, _horizon: UUID) -> bytes:
    system = AISystem.objects.get(id=system_id)
    source = dataset_rows.source_of(system, leaving=False, pseudonym=str)
    file = io.BytesIO()
    rows = dataset_rows.rows(source, Table.DECISIONS, month)
    parquet.write(rows, shape=source.shape(Table.DECISIONS), month=month, into=file)
    return file.getvalue()
