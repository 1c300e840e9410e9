"""Operations that Django's autodetector cannot make: what the app's role may do, and month partitions.

The owner runs migrations. The app's role is named by the setting of the same connection address the product
uses, so that a real server may call it as it likes.
"""

from django.db import migrations

APP_ROLE = "reviewhub_app"


def append_only(*tables: str) -> migrations.RunSQL:
    """Take UPDATE, DELETE and TRUNCATE on these tables from the app's role."""
    return migrations.RunSQL(
        [f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {APP_ROLE}" for table in tables],
        [f"GRANT UPDATE, DELETE ON {table} TO {APP_ROLE}" for table in tables],
    )


STAYS = """
CREATE TRIGGER stays BEFORE DELETE OR UPDATE OF id ON {table} FOR EACH ROW EXECUTE FUNCTION reviewhub_stays();
REVOKE DELETE ON {table} FROM {role};
"""
GOES = "DROP TRIGGER stays ON {table}; GRANT DELETE ON {table} TO {role};"


def stays(*tables: str) -> migrations.RunSQL:
    """Let nobody, the owner included, delete a row of these tables or give it another id (ADR 0074)."""
    return migrations.RunSQL(
        [STAYS.format(table=table, role=APP_ROLE) for table in tables],
        [GOES.format(table=table, role=APP_ROLE) for table in tables],
    )


def partitioned(table: str, columns: str, *indexes: str) -> migrations.RunSQL:
    """Make an append-only table partitioned by month of its uuid7 `id`, with a default partition.

    `columns` is everything after the id; `indexes` are column lists.
    """
    made = [f"CREATE INDEX ON {table} ({index})" for index in indexes]
    return migrations.RunSQL(
        [
            f"CREATE TABLE {table} (id uuid PRIMARY KEY, {columns}) PARTITION BY RANGE (id)",
            f"CREATE TABLE {table}_rest PARTITION OF {table} DEFAULT",
            *made,
            f"INSERT INTO core_partitioned (name) VALUES ('{table}')",
            "SELECT reviewhub_ensure_partitions(3)",
            f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {APP_ROLE}",
        ],
        [f"DROP TABLE {table}", f"DELETE FROM core_partitioned WHERE name = '{table}'"],
    )
