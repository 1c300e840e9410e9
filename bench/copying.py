"""More waiting items than arrived: copies of their rows with ids of their own, made in the database."""

from collections.abc import Mapping

import psycopg
from psycopg import sql

_COPIES = """
CREATE TEMP TABLE copies AS
SELECT i.id AS item, i.case_id AS "case", i.recommendation_id AS recommendation, r.snapshot_id AS snapshot, n,
  uuidv7() AS new_item, uuidv7() AS new_case, uuidv7() AS new_recommendation, uuidv7() AS new_snapshot
FROM reviews_reviewitem i JOIN intake_recommendation r ON r.id = i.recommendation_id
  JOIN reviews_inbox b ON b.id = i.inbox_id CROSS JOIN generate_series(1, %s) AS n
WHERE i.state = 'OPEN' AND b.slug = %s
"""
# Each table: how an old row is found, and which columns differ in its copy.
_TABLES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "intake_case": (
        'o.id = c."case"',
        {
            "id": "c.new_case",
            "case_ref": "left(o.case_ref, 12) || '-' || c.new_case",
            "terms": "left(o.terms, 12) || '-' || c.new_case",
        },
    ),
    "intake_contextsnapshot": ("o.id = c.snapshot", {"id": "c.new_snapshot", "case_id": "c.new_case"}),
    "intake_recommendation": (
        "o.id = c.recommendation",
        {
            "id": "c.new_recommendation",
            "case_id": "c.new_case",
            "snapshot_id": "c.new_snapshot",
            "external_id": "left(o.external_id, 12) || '-' || c.new_case",
        },
    ),
    "policy_verdict": (
        "o.recommendation_id = c.recommendation",
        {"id": "uuidv7()", "recommendation_id": "c.new_recommendation"},
    ),
    "reviews_reviewitem": (
        "o.id = c.item",
        {
            "id": "c.new_item",
            "case_id": "c.new_case",
            "recommendation_id": "c.new_recommendation",
            "due_at": "o.due_at + c.n * interval '1 second'",
        },
    ),
    "reviews_itemreason": ("o.item_id = c.item", {"id": "uuidv7()", "item_id": "c.new_item"}),
}


def waiting(connection: psycopg.Connection, inbox: str) -> int:
    """Count what is open in an inbox."""
    row = connection.execute(
        "SELECT count(*) FROM reviews_reviewitem i JOIN reviews_inbox b ON b.id = i.inbox_id"
        " WHERE i.state = 'OPEN' AND b.slug = %s",
        [inbox],
    ).fetchone()
    return int(row[0]) if row else 0


def multiply(connection: psycopg.Connection, *, inbox: str, n: int) -> int:
    """Copy what is open in an inbox until at least n items are; says how many are."""
    there = waiting(connection, inbox)
    times = -(-n // there) - 1 if there else 0
    if times > 0:
        connection.execute(_COPIES, [times, inbox])
        connection.execute("ANALYZE copies")
        for table, (found, differs) in _TABLES.items():
            connection.execute(copy(connection, table, found, differs))
        connection.execute("DROP TABLE copies")
    connection.execute("VACUUM ANALYZE")
    return waiting(connection, inbox)


def copy(connection: psycopg.Connection, table: str, found: str, differs: Mapping[str, str]) -> sql.Composed:
    """Write the statement that copies a table's rows `o` for the rows `c` of the temporary table `copies`."""
    rows = connection.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table]
    ).fetchall()
    names = [str(row[0]) for row in rows]
    values = [
        sql.SQL(differs[name]) if name in differs else sql.SQL("o.") + sql.Identifier(name)
        for name in names  # type: ignore[arg-type] # texts of this module
    ]
    return sql.SQL("INSERT INTO {table} ({names}) SELECT {values} FROM copies c JOIN {table} o ON ").format(
        table=sql.Identifier(table),
        names=sql.SQL(", ").join(map(sql.Identifier, names)),
        values=sql.SQL(", ").join(values),
    ) + sql.SQL(found)  # type: ignore[arg-type] # a text of this module
