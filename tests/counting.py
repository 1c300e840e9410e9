"""Counts what a verb writes and asks, from the outside."""

from collections import Counter
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

_FRAME = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE SAVEPOINT", "SET CONSTRAINTS")
_TABLES = """
SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition
  AND relnamespace = 'public'::regnamespace AND has_table_privilege(oid, 'SELECT') ORDER BY 1
"""


def rows() -> Counter:
    """The number of rows in every table."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        tables = [name for (name,) in cursor.fetchall()]
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in tables))  # noqa: S608
        return Counter(dict(cursor.fetchall()))


@contextmanager
def written():
    """What a block adds: yields a Counter of rows by table, filled at the end."""
    before, added = rows(), Counter()
    yield added
    added.update({name: n - before[name] for name, n in rows().items() if n != before[name]})


_LOOK = "pg_stat_activity"  # how busy the database is: once a second, whoever asks


@contextmanager
def asked():
    """What a block asks: yields a list of statements, filled at the end, without the transaction's frame."""
    statements: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield statements
    statements += counted(captured)


def counted(captured):
    """Return the statements that were captured so far, without the transaction's frame."""
    said = [one["sql"] or "planned once a session" for one in captured.captured_queries]
    return [one for one in said if not one.lstrip().upper().startswith(_FRAME) and _LOOK not in one]
