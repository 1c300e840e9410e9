"""Transaction guards: who opens, who demands, how a request's key joins the transaction (ADR-0006)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, models, transaction

_request_open: ContextVar[bool] = ContextVar("request_open", default=False)
_last_rows: ContextVar[list[models.Model] | None] = ContextVar("last_rows", default=None)
_tells_past: ContextVar[bool] = ContextVar("tells_past", default=False)


class NoTransaction(RuntimeError):
    """A function that must run inside a verb was called outside: a fault of ours, not of the person."""


@contextmanager
def verb() -> Iterator[None]:
    """Open the one transaction of a verb that an edge calls.

    Inside `request()` it joins that transaction, so that the idempotency row, the decision and its record
    are committed together or not at all. Anywhere else it must be the outermost block.
    """
    if _request_open.get():
        yield
        return
    with transaction.atomic(durable=True):
        yield


@contextmanager
def request() -> Iterator[None]:
    """Open the transaction of one idempotent request, in which one verb runs.

    Also that of all that an imported past tells of one case in a row: arrive, take, decide, put in force.
    """
    with transaction.atomic(durable=True):
        token = _request_open.set(True)
        try:
            yield
        finally:
            _request_open.reset(token)


@contextmanager
def step() -> Iterator[None]:
    """Run one of several steps of an open transaction: refused, it leaves nothing, and the others stand."""
    require()
    rows = last_rows()
    n_before = len(rows or ())
    try:
        with transaction.atomic():
            yield
    except BaseException:
        del (rows or [])[n_before:]
        raise


@contextmanager
def gathering() -> Iterator[list[models.Model]]:
    """Gather, inside the block, what `core.bulk.insert_last` is given; the block writes it before it ends."""
    require()
    rows: list[models.Model] = []
    token = _last_rows.set(rows)
    try:
        yield rows
    finally:
        _last_rows.reset(token)


def last_rows() -> list[models.Model] | None:
    """Return what is gathered; None where nobody gathers."""
    return _last_rows.get()


def require() -> None:
    """Refuse to run outside a transaction.

    Raises: NoTransaction.
    """
    if not connection.in_atomic_block:
        raise NoTransaction("call this inside transactions.verb()")


_HISTORY_LOCK = 0x4849_5354


@contextmanager
def history() -> Iterator[None]:
    """Hold the sign that the past is being imported, with the past's own clock.

    While it is held, sweeps that compare rows with today's clock wait for their next round.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_HISTORY_LOCK])
        token = _tells_past.set(True)
        try:
            yield
        finally:
            _tells_past.reset(token)
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_HISTORY_LOCK])


def history_runs() -> bool:
    """Say whether the past is being imported; otherwise keeps an import from starting until the end."""
    require()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock_shared(%s)", [_HISTORY_LOCK])
        row = cursor.fetchone()
    return row is None or not bool(row[0])


def tells_past() -> bool:
    """Say whether this process holds that sign: what it writes is told afterwards, by the past's clock."""
    return _tells_past.get()
