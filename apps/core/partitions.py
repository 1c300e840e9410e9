"""Month partitions of tables that only grow; the function runs as their owner (migration 0001)."""

from django.db import connection


def ensure(*, months_ahead: int = 3) -> int:
    """Make the partitions of this month and the following ones; returns how many were made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reviewhub_ensure_partitions(%s)", [months_ahead])
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])
