"""Wake-ups: a hint, sent at commit by PostgreSQL itself, that work may be due. Losing one loses nothing."""

from django.db import connection

CHANNEL = "reviewhub_wake"


def wake(*names: str) -> None:
    """Tell the dispatcher, when and if the transaction commits, that these sweeps have work."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, name) FROM unnest(%s::text[]) AS name", [CHANNEL, list(names)])
